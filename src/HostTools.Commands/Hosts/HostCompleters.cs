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

/// <summary>Names of the host's users who have a home, of all users while no host is named, and of homes in the folder that stands for a machine.</summary>
public sealed class HomeCompleter : ICompleter
{
    /// <inheritdoc/>
    public IEnumerable<Completion> Complete(CompletionRequest request)
    {
        IEnumerable<string> applied = request.Given.TryGetValue("Root", out string? root) ? Platform.Root.At(root).List("/home") : [];
        return Declared(request).Concat(applied).Distinct(StringComparer.Ordinal).Select(static name => new Completion(name));
    }

    /// <summary>The users of a host who have a home, as the host's file says line by line.</summary>
    internal static IReadOnlyList<string> Of(ConfigurationTree tree, string host) =>
        [.. YamlLines.List(File.ReadLines(System.IO.Path.Combine(tree.Directory, "hosts", host, "default.yaml")), "users").Intersect(tree.HomeNames(), StringComparer.Ordinal)];

    private static IReadOnlyList<string> Declared(CompletionRequest request)
    {
        try
        {
            ConfigurationTree tree = request.Given.TryGetValue("Path", out string? path)
                ? ConfigurationTree.Open(path, [])
                : ConfigurationTree.Find(request.Environment.CurrentDirectory, []);
            return request.Given.TryGetValue("Name", out string? host) && tree.HostNames().Contains(host) ? Of(tree, host) : tree.HomeNames();
        }
        catch (Platform.HostToolsException)
        {
            return []; // What was applied needs no tree.
        }
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
