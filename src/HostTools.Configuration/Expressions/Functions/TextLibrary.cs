using System.Text;
using HostTools.Configuration.Expressions.Nodes;
using HostTools.Platform;

namespace HostTools.Configuration.Expressions.Functions;

/// <summary>CEL's extension for strings. Positions count code points.</summary>
internal static class TextLibrary
{
    public static string[] Keys =>
    [
        ".charAt", ".indexOf", ".lastIndexOf", ".join", ".lowerAscii", ".upperAscii", ".replace", ".split", ".substring", ".trim",
        ".format", "strings.quote",
    ];

    public static CelFunction? Find(string key, int count) => (key, count) switch
    {
        (".charAt", 2) => CharAt,
        (".indexOf", 2 or 3) => IndexOf,
        (".lastIndexOf", 2 or 3) => LastIndexOf,
        (".join", 1 or 2) => Join,
        (".lowerAscii", 1) => static (call, frame, args) => Made(call, frame, MapAscii(call.Text(args, 0), upper: false)),
        (".upperAscii", 1) => static (call, frame, args) => Made(call, frame, MapAscii(call.Text(args, 0), upper: true)),
        (".replace", 3 or 4) => Replace,
        (".split", 2 or 3) => Split,
        (".substring", 2 or 3) => Substring,
        (".trim", 1) => static (call, frame, args) => Made(call, frame, call.Text(args, 0).Trim()),
        (".format", 2) => CelFormat.Format,
        ("strings.quote", 1) => static (call, frame, args) => Made(call, frame, Quote(call.Text(args, 0))),
        _ => null,
    };

    /// <summary>Counts a text that a function has made.</summary>
    public static string Made(CelCallNode call, CelFrame frame, string text)
    {
        frame.Produce(call, text.Length);
        return text;
    }

    private static int Position(CelCallNode call, ReadOnlySpan<object?> args, int index, string text)
    {
        long wanted = call.Int(args, index);
        int position = CelCodePoints.ToUtf16(text, wanted);
        return position >= 0
            ? position
            : throw call.Bad($"Position {wanted} is outside the text, which has {CelCodePoints.Count(text)} characters.", index, CelErrors.OutOfRange);
    }

    private static string CharAt(CelCallNode call, CelFrame frame, ReadOnlySpan<object?> args)
    {
        string text = call.Text(args, 0);
        int at = Position(call, args, 1, text);
        return at == text.Length ? "" : text.Substring(at, CelCodePoints.WidthAt(text, at));
    }

    private static object? IndexOf(CelCallNode call, CelFrame frame, ReadOnlySpan<object?> args)
    {
        string text = call.Text(args, 0);
        string part = call.Text(args, 1);
        int from = args.Length == 3 ? Position(call, args, 2, text) : 0;
        frame.Step(call, text.Length / 16);
        int found = text.IndexOf(part, from, StringComparison.Ordinal);
        return CelValue.Of(found < 0 ? -1L : CelCodePoints.FromUtf16(text, found));
    }

    private static object? LastIndexOf(CelCallNode call, CelFrame frame, ReadOnlySpan<object?> args)
    {
        string text = call.Text(args, 0);
        string part = call.Text(args, 1);
        int upTo = args.Length == 3 ? Position(call, args, 2, text) : text.Length;
        frame.Step(call, text.Length / 16);
        int found = text.AsSpan(0, Math.Min(text.Length, upTo + part.Length)).LastIndexOf(part, StringComparison.Ordinal);
        if (part.Length == 0)
            found = upTo;
        return CelValue.Of(found < 0 ? -1L : CelCodePoints.FromUtf16(text, found));
    }

    private static string Join(CelCallNode call, CelFrame frame, ReadOnlySpan<object?> args)
    {
        ICelList list = call.List(args, 0);
        string separator = args.Length == 2 ? call.Text(args, 1) : "";
        var joined = new StringBuilder();
        for (int i = 0; i < list.Count; i++)
        {
            object? element = list[i];
            if (element is not string text)
            {
                throw element is Secret secret
                    ? CelSecrets.Used(call, secret)
                    : call.Bad($"join() takes a list of strings, but element {i} is {CelValue.WithArticle(element)}. Convert the elements: list.map(x, string(x)).join(…).", 0, CelErrors.WrongType);
            }

            frame.Produce(call, text.Length + separator.Length + 1);
            if (i > 0)
                joined.Append(separator);
            joined.Append(text);
        }

        return joined.ToString();
    }

    private static string MapAscii(string text, bool upper)
    {
        ReadOnlySpan<char> affected = text;
        bool changes = upper ? affected.ContainsAnyInRange('a', 'z') : affected.ContainsAnyInRange('A', 'Z');
        if (!changes)
            return text;
        return string.Create(text.Length, (text, upper), static (target, from) =>
        {
            for (int i = 0; i < target.Length; i++)
            {
                char c = from.text[i];
                target[i] = from.upper ? (char.IsAsciiLetterLower(c) ? (char)(c - 32) : c) : (char.IsAsciiLetterUpper(c) ? (char)(c + 32) : c);
            }
        });
    }

    private static string Replace(CelCallNode call, CelFrame frame, ReadOnlySpan<object?> args)
    {
        string text = call.Text(args, 0);
        string old = call.Text(args, 1);
        string replacement = call.Text(args, 2);
        long limit = args.Length == 4 ? call.Int(args, 3) : -1;
        var replaced = new StringBuilder();
        int from = 0;
        while (limit != 0)
        {
            int at = text.IndexOf(old, from, StringComparison.Ordinal);
            if (at < 0)
                break;
            frame.Produce(call, replacement.Length + 1);
            frame.Step(call);
            replaced.Append(text, from, at - from).Append(replacement);
            limit = Math.Max(-1, limit - 1);
            from = at + old.Length;
            if (old.Length > 0)
                continue;
            // An empty text is found before every character and at the end.
            if (at == text.Length)
                break;
            int width = CelCodePoints.WidthAt(text, at);
            replaced.Append(text, at, width);
            from = at + width;
        }

        return Made(call, frame, replaced.Append(text, from, text.Length - from).ToString());
    }

    private static CelList Split(CelCallNode call, CelFrame frame, ReadOnlySpan<object?> args)
    {
        string text = call.Text(args, 0);
        string separator = call.Text(args, 1);
        long limit = args.Length == 3 ? call.Int(args, 2) : -1;
        List<object?> parts = [];
        int from = 0;
        while (limit < 0 || parts.Count < limit - 1)
        {
            int at = separator.Length > 0
                ? text.IndexOf(separator, from, StringComparison.Ordinal)
                : from < text.Length && from + CelCodePoints.WidthAt(text, from) is var next && next < text.Length ? next : -1;
            if (at < 0)
                break;
            frame.ProduceElements(call, 1);
            frame.Produce(call, at - from);
            parts.Add(text[from..at]);
            from = at + separator.Length;
        }

        if (limit != 0 && (separator.Length > 0 || text.Length > 0))
            parts.Add(Made(call, frame, text[from..]));
        return CelList.From(parts);
    }

    private static string Substring(CelCallNode call, CelFrame frame, ReadOnlySpan<object?> args)
    {
        string text = call.Text(args, 0);
        int from = Position(call, args, 1, text);
        int to = args.Length == 3 ? Position(call, args, 2, text) : text.Length;
        return to >= from
            ? Made(call, frame, text[from..to])
            : throw call.Bad($"The end {args[2]} lies before the start {args[1]}.", 2, CelErrors.OutOfRange);
    }

    private static string Quote(string text)
    {
        var quoted = new StringBuilder(text.Length + 2).Append('"');
        foreach (Rune rune in text.EnumerateRunes())
        {
            string? escape = rune.Value switch
            {
                '\a' => "\\a", '\b' => "\\b", '\f' => "\\f", '\n' => "\\n", '\r' => "\\r", '\t' => "\\t", '\v' => "\\v",
                '\\' => "\\\\", '"' => "\\\"",
                _ => null,
            };
            quoted.Append(escape ?? rune.ToString());
        }

        return quoted.Append('"').ToString();
    }
}
