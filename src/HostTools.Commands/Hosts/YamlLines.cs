using System.Text.RegularExpressions;
using HostTools.Commands.Framework;

namespace HostTools.Commands;

/// <summary>A line of a YAML file that has a key.</summary>
/// <param name="Indent">Spaces before the key.</param>
/// <param name="Key">The key, without quotes.</param>
/// <param name="Rest">What follows the colon.</param>
internal readonly record struct KeyLine(int Indent, string Key, string Rest);

/// <summary>
/// Reads YAML files by their lines and their indentation, for completers: a file that is being written is often broken, and its names are
/// wanted most then. Good enough to propose names, wrong in no harmful way.
/// </summary>
internal static partial class YamlLines
{
    private static readonly char[] s_aroundItems = [' ', '\t', ',', '[', ']', '"', '\''];

    public static IEnumerable<KeyLine> Keys(IEnumerable<string> lines)
    {
        foreach (string line in lines)
        {
            if (KeyOf(line) is { } key)
                yield return key;
        }
    }

    /// <summary>The words of a list at the top level of a file, in brackets or one below the other.</summary>
    public static IReadOnlyList<string> List(IEnumerable<string> lines, string name)
    {
        List<string> items = [];
        bool inside = false;
        foreach (string line in lines)
        {
            if (KeyOf(line) is { Indent: 0 } key)
            {
                inside = key.Key == name;
                items.AddRange(inside ? Words(key.Rest) : []);
            }
            else if (inside)
            {
                items.AddRange(Words(line.TrimStart().TrimStart('-')));
            }
        }

        return items;
    }

    /// <summary>The keys right below a key at the top level, each with the description below it.</summary>
    public static IReadOnlyList<Completion> Below(IEnumerable<string> lines, string name)
    {
        List<Completion> found = [];
        int? depth = null;
        bool inside = false;
        foreach ((int indent, string key, string rest) in Keys(lines))
        {
            if (indent == 0)
                inside = key == name;
            else if (inside && indent == (depth ??= indent))
                found.Add(new Completion(key));
            else if (inside && key == "description" && found.Count > 0 && found[^1].Description is null)
                found[^1] = found[^1] with { Description = rest.Trim().Trim('"', '\'') };
        }

        return found;
    }

    private static IEnumerable<string> Words(string text) =>
        text.Split('#')[0].Split(s_aroundItems, StringSplitOptions.RemoveEmptyEntries).Where(static word => word[0] is not ('!' or '&' or '*'));

    private static KeyLine? KeyOf(string line) =>
        Pattern().Match(line) is { Success: true } match ? new KeyLine(match.Groups["indent"].Length, match.Groups["key"].Value, match.Groups["rest"].Value) : null;

    [GeneratedRegex("""^(?<indent> *)["']?(?<key>[A-Za-z_][\w.-]*)["']?:(?<rest>.*)$""", RegexOptions.CultureInvariant)]
    private static partial Regex Pattern();
}
