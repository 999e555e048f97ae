using HostTools.Platform;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace HostTools.Configuration.Yaml;

/// <summary>Turns a text into one tree of nodes with places, by YAML's events. Reports everything wrong it can go past.</summary>
internal sealed class YamlReader
{
    private const int MaxDepth = 128;
    private const int MaxExpandedNodes = 200_000;

    /// <summary>Values, keys and collections of one file; about 300 bytes each while it is evaluated.</summary>
    internal const int MaxNodes = 500_000;

    private readonly SourceFile _file;
    private readonly ErrorList _errors;
    private readonly Parser _parser;
    private readonly Dictionary<string, (YamlNode Node, int Size)> _anchors = new(StringComparer.Ordinal);
    private int _size;
    private int _expanded;

    private YamlReader(SourceFile file, ErrorList errors)
    {
        (_file, _errors) = (file, errors);
        _parser = new Parser(new Scanner(new StringReader(file.Text), skipComments: true));
    }

    /// <summary>The document's root; null when the text is empty or no YAML (then an error says why).</summary>
    public static YamlNode? Read(SourceFile file, ErrorList errors) => PlainYaml.TryRead(file) ?? ReadEvents(file, errors);

    internal static YamlNode? ReadEvents(SourceFile file, ErrorList errors)
    {
        var reader = new YamlReader(file, errors);
        try
        {
            return reader.ReadDocument();
        }
        catch (YamlException cause)
        {
            errors.Add(YamlMistakes.Explain(file, cause));
        }
        catch (Exception cause) when (cause is InvalidOperationException or ArgumentException or IndexOutOfRangeException)
        {
            // YamlDotNet 16 lets these out on some broken flow collections instead of a YamlException.
            errors.Add(YamlMistakes.Unreadable(file, (int)(reader._parser.Current?.End.Index ?? 0)));
        }
        catch (YamlLimitException limit)
        {
            errors.Add(limit.Error);
        }

        return null;
    }

    private YamlNode? ReadDocument()
    {
        Next<StreamStart>();
        if (_parser.Current is StreamEnd)
            return null;
        Next<DocumentStart>();
        YamlNode root = ReadNode(0);
        Next<DocumentEnd>();
        if (_parser.Current is DocumentStart second)
            _errors.Add(ConfigurationErrors.SecondDocument(PlaceOf(second.Start)));
        return root;
    }

    private YamlNode ReadNode(int depth)
    {
        ParsingEvent current = _parser.Current!;
        if (depth > MaxDepth)
            throw new YamlLimitException(ConfigurationErrors.YamlTooDeep(PlaceOf(current.Start), MaxDepth));
        if (current is AnchorAlias alias)
            return Expand(alias);
        if (++_size > MaxNodes)
            throw new YamlLimitException(ConfigurationErrors.UnreadableFile(_file.DisplayPath, "it holds more than 500,000 values", "Split it into modules, or keep data in a file of its own."));
        int sizeBefore = _size;
        NodeEvent node = current as NodeEvent ?? throw new InvalidOperationException("The value of a key is missing.");
        YamlNode result = node switch
        {
            Scalar scalar => ReadScalar(scalar),
            SequenceStart start => ReadSequence(start, depth),
            MappingStart start => ReadMapping(start, depth),
            _ => throw new InvalidOperationException($"Unexpected YAML event {node.GetType().Name}."),
        };
        if (!node.Anchor.IsEmpty)
            _anchors[node.Anchor.Value] = (result, _size - sizeBefore + 1);
        return result;
    }

    private YamlScalar ReadScalar(Scalar scalar)
    {
        _parser.MoveNext();
        ScalarKind kind = scalar.Style switch
        {
            ScalarStyle.Plain => ScalarKind.Plain,
            ScalarStyle.Literal or ScalarStyle.Folded => ScalarKind.Block,
            _ => ScalarKind.Quoted,
        };
        // "when: !x" is a tag with nothing behind it: people look at the tag.
        int start = scalar.Value.Length == 0 ? (int)scalar.Start.Index : SkipProperties((int)scalar.Start.Index, scalar);
        return new YamlScalar(_file, start, (int)scalar.End.Index, TagOf(scalar), scalar.Value, kind);
    }

    private YamlSequence ReadSequence(SequenceStart start, int depth)
    {
        _parser.MoveNext();
        var items = new List<YamlNode>();
        while (_parser.Current is not SequenceEnd)
            items.Add(ReadNode(depth + 1));
        int end = EndOfCollection(_parser.Current);
        _parser.MoveNext();
        return new YamlSequence(_file, (int)start.Start.Index, end, TagOf(start), [.. items]);
    }

    private YamlMapping ReadMapping(MappingStart start, int depth)
    {
        _parser.MoveNext();
        var entries = new List<YamlEntry>();
        var seen = new Dictionary<string, YamlScalar>(StringComparer.Ordinal);
        List<YamlNode>? merges = null;
        while (_parser.Current is not MappingEnd)
        {
            YamlNode key = ReadNode(depth + 1);
            YamlNode value = ReadNode(depth + 1);
            if (key is not YamlScalar name)
                _errors.Add(ConfigurationErrors.KeyIsNotText(key.Place));
            else if (name is { IsPlain: true, Value: "<<" })
                (merges ??= []).Add(value);
            else if (!seen.TryAdd(name.Value, name))
                _errors.Add(ConfigurationErrors.DuplicateKey(name.Place, name.Value, seen[name.Value].Place));
            else
                entries.Add(new YamlEntry(name, value));
        }

        int end = EndOfCollection(_parser.Current);
        _parser.MoveNext();
        foreach (YamlNode merge in merges ?? [])
            Merge(merge, entries, seen);
        return new YamlMapping(_file, (int)start.Start.Index, end, TagOf(start), [.. entries]);
    }

    /// <summary>YAML's merge key: the keys of another mapping, where this one has none of its own.</summary>
    private void Merge(YamlNode source, List<YamlEntry> entries, Dictionary<string, YamlScalar> seen)
    {
        switch (source)
        {
            case YamlMapping mapping:
                entries.AddRange(mapping.Entries.Where(entry => seen.TryAdd(entry.Key.Value, entry.Key)));
                break;
            case YamlSequence { Items: var items } when items.All(static item => item is YamlMapping):
                foreach (YamlNode item in items)
                    Merge(item, entries, seen);
                break;
            default:
                _errors.Add(ConfigurationErrors.BadMergeKey(source.Place));
                break;
        }
    }

    private YamlNode Expand(AnchorAlias alias)
    {
        _parser.MoveNext();
        if (!_anchors.TryGetValue(alias.Value.Value, out (YamlNode Node, int Size) anchor))
            throw new YamlLimitException(ConfigurationErrors.UnknownAlias(PlaceOf(alias.Start), alias.Value.Value));
        _size += anchor.Size;
        _expanded += anchor.Size;
        if (_expanded > MaxExpandedNodes)
            throw new YamlLimitException(ConfigurationErrors.AliasesTooLarge(PlaceOf(alias.Start), MaxExpandedNodes));
        return anchor.Node;
    }

    /// <summary>A scalar's event starts at its tag or anchor; people look at the text.</summary>
    private int SkipProperties(int index, NodeEvent node)
    {
        if (node.Tag.IsEmpty && node.Anchor.IsEmpty)
            return index;
        ReadOnlySpan<char> text = _file.Text;
        while (index < text.Length && text[index] is '!' or '&')
        {
            while (index < text.Length && !char.IsWhiteSpace(text[index]))
                index++;
            while (index < text.Length && text[index] is ' ' or '\t')
                index++;
        }

        return index;
    }

    /// <summary>The library leaves the closing bracket out.</summary>
    private int EndOfCollection(ParsingEvent end)
    {
        int index = (int)end.End.Index;
        return index < _file.Text.Length && _file.Text[index] is (']' or '}') ? index + 1 : index;
    }

    private static string? TagOf(NodeEvent node) => node.Tag.IsEmpty ? null : node.Tag.Value;

    private void Next<T>()
        where T : ParsingEvent
    {
        if (_parser.Current is null)
            _parser.MoveNext();
        if (_parser.Current is not T)
            throw new InvalidOperationException($"Expected YAML event {typeof(T).Name}, found {_parser.Current?.GetType().Name}.");
        _parser.MoveNext();
    }

    private Place PlaceOf(Mark mark) => new(_file, (int)mark.Index);
}

/// <summary>The document cannot be read further.</summary>
internal sealed class YamlLimitException(HostError error) : Exception(error.Message)
{
    public HostError Error { get; } = error;
}
