using HostTools.Commands.Framework;
using HostTools.Configuration;

namespace HostTools.Commands;

/// <summary>Names of the hosts of the tree.</summary>
public sealed class HostNameCompleter : ICompleter
{
    /// <inheritdoc/>
    public IEnumerable<Completion> Complete(CompletionRequest request)
    {
        // Listing hosts needs no library.
        ConfigurationTree tree = request.Given.TryGetValue("Path", out string? path)
            ? ConfigurationTree.Open(path, [])
            : ConfigurationTree.Find(request.Environment.CurrentDirectory, []);
        return tree.HostNames().Select(static name => new Completion(name));
    }
}

/// <summary>What a configuration can be for.</summary>
public sealed class TargetCompleter : ICompleter
{
    /// <inheritdoc/>
    public IEnumerable<Completion> Complete(CompletionRequest request) =>
    [
        new("host", "A machine of its own"), new("container", "A container image"),
        new("wsl", "A distribution in the Windows Subsystem for Linux"), new("vm", "A virtual machine"),
    ];
}
