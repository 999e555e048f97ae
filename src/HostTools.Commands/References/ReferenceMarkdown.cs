using System.Text;
using HostTools.Configuration;

namespace HostTools.Commands;

/// <summary>The option reference as Markdown: an index, and a file for each folder of modules.</summary>
internal static class ReferenceMarkdown
{
    private const string Index = "README.md";

    /// <summary>File names and their text, the index first.</summary>
    public static IEnumerable<(string Name, string Text)> Files(IReadOnlyList<OptionReference> modules)
    {
        var groups = modules.GroupBy(static entry => ReferenceText.GroupOf(entry.Module)).OrderBy(static group => group.Key, StringComparer.Ordinal).ToList();
        yield return (Index, IndexOf(groups));
        foreach (IGrouping<string, OptionReference> group in groups)
            yield return (FileOf(group.Key), Page(group));
    }

    private static string FileOf(string group) => group + ".md";

    private static string IndexOf(List<IGrouping<string, OptionReference>> groups)
    {
        var text = new StringBuilder();
        text.Append("# Options\n\nMade from the modules by `hosttools option export --format markdown`; changes belong into the modules.\n");
        foreach (IGrouping<string, OptionReference> group in groups)
        {
            text.Append($"\n## [{group.Key}]({FileOf(group.Key)})\n\n| module | what for | options |\n|---|---|---|\n");
            foreach ((ModuleInfo module, IReadOnlyList<OptionInfo> options) in group)
                text.Append($"| [{module.Name}]({FileOf(group.Key)}#{Anchor(module.Name)}) | {Cell(module.Description)} | {options.Count} |\n");
        }

        return text.ToString();
    }

    private static string Page(IGrouping<string, OptionReference> group)
    {
        var text = new StringBuilder();
        text.Append($"# Options: {group.Key}\n\n[All modules]({Index})\n");
        foreach ((ModuleInfo module, IReadOnlyList<OptionInfo> options) in group)
        {
            text.Append($"\n## {module.Name}\n\n{Prose(module.Description)}\n\n{ReferenceText.Use(module)}\n");
            foreach (OptionInfo option in options)
                Append(text, option);
        }

        return text.ToString();
    }

    private static void Append(StringBuilder text, OptionInfo option)
    {
        text.Append($"\n### {Code(option.Name)}\n");
        if (option.Description.Length > 0)
            text.Append($"\n{Prose(option.Description)}\n");
        text.Append($"\nType {Code(option.Type)}");
        if (option.Default is { } value)
            text.Append($" · default {Code(value)}");
        if (option.Example is { } example)
            text.Append($" · example {Code(example)}");
        text.Append('\n');
    }

    /// <summary>Code whose own backticks stay: the fence is longer than any run of them.</summary>
    private static string Code(string text)
    {
        string line = text.ReplaceLineEndings(" ");
        int longest = 0, run = 0;
        foreach (char c in line)
            longest = Math.Max(longest, run = c == '`' ? run + 1 : 0);
        string fence = new('`', longest + 1);
        string pad = line.Length == 0 || line[0] == '`' || line[^1] == '`' ? " " : string.Empty;
        return $"{fence}{pad}{line}{pad}{fence}";
    }

    /// <summary>Outside of code nothing is markup: <c>&lt;name&gt;</c> would vanish as HTML.</summary>
    private static string Prose(string description) => string.Concat(
        ReferenceText.Parts(description.Trim()).Select(static (part, index) => index % 2 == 1
            ? Code(part)
            : part.Replace("\\", "\\\\").Replace("<", "\\<").Replace("*", "\\*").Replace("_", "\\_").Replace("[", "\\[")));

    private static string Cell(string description) => Prose(description.ReplaceLineEndings(" ")).Replace("|", "\\|");

    private static string Anchor(string heading) =>
        string.Concat(heading.ToLowerInvariant().Where(static c => char.IsLetterOrDigit(c) || c is '-' or '_' or ' ')).Replace(' ', '-');
}
