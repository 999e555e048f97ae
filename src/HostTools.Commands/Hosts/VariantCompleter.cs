using HostTools.Commands.Framework;
using HostTools.Configuration;

namespace HostTools.Commands;

/// <summary>Names of the variants that a host declares, or any host while none is named. Reads the file by line, as completions of options do.</summary>
public sealed class VariantCompleter : ICompleter
{
    /// <inheritdoc/>
    public IEnumerable<Completion> Complete(CompletionRequest request)
    {
        ConfigurationTree tree = request.Given.TryGetValue("Path", out string? path)
            ? ConfigurationTree.Open(path, [])
            : ConfigurationTree.Find(request.Environment.CurrentDirectory, []);
        string? asked = request.Given.GetValueOrDefault("With") ?? request.Given.GetValueOrDefault("Name");
        IEnumerable<string> hosts = asked is not null && tree.HostNames().Contains(asked) ? [asked] : tree.HostNames();
        return hosts.SelectMany(host => YamlLines.Below(File.ReadLines(Path.Combine(tree.Directory, "hosts", host, "default.yaml")), "variants"))
            .DistinctBy(static found => found.Value);
    }
}
