using System.Globalization;
using System.Text;
using HostTools.Platform;

namespace HostTools.Configuration.Yaml;

/// <summary>A file's text, able to say where an index lies. Immutable.</summary>
internal sealed class SourceFile(string displayPath, string fullPath, string text)
{
    private readonly WeakReference<string> _decoded = new(text);
    private string? _text = text;
    private byte[]? _bytes;
    private int[]? _lineStarts;

    /// <summary>Path for people: relative to the tree, or behind a library's name.</summary>
    public string DisplayPath { get; } = displayPath;

    /// <summary>Absolute path; for text that is no file, a name in angle brackets.</summary>
    public string FullPath { get; } = fullPath;

    public string Text => _text ?? Decode();

    /// <summary>Once the text is parsed it is wanted for messages alone: from here on its UTF-8 is kept in its place.</summary>
    public void Compact()
    {
        _bytes = Encoding.UTF8.GetBytes(Text);
        _text = null;
    }

    private string Decode()
    {
        if (!_decoded.TryGetTarget(out string? text))
            _decoded.SetTarget(text = Encoding.UTF8.GetString(_bytes!));
        return text;
    }

    public Origin OriginAt(int index)
    {
        int line = LineOf(index);
        return new Origin(DisplayPath, line + 1, index - LineStarts[line] + 1);
    }

    public string LineTextAt(int index)
    {
        int start = LineStarts[LineOf(index)];
        int end = Text.AsSpan(start).IndexOfAny('\n', '\r');
        string line = end < 0 ? Text[start..] : Text.Substring(start, end);
        return line.Length > 300 ? string.Concat(line.AsSpan(0, 300), "…") : line;
    }

    private int[] LineStarts => _lineStarts ??= FindLineStarts(Text);

    private int LineOf(int index)
    {
        int found = Array.BinarySearch(LineStarts, Math.Clamp(index, 0, Text.Length));
        return found >= 0 ? found : ~found - 1;
    }

    private static int[] FindLineStarts(string text)
    {
        var starts = new List<int> { 0 };
        for (int i = text.IndexOf('\n', StringComparison.Ordinal); i >= 0; i = text.IndexOf('\n', i + 1))
            starts.Add(i + 1);
        return [.. starts];
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{DisplayPath} ({Text.Length} characters)");
}

/// <summary>A place in a source file; turned into an <see cref="Origin"/> only when somebody asks.</summary>
internal readonly record struct Place(SourceFile File, int Index)
{
    public Origin Origin => File.OriginAt(Index);

    /// <summary>Gives an error its place and the text of its line.</summary>
    public HostError Locate(HostError error) => error with { Origin = Origin, SourceLine = File.LineTextAt(Index) };

    public RelatedOrigin Note(string note) => new(Origin, note);
}
