using System.Security.Cryptography;
using System.Text;
using HostTools.Configuration.Expressions.Nodes;
using HostTools.Configuration.Expressions.Syntax;

namespace HostTools.Configuration.Expressions.Functions;

/// <summary>The functions that are ours: what configuration files need and CEL lacks.</summary>
internal static class HostLibrary
{
    public static string[] Keys =>
    [
        "toJson", ".toJson", "toYaml", ".toYaml", "toToml", ".toToml", "toIni", ".toIni", "indent", ".indent", "padLeft", ".padLeft",
        "dirname", ".dirname", "baseName", ".baseName", "shellQuote", ".shellQuote", "systemdEscape", ".systemdEscape",
        "sha256", ".sha256", "uuid5", "values", ".values", "merge", ".merge", "KiB", "MiB", "GiB",
    ];

    public static CelFunction? Find(string key, int count) => (key, count) switch
    {
        ("toJson" or ".toJson", 1 or 2) => static (call, frame, args) => new CelStructuredText(call, frame, "json", Spaces(call, args)).Render(args[0]),
        ("toYaml" or ".toYaml", 1) => static (call, frame, args) => new CelStructuredText(call, frame, "yaml").Render(args[0]),
        ("toToml" or ".toToml", 1) => static (call, frame, args) => new CelStructuredText(call, frame, "toml").Render(call.Map(args, 0)),
        ("toIni" or ".toIni", 1) => static (call, frame, args) => new CelStructuredText(call, frame, "ini").Render(call.Map(args, 0)),
        ("indent" or ".indent", 2) => Indent,
        ("padLeft" or ".padLeft", 2 or 3) => PadLeft,
        ("dirname" or ".dirname", 1) => static (call, frame, args) => TextLibrary.Made(call, frame, CelPaths.Directory(call.Text(args, 0))),
        ("baseName" or ".baseName", 1) => static (call, frame, args) => TextLibrary.Made(call, frame, CelPaths.BaseName(call.Text(args, 0))),
        ("shellQuote" or ".shellQuote", 1) => ShellQuote,
        ("systemdEscape" or ".systemdEscape", 1 or 2) => SystemdEscape,
        ("sha256" or ".sha256", 1) => Sha256,
        ("uuid5", 2) => Uuid5,
        ("values" or ".values", 1) => Values,
        ("merge" or ".merge", >= 2 and <= 5) => Merge,
        ("KiB", 1) => static (call, _, args) => Size(call, args, 1L << 10),
        ("MiB", 1) => static (call, _, args) => Size(call, args, 1L << 20),
        ("GiB", 1) => static (call, _, args) => Size(call, args, 1L << 30),
        _ => null,
    };

    private static int Spaces(CelCallNode call, ReadOnlySpan<object?> args)
    {
        if (args.Length == 1)
            return 0;
        long spaces = call.Int(args, 1);
        return spaces is >= 0 and <= 16 ? (int)spaces : throw call.Bad("toJson() indents by 0 to 16 blanks.", 1, CelErrors.OutOfRange);
    }

    private static string Indent(CelCallNode call, CelFrame frame, ReadOnlySpan<object?> args)
    {
        string text = call.Text(args, 0);
        string prefix = args[1] switch
        {
            string own => own,
            long count and >= 0 and <= 1000 => new string(' ', (int)count),
            long => throw call.Bad("indent() indents by 0 to 1000 blanks.", 1, CelErrors.OutOfRange),
            _ => throw call.Wrong(args, 1, "a number of blanks, or a string"),
        };
        var indented = new StringBuilder();
        for (int from = 0; from < text.Length;)
        {
            int end = text.IndexOf('\n', from) is var at and >= 0 ? at + 1 : text.Length;
            frame.Produce(call, prefix.Length + end - from);
            // An empty line stays empty: blanks at its end would only disturb.
            if (text[from] is not ('\n' or '\r'))
                indented.Append(prefix);
            indented.Append(text, from, end - from);
            from = end;
        }

        return indented.ToString();
    }

    private static string PadLeft(CelCallNode call, CelFrame frame, ReadOnlySpan<object?> args)
    {
        string text = args[0] switch
        {
            string own => own,
            long or ulong => CelText.ToText(args[0]),
            _ => throw call.Wrong(args, 0, "a string or int"),
        };
        long width = call.Int(args, 1);
        string fill = args.Length == 3 ? call.Text(args, 2) : " ";
        if (CelCodePoints.Count(fill) != 1)
            throw call.Bad("padLeft() fills with one character.", 2);
        long missing = width - CelCodePoints.Count(text);
        if (missing <= 0)
            return text;
        frame.Produce(call, missing + text.Length);
        return string.Concat(new StringBuilder().Insert(0, fill, (int)missing).ToString(), text);
    }

    private static string ShellQuote(CelCallNode call, CelFrame frame, ReadOnlySpan<object?> args)
    {
        if (args[0] is not ICelList words)
            return TextLibrary.Made(call, frame, CelPaths.ShellQuote(call.Text(args, 0)));
        string[] quoted = new string[words.Count];
        for (int i = 0; i < quoted.Length; i++)
        {
            quoted[i] = words[i] is string word
                ? TextLibrary.Made(call, frame, CelPaths.ShellQuote(word))
                : throw call.Bad($"shellQuote() takes strings, but element {i} is {CelValue.WithArticle(words[i])}.", 0, CelErrors.WrongType);
        }

        return string.Join(' ', quoted);
    }

    private static string SystemdEscape(CelCallNode call, CelFrame frame, ReadOnlySpan<object?> args)
    {
        string text = call.Text(args, 0);
        if (args.Length == 2 && call.Text(args, 1) != "path")
            throw call.Bad("The second argument of systemdEscape() is \"path\", or left out.", 1);
        return CelPaths.SystemdEscape(text, isPath: args.Length == 2) is { } escaped
            ? TextLibrary.Made(call, frame, escaped)
            : throw call.Bad($"{CelDisplay.Key(text)} is no path that a unit can be named after; '..' stands for no name.", 0);
    }

    private static string Sha256(CelCallNode call, CelFrame frame, ReadOnlySpan<object?> args)
    {
        byte[] bytes = args[0] switch
        {
            byte[] own => own,
            string text => Encoding.UTF8.GetBytes(text),
            _ => throw call.Wrong(args, 0, "a string or bytes"),
        };
        frame.Step(call, 1 + (bytes.Length / 64));
        return Convert.ToHexStringLower(SHA256.HashData(bytes));
    }

    private static string Uuid5(CelCallNode call, CelFrame frame, ReadOnlySpan<object?> args)
    {
        string space = call.Text(args, 0);
        Guid? known = space switch
        {
            "dns" => new Guid("6ba7b810-9dad-11d1-80b4-00c04fd430c8"),
            "url" => new Guid("6ba7b811-9dad-11d1-80b4-00c04fd430c8"),
            "oid" => new Guid("6ba7b812-9dad-11d1-80b4-00c04fd430c8"),
            "x500" => new Guid("6ba7b814-9dad-11d1-80b4-00c04fd430c8"),
            _ => Guid.TryParseExact(space, "D", out Guid own) ? own : null,
        };
        if (known == null)
            throw call.Bad($"{CelDisplay.Key(space)} is no name space; write \"dns\", \"url\", \"oid\", \"x500\" or a UUID.", 0);
        byte[] name = Encoding.UTF8.GetBytes(call.Text(args, 1));
        // RFC 9562 fixes SHA-1 here; nothing is protected by it.
#pragma warning disable CA5350
        byte[] hash = SHA1.HashData([.. known.Value.ToByteArray(bigEndian: true), .. name]);
#pragma warning restore CA5350
        hash[6] = (byte)((hash[6] & 0x0F) | 0x50);
        hash[8] = (byte)((hash[8] & 0x3F) | 0x80);
        return new Guid(hash.AsSpan(0, 16), bigEndian: true).ToString("D");
    }

    private static ICelList Values(CelCallNode call, CelFrame frame, ReadOnlySpan<object?> args)
    {
        ICelMap map = call.Map(args, 0);
        frame.ProduceElements(call, map.Count);
        return map.Count == 0 ? CelList.Empty : new CelValuesList(map);
    }

    private static ICelMap Merge(CelCallNode call, CelFrame frame, ReadOnlySpan<object?> args)
    {
        ICelMap merged = call.Map(args, 0);
        for (int i = 1; i < args.Length; i++)
        {
            ICelMap next = call.Map(args, i);
            frame.ProduceElements(call, merged.Count + (long)next.Count);
            merged = merged.Count == 0 ? next : next.Count == 0 ? merged : new CelMergedMap(merged, next);
        }

        return merged;
    }

    private static object? Size(CelCallNode call, ReadOnlySpan<object?> args, long unit)
    {
        try
        {
            return args[0] switch
            {
                long number => CelValue.Of(checked(number * unit)),
                double number when number * unit is var bytes && bytes == Math.Floor(bytes) && Math.Abs(bytes) < 9e18 => CelValue.Of((long)bytes),
                double => throw call.Bad($"{call.Name}() of this number is no whole number of bytes.", 0, CelErrors.OutOfRange),
                _ => throw call.Wrong(args, 0, "an int or double"),
            };
        }
        catch (OverflowException)
        {
            throw call.Bad($"{call.Name}() of this number does not fit into a 64-bit int.", 0, CelErrors.OutOfRange);
        }
    }
}
