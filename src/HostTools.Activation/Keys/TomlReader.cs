namespace HostTools.Activation.Keys;

/// <summary>Reads TOML 1.0 with the places of its keys.</summary>
internal sealed class TomlReader(string text)
{
    private readonly TomlScanner _scan = new(text);
    private readonly TomlNode _root = new(KeyText.First(text), TomlForm.Root) { Entries = [] };
    private readonly List<TomlItem> _items = [];
    private readonly List<TomlNode> _lists = [];
    private TomlNode _table = null!; // Set before anything is read.
    private IReadOnlyList<string> _path = [];

    public (TomlNode Root, IReadOnlyList<TomlItem> Items) Read()
    {
        (_table, _root.End) = (_root, text.Length);
        for (_scan.SkipLines(); _scan.At < text.Length; _scan.SkipLines())
        {
            if (text[_scan.At] == '[')
                Heading();
            else
                Pair();
            _scan.EndLine();
        }

        // Inner lists first, so that the outer ones hold them.
        foreach (TomlNode list in Enumerable.Reverse(_lists))
            list.Scalar = list.Elements.Select(static element => (object?)element.Map).ToArray();
        return (_root, _items);
    }

    private void Heading()
    {
        int start = _scan.At;
        bool isList = string.CompareOrdinal(text, start, "[[", 0, 2) == 0;
        _scan.At += isList ? 2 : 1;
        IReadOnlyList<string> path = _scan.Path();
        if (!_scan.Takes(isList ? "]]" : "]"))
            throw new KeyTextException("the name of a table is not closed with ']'", start);
        TomlNode parent = _root;
        foreach (string key in path.SkipLast(1))
            parent = Into(parent, key, start, TomlForm.Implied);
        _table = isList ? Element(parent, path[^1], start) : Table(parent, path[^1], start);
        (_table.NextLine, _table.Depth, _path) = (KeyText.NextLine(text, _scan.At), path.Count, path);
        _items.Add(new TomlItem(path, start, _scan.At, IsHeading: true));
    }

    private static TomlNode Table(TomlNode parent, string key, int start)
    {
        switch (parent.Find(key)?.Value)
        {
            case null:
                return Add(parent, key, new TomlNode(start, TomlForm.Heading) { Entries = [] });
            case TomlNode { Form: TomlForm.Implied } known:
                (known.Form, known.Start) = (TomlForm.Heading, start);
                return known;
            default:
                throw new KeyTextException($"'{key}' is defined twice", start);
        }
    }

    private TomlNode Element(TomlNode parent, string key, int start)
    {
        TomlNode? list = (TomlNode?)parent.Find(key)?.Value;
        if (list is null)
            _lists.Add(list = Add(parent, key, new TomlNode(start, TomlForm.Tables)));
        else if (list.Form is not TomlForm.Tables)
            throw new KeyTextException($"'{key}' is defined twice", start);
        var element = new TomlNode(start, TomlForm.Heading) { Entries = [] };
        list.Elements.Add(element);
        return element;
    }

    private static TomlNode Into(TomlNode parent, string key, int start, TomlForm form)
    {
        if (parent.Find(key)?.Value is not TomlNode known)
            return Add(parent, key, new TomlNode(start, form) { Entries = [], Depth = parent.Depth });
        bool isOpen = form is TomlForm.Dotted ? known.Form is TomlForm.Dotted : known.IsMap && known.Form is not TomlForm.Inline;
        return known.Form is TomlForm.Tables && form is TomlForm.Implied ? known.Elements[^1]
            : isOpen ? known
            : throw new KeyTextException($"'{key}' is defined already, and cannot get more keys here", start);
    }

    private void Pair()
    {
        int start = _scan.At;
        IReadOnlyList<string> keys = _scan.Path();
        if (!_scan.Takes("="))
            throw new KeyTextException("'=' is missing after the key", _scan.At);
        TomlNode value = _scan.Value(0);
        var item = new TomlItem([.. _path, .. keys], start, value.End, IsHeading: false);
        value.Item = item;
        _items.Add(item);
        TomlNode table = _table;
        table.Item = item;
        foreach (string key in keys.SkipLast(1))
        {
            table = Into(table, key, start, TomlForm.Dotted);
            (table.Item, table.Depth) = (item, _path.Count);
        }

        if (table.Find(keys[^1]) is not null)
            throw new KeyTextException($"the key '{keys[^1]}' stands twice", start);
        table.Entries!.Add(new KeyEntry(keys[^1], start, value));
    }

    private static TomlNode Add(TomlNode parent, string key, TomlNode node)
    {
        parent.Entries!.Add(new KeyEntry(key, node.Start, node));
        return node;
    }
}
