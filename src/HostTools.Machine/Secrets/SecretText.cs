using System.Collections;
using System.Globalization;
using System.Text.RegularExpressions;
using HostTools.Activation.Resources;
using HostTools.Configuration;
using HostTools.Configuration.Expressions;
using HostTools.Configuration.Formats;
using HostTools.Platform;

namespace HostTools.Machine.Secrets;

/// <summary>Turns values with secrets in them into text and secrets.</summary>
internal static class SecretText
{
    /// <summary>Whether a value is a secret, or has one in it at any depth.</summary>
    public static bool IsIn(object? value) => value switch
    {
        Secret => true,
        CelRendered rendered => rendered.HasSecrets,
        ConfigMap map => map.Values.Any(IsIn),
        string or null => false,
        IEnumerable list => list.Cast<object?>().Any(IsIn),
        _ => false,
    };

    /// <summary>The parts of a text, with the line end that programs expect.</summary>
    public static IReadOnlyList<SecretPart> Of(object text)
    {
        var parts = new List<SecretPart>();
        foreach (object piece in text is CelRendered rendered ? rendered.Parts : [text])
            Add(parts, piece is Secret secret ? new SecretPart(null, secret.Name) : new SecretPart((string)piece, null)); // It is one of the two.
        if (parts is not [.., { Text: { } last }] || !last.EndsWith('\n'))
            Add(parts, new SecretPart("\n", null));
        return parts;
    }

    /// <summary>The parts of a structured file.</summary>
    /// <exception cref="UnfitValueException">The format has no way to write a part of the value.</exception>
    public static IReadOnlyList<SecretPart> Of(string format, object? value)
    {
        // A character that every format either escapes or keeps, and that makes each quote the text around it.
        string mark = Guid.NewGuid().ToString("N");
        var secrets = new List<Secret>();
        string text = StructuredText.Render(format, Marked(value, mark, secrets));
        SecretEscape escape = format is "ini" or "keyvalue" ? SecretEscape.Line : SecretEscape.Quoted;
        var parts = new List<SecretPart>();
        int end = 0;
        foreach (Match match in Regex.Matches(text, $@"(?:\\u0001|\x01){mark}:([0-9]+)(?:\\u0001|\x01)", RegexOptions.CultureInvariant))
        {
            Add(parts, new SecretPart(text[end..match.Index], null));
            Add(parts, new SecretPart(null, secrets[int.Parse(match.Groups[1].ValueSpan, CultureInfo.InvariantCulture)].Name, escape));
            end = match.Index + match.Length;
        }

        Add(parts, new SecretPart(text[end..], null));
        return parts;
    }

    private static object? Marked(object? value, string mark, List<Secret> secrets)
    {
        switch (value)
        {
            case Secret secret:
                return Mark(secret, mark, secrets);
            case CelRendered rendered:
                return string.Concat(rendered.Parts.Select(part => part is Secret secret ? Mark(secret, mark, secrets) : (string)part));
            case ConfigMap map:
                return ConfigMap.From(map.Select(pair => KeyValuePair.Create(pair.Key, Marked(pair.Value, mark, secrets))));
            case IEnumerable list when value is not string && IsIn(value):
                return list.Cast<object?>().Select(item => Marked(item, mark, secrets)).ToList();
            default:
                return value;
        }
    }

    private static string Mark(Secret secret, string mark, List<Secret> secrets)
    {
        secrets.Add(secret);
        return string.Create(CultureInfo.InvariantCulture, $"\u0001{mark}:{secrets.Count - 1}\u0001");
    }

    private static void Add(List<SecretPart> parts, SecretPart part)
    {
        if (part.Text is { Length: 0 })
            return;
        if (part.Text is { } text && parts is [.., { Text: { } before }])
            parts[^1] = new SecretPart(before + text, null);
        else
            parts.Add(part);
    }
}
