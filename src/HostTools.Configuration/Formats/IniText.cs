using System.Text;
using HostTools.Configuration.Expressions;

namespace HostTools.Configuration.Formats;

/// <summary>Lines <c>key=value</c>, with or without <c>[sections]</c>. A list repeats its key; null leaves the key out.</summary>
internal static class IniText
{
    /// <summary>A map of sections; keys beside the sections come first, before any section.</summary>
    public static string RenderSections(object? value)
    {
        ConfigMap map = value as ConfigMap ?? throw new UnfitValueException([], "an INI file is a map of sections");
        var text = new StringBuilder();
        foreach ((string key, object? child) in StructuredText.Sorted(map).Where(static pair => pair.Value is not ConfigMap))
            WriteKey(text, key, child, [key]);
        foreach ((string section, object? child) in StructuredText.Sorted(map))
        {
            if (child is not ConfigMap keys)
                continue;
            // KDE writes a group in a group as [outer][inner].
            if (section.Split("][").Any(static part => part.Length == 0 || part.AsSpan().IndexOfAny("[]\r\n") >= 0))
                throw new UnfitValueException([section], "the name of a section is one line without brackets; a section in a section is written 'outer][inner'");
            text.Append(text.Length > 0 ? "\n" : string.Empty).Append('[').Append(section).Append("]\n");
            WriteKeys(text, keys, [section]);
        }

        return text.ToString();
    }

    /// <summary>A map of keys, without sections.</summary>
    public static string RenderFlat(object? value)
    {
        var text = new StringBuilder();
        WriteKeys(text, value as ConfigMap ?? throw new UnfitValueException([], "a file of keys and values is a map"), []);
        return text.ToString();
    }

    private static void WriteKeys(StringBuilder text, ConfigMap keys, IReadOnlyList<string> path)
    {
        foreach ((string key, object? value) in StructuredText.Sorted(keys))
            WriteKey(text, key, value, [.. path, key]);
    }

    private static void WriteKey(StringBuilder text, string key, object? value, IReadOnlyList<string> path)
    {
        if (key.Length == 0 || key[0] is '[' or '#' or ';' || key.Trim() != key || key.AsSpan().IndexOfAny("=\r\n") >= 0)
            throw new UnfitValueException(path, "a key is one line without '=', and starts with no blank, bracket or comment sign");
        if (value is ConfigMap)
            throw new UnfitValueException(path, "a value is text, a number, a truth value or a list of these");
        foreach (object? element in StructuredText.AsList(value) ?? [value])
        {
            if (element is not null)
                text.Append(key).Append('=').Append(Scalar(element, path)).Append('\n');
        }
    }

    private static string Scalar(object value, IReadOnlyList<string> path)
    {
        if (value is ConfigMap || StructuredText.AsList(value) is not null)
            throw new UnfitValueException(path, "an element of a list is text, a number or a truth value");
        string text = value is NumberLiteral number ? number.Text : value is bool or long or ulong or double ? CelText.ToText(value) : StructuredText.Text(value, path);
        return text.AsSpan().IndexOfAny("\r\n") < 0 ? text : throw new UnfitValueException(path, "a value is one line");
    }
}
