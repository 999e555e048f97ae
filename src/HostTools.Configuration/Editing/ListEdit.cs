using HostTools.Configuration.Yaml;
using HostTools.Platform;

namespace HostTools.Configuration.Editing;

/// <summary>Adds names to a list at the top of a file, such as <c>users</c> or <c>imports</c>, and keeps every other byte.</summary>
public static class ListEdit
{
    /// <summary>The text with the names in the list; the same text when all of them are there.</summary>
    /// <param name="text">A file of the tree.</param>
    /// <param name="file">Its name, for messages.</param>
    /// <param name="key">Key of the list; it is made when it is absent.</param>
    /// <param name="names">What to add, in this order, behind what is there.</param>
    /// <exception cref="HostToolsException">What is wrong with the text as YAML; ListNotEditable.</exception>
    public static string Add(string text, string file, string key, IEnumerable<string> names)
    {
        foreach (string name in names)
            text = AddOne(text, file, key, name);
        return text;
    }

    private static string AddOne(string text, string file, string key, string name)
    {
        YamlMapping? before = Read(text, file);
        if (NamesIn(before?[key]).Contains(name))
            return text;
        string after = Edit(text, before, key, name);
        YamlMapping? read = Read(after, file);
        // The places of nodes are the reader's; what came of them is looked at before anybody writes it.
        bool isMeant = Nodes(read?[key]).Length == Nodes(before?[key]).Length + 1 && NamesIn(read?[key]).Contains(name) &&
            Keys(read).Where(other => other != key).SequenceEqual(Keys(before).Where(other => other != key));
        return isMeant ? after : throw new HostToolsException(ConfigurationErrors.ListNotEditable(PlaceOf(before, text, file, key), key, name));
    }

    private static Place PlaceOf(YamlMapping? root, string text, string file, string key) =>
        root?.Entries.FirstOrDefault(known => known.Key.Value == key)?.Key.Place ?? new Place(new SourceFile(file, file, text), 0);

    private static string Edit(string text, YamlMapping? root, string key, string name)
    {
        YamlEntry? entry = root?.Entries.FirstOrDefault(known => known.Key.Value == key);
        return entry?.Value switch
        {
            null => InsertKey(text, root, key, name),
            // An alias is the list of another place.
            { } value when value.Start < entry!.Key.End => throw new HostToolsException(ConfigurationErrors.ListNotEditable(entry!.Key.Place, key, name)),
            YamlScalar { IsNull: true, Tag: null } empty => text.Insert(ColonAfter(text, entry!.Key), $" [{name}]")
                .Remove(empty.Start + name.Length + 3, empty.End - empty.Start),
            YamlSequence { Tag: null } list when text[list.Start] == '[' => InsertInBrackets(text, list, name),
            YamlSequence { Tag: null, Items.Length: > 0 } list => InsertItem(text, list, name),
            _ => throw new HostToolsException(ConfigurationErrors.ListNotEditable(entry!.Key.Place, key, name)),
        };
    }

    /// <summary>A new list stands in front of the first key that usually follows it.</summary>
    private static string InsertKey(string text, YamlMapping? root, string key, string name)
    {
        string[] later = key == "imports" ? ["disabledModules", "options", "let", "config", "assertions", "warnings"] : ["imports", "disabledModules", "options", "let", "config", "params", "assertions", "warnings"];
        string newLine = text.Contains("\r\n", StringComparison.Ordinal) ? "\r\n" : "\n";
        int at = root?.Entries.FirstOrDefault(entry => later.Contains(entry.Key.Value))?.Key.Start is { } start ? AboveComments(text, LineStart(text, start)) : text.Length;
        string line = $"{key}: [{name}]{newLine}";
        return text.Insert(at, at > 0 && text[at - 1] != '\n' ? newLine + line : line);
    }

    private static string InsertInBrackets(string text, YamlSequence list, string name)
    {
        int end = list.End - 1;
        while (end > list.Start && text[end] != ']')
            end--;
        string inside = text[(list.Start + 1)..end];
        // Behind a comment nothing can be added on its line.
        if (inside.Contains('#', StringComparison.Ordinal))
            return text.Insert(list.Start + 1, list.Items.Length > 0 ? name + ", " : name);
        int after = list.Start + 1 + inside.TrimEnd().Length;
        return text.Insert(after, list.Items.Length == 0 ? name : inside.TrimEnd().EndsWith(',') ? " " + name : ", " + name);
    }

    private static string InsertItem(string text, YamlSequence list, string name)
    {
        int dash = text.LastIndexOf('-', Math.Max(list.Items[0].Start - 1, 0));
        string indent = text[LineStart(text, dash)..dash];
        int end = text.IndexOf('\n', EndOf(list.Items[^1]));
        bool isCrLf = text.Contains("\r\n", StringComparison.Ordinal);
        string newLine = isCrLf ? "\r\n" : "\n";
        return end < 0 ? $"{text}{newLine}{indent}- {name}{newLine}" : text.Insert(end + 1, $"{indent}- {name}{newLine}");
    }

    /// <summary>Collections in blocks end where the next thing begins, so the last scalar counts.</summary>
    private static int EndOf(YamlNode node) => node switch
    {
        YamlMapping { Entries: [.., var last] } => Math.Max(last.Key.End, EndOf(last.Value)),
        YamlSequence { Items: [.., var last] } => EndOf(last),
        YamlScalar { Kind: ScalarKind.Block } block => Math.Max(block.Start, block.End - 1),
        _ => Math.Max(node.Start, node.End - (node is YamlScalar ? 0 : 1)),
    };

    private static int AboveComments(string text, int line)
    {
        while (line > 0 && LineStart(text, line - 1) is var above && text[above] == '#')
            line = above;
        return line;
    }

    private static int ColonAfter(string text, YamlScalar key) => text.IndexOf(':', key.End) + 1;

    private static int LineStart(string text, int at) => at == 0 ? 0 : text.LastIndexOf('\n', at - 1) + 1;

    private static YamlNode[] Nodes(YamlNode? list) => list is YamlSequence sequence ? sequence.Items : [];

    private static IEnumerable<string> NamesIn(YamlNode? list) => Nodes(list).OfType<YamlScalar>().Select(static item => item.Value);

    private static IEnumerable<string> Keys(YamlMapping? root) => root?.Entries.Select(static entry => entry.Key.Value) ?? [];

    private static YamlMapping? Read(string text, string file)
    {
        var errors = new ErrorList();
        YamlNode? root = YamlReader.Read(new SourceFile(file, file, text), errors);
        if (!errors.IsEmpty)
            throw new HostToolsException(errors.Sorted());
        return root as YamlMapping;
    }
}
