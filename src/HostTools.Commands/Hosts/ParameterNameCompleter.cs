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

    internal static IReadOnlyList<Completion> In(IEnumerable<string> lines)
    {
        List<Completion> found = [];
        int? depth = null;
        bool inside = false;
        foreach ((int indent, string key, string rest) in YamlLines.Keys(lines))
        {
            if (indent == 0)
                inside = key == "parameters";
            else if (inside && indent == (depth ??= indent))
                found.Add(new Completion(key));
            else if (inside && key == "description" && found.Count > 0)
                found[^1] = found[^1] with { Description = rest.Trim().Trim('"', '\'') };
        }

        return found;
    }
}
