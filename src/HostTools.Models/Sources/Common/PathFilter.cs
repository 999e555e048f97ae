using System.Text;
using System.Text.RegularExpressions;

namespace HostTools.Models;

/// <summary>Chooses files of a model by globs as Python's fnmatch reads them: <c>*</c> crosses <c>/</c>, case counts, a trailing <c>/</c> means all below.</summary>
internal sealed class PathFilter
{
    private readonly Regex[] _patterns;

    /// <param name="patterns">Empty is every file.</param>
    public PathFilter(IReadOnlyList<string> patterns) => _patterns =
        [.. patterns.Select(static pattern => new Regex(Translate(pattern), RegexOptions.NonBacktracking | RegexOptions.CultureInvariant | RegexOptions.Singleline))];

    public bool Takes(string path) => _patterns.Length == 0 || Array.Exists(_patterns, pattern => pattern.IsMatch(path));

    private static string Translate(string pattern)
    {
        string glob = pattern.EndsWith('/') ? pattern + "*" : pattern;
        var regex = new StringBuilder(@"\A");
        for (int at = 0; at < glob.Length; at++)
        {
            switch (glob[at])
            {
                case '*':
                    regex.Append(".*");
                    break;
                case '?':
                    regex.Append('.');
                    break;
                case '[' when EndOfSet(glob, at) is > 0 and var end:
                    regex.Append(Set(glob[(at + 1)..end]));
                    at = end;
                    break;
                default:
                    regex.Append(Regex.Escape(glob[at].ToString()));
                    break;
            }
        }

        return regex.Append(@"\z").ToString();
    }

    // A bracket right after the opening one, or after its '!', is a member; without an end the opening one is a letter.
    private static int EndOfSet(string glob, int start)
    {
        int at = start + 1;
        if (at < glob.Length && glob[at] == '!')
            at++;
        return at < glob.Length ? glob.IndexOf(']', at + 1) : -1;
    }

    private static string Set(string members)
    {
        bool isNegated = members[0] == '!';
        var set = new StringBuilder(isNegated ? "[^" : "[");
        string rest = isNegated ? members[1..] : members;
        for (int at = 0; at < rest.Length; at++)
        {
            bool isRange = at + 2 < rest.Length && rest[at + 1] == '-';
            // A range that runs backwards has no members.
            if (isRange && rest[at] <= rest[at + 2])
                set.Append(Member(rest[at])).Append('-').Append(Member(rest[at + 2]));
            else if (!isRange)
                set.Append(Member(rest[at]));
            at += isRange ? 2 : 0;
        }

        return set.Length > (isNegated ? 2 : 1) ? set.Append(']').ToString() : isNegated ? "." : "[^\\s\\S]";
    }

    private static string Member(char letter) => $"\\u{(int)letter:x4}";
}
