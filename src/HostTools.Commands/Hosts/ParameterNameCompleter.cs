using HostTools.Commands.Framework;
using HostTools.Configuration;

namespace HostTools.Commands;

/// <summary>Names of the parameters that <c>hosttools.yaml</c> declares. Reads the file by line, as completions of options do.</summary>
public sealed class ParameterNameCompleter : ICompleter
{
    /// <inheritdoc/>
    public IEnumerable<Completion> Complete(CompletionRequest request)
    {
        ConfigurationTree tree = request.Given.TryGetValue("Path", out string? path)
            ? ConfigurationTree.Open(path, [])
            : ConfigurationTree.Find(request.Environment.CurrentDirectory, []);
        return In(File.ReadLines(System.IO.Path.Combine(tree.Directory, "hosttools.yaml")));
    }

    internal static IReadOnlyList<Completion> In(IEnumerable<string> lines) => YamlLines.Below(lines, "parameters");
}
