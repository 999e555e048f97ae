using System.Text.RegularExpressions;

namespace HostTools.Commands;

/// <summary>Finds the options a module file declares by its lines and their indentation; good enough to propose names, wrong in no harmful way.</summary>
internal static partial class DeclaredOptions
{
    private static readonly string[] s_attributes = ["module", "default", "example", "description"];

    public static IEnumerable<string> In(IEnumerable<string> lines)
    {
        List<(int Indent, string Path)> groups = [];
        bool inside = false;
        int? hidden = null;
        foreach ((int indent, string key, string rest) in YamlLines.Keys(lines))
        {
            if (indent == 0)
            {
                inside = key == "options";
                groups.Clear();
                hidden = null;
                continue;
            }

            if (!inside)
                continue;
            while (groups.Count > 0 && groups[^1].Indent >= indent)
                groups.RemoveAt(groups.Count - 1);
            if (hidden is { } level && indent > level)
                continue;
            // What an option says of itself is no option: the submodule of a list or map, a default that has keys.
            hidden = s_attributes.Contains(key) && groups.Count > 0 && !InlineType().IsMatch(rest) ? indent : null;
            if (hidden is not null)
                continue;
            if (key == "type" && groups.Count > 0)
            {
                yield return groups[^1].Path;
                continue;
            }

            string path = groups.Count > 0 ? $"{groups[^1].Path}.{key}" : key;
            if (InlineType().IsMatch(rest))
                yield return path;
            else
                groups.Add((indent, path));
        }
    }

    [GeneratedRegex(@"^\s*\{.*\btype:", RegexOptions.CultureInvariant)]
    private static partial Regex InlineType();
}
