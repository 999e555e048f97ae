using System.Text;
using HostTools.Configuration;
using HostTools.Configuration.Formats;

namespace HostTools.Machine.Units;

/// <summary>Text of a unit file. Section order is [Unit], the kind's own, [Install]; a list repeats its key.</summary>
/// <seealso href="https://www.freedesktop.org/software/systemd/man/latest/systemd.syntax.html"/>
internal static class UnitText
{
    // Option and key of what has an option of its own, in the order of the file.
    private static readonly (string Option, string Key)[] s_unitKeys =
    [
        ("requires", "Requires"), ("requisite", "Requisite"), ("wants", "Wants"), ("bindsTo", "BindsTo"), ("partOf", "PartOf"),
        ("conflicts", "Conflicts"), ("after", "After"), ("before", "Before"), ("upholds", "Upholds"),
        ("onFailure", "OnFailure"), ("onSuccess", "OnSuccess"),
        ("restartTriggers", "X-Restart-Triggers"), ("reloadTriggers", "X-Reload-Triggers"),
    ];

    private static readonly (string Option, string Key)[] s_installKeys =
    [
        ("wantedBy", "WantedBy"), ("requiredBy", "RequiredBy"), ("aliases", "Alias"),
    ];

    /// <summary>A whole unit file.</summary>
    /// <exception cref="UnfitValueException">A value that cannot stand in a unit file.</exception>
    public static string RenderUnit(UnitKind kind, ConfigMap unit)
    {
        StringBuilder text = RenderDropIn(kind, unit);
        var install = new StringBuilder();
        foreach ((string option, string key) in s_installKeys)
            WriteJoined(install, option, key, unit);
        WriteSection(text, "Install", install);
        return text.ToString();
    }

    /// <summary>The sections that add to a unit of the distribution; empty when there is nothing to add.</summary>
    /// <exception cref="UnfitValueException">A value that cannot stand in a unit file.</exception>
    public static StringBuilder RenderDropIn(UnitKind kind, ConfigMap unit)
    {
        var text = new StringBuilder();
        WriteSection(text, "Unit", UnitSection(unit));
        WriteSection(text, kind.Section, OwnSection(kind, unit));
        return text;
    }

    /// <summary>One assignment of <c>Environment=</c>: what systemd reads back is exactly the value.</summary>
    public static string Assignment(string name, string value) =>
        $"\"{EscapedText.Escape($"{name}={value}").Replace("%", "%%", StringComparison.Ordinal)}\"";

    private static StringBuilder UnitSection(ConfigMap unit)
    {
        var section = new StringBuilder();
        WriteValues(section, "Description", unit.GetValueOrDefault("description"), ["description"]);
        WriteValues(section, "Documentation", unit.GetValueOrDefault("documentation"), ["documentation"]);
        foreach ((string option, string key) in s_unitKeys)
            WriteJoined(section, option, key, unit);
        WriteFlag(section, unit, "stopOnRemoval", false, "X-StopOnRemoval");
        WriteKeys(section, unit, "unitConfig");
        return section;
    }

    private static StringBuilder OwnSection(UnitKind kind, ConfigMap unit)
    {
        var section = new StringBuilder();
        if (unit.GetValueOrDefault("environment") is ConfigMap environment)
        {
            foreach ((string name, object? value) in StructuredText.Sorted(environment))
            {
                if (name.Length == 0 || char.IsAsciiDigit(name[0]) || !name.All(static letter => char.IsAsciiLetterOrDigit(letter) || letter == '_'))
                    throw new UnfitValueException(["environment", name], "the name of a variable is made of letters, digits and '_'");
                if (value is not null)
                    section.Append("Environment=").Append(Assignment(name, Entry.TextOf(value))).Append('\n');
            }
        }

        WriteKeys(section, unit, kind.SectionOption);
        WriteFlag(section, unit, "restartIfChanged", false, "X-RestartIfChanged");
        WriteFlag(section, unit, "reloadIfChanged", true, "X-ReloadIfChanged");
        WriteFlag(section, unit, "stopIfChanged", false, "X-StopIfChanged");
        return section;
    }

    private static void WriteSection(StringBuilder text, string name, StringBuilder section)
    {
        if (section.Length == 0)
            return;
        text.Append(text.Length > 0 ? "\n" : string.Empty).Append('[').Append(name).Append("]\n").Append(section);
    }

    /// <summary>Names of units on one line, as people write them.</summary>
    private static void WriteJoined(StringBuilder section, string option, string key, ConfigMap unit)
    {
        IReadOnlyList<string> names = Entry.TextsOf(unit.GetValueOrDefault(option));
        if (names.Count > 0)
            WriteValues(section, key, string.Join(' ', names), [option]);
    }

    private static void WriteKeys(StringBuilder section, ConfigMap unit, string option)
    {
        if (unit.GetValueOrDefault(option) is not ConfigMap keys)
            return;
        foreach ((string key, object? value) in StructuredText.Sorted(keys))
        {
            if (key.Length == 0 || !key.All(static letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_'))
                throw new UnfitValueException([option, key], "a key is made of letters, digits, '-' and '_'");
            WriteValues(section, key, value, [option, key]);
        }
    }

    private static void WriteValues(StringBuilder section, string key, object? value, IReadOnlyList<string> path)
    {
        foreach (string text in Entry.TextsOf(value))
        {
            // The line end of a block scalar belongs to YAML's way of writing, not to the value.
            string line = text.EndsWith('\n') ? text[..^1] : text;
            if (line.AsSpan().IndexOfAny("\r\n\0") >= 0)
                throw new UnfitValueException(path, "a value is one line; write a list to repeat the key, or '>-' to fold the text");
            if (line.EndsWith('\\'))
                throw new UnfitValueException(path, "a backslash at the end would join the next line");
            section.Append(key).Append('=').Append(line).Append('\n');
        }
    }

    private static void WriteFlag(StringBuilder section, ConfigMap unit, string option, bool written, string key)
    {
        if (unit.GetValueOrDefault(option) is bool flag && flag == written)
            section.Append(key).Append('=').Append(flag ? "true" : "false").Append('\n');
    }
}
