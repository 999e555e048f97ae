using System.Collections;
using System.Globalization;
using HostTools.Configuration;
using HostTools.Platform;

namespace HostTools.Machine;

/// <summary>One named instance of an <c>attrs&lt;submodule&gt;</c> option, with the way back to where it was written.</summary>
internal sealed class Entry(HostConfig config, ConfigMap values, IReadOnlyList<string> path)
{
    /// <summary>The instance's key.</summary>
    public string Name => path[^1];

    /// <summary>The option the instance belongs to: <c>environment.etc</c>.</summary>
    public string Option => string.Join('.', path.Take(path.Count - 1));

    /// <summary>The instance's values.</summary>
    public ConfigMap Values => values;

    /// <summary>The instances of an option, in the order of their keys; none when nobody declares it.</summary>
    public static IEnumerable<Entry> Of(HostConfig config, params string[] option)
    {
        if (!config.TryGet(out object? value, option) || value is not ConfigMap instances)
            yield break;
        foreach ((string name, object? instance) in instances.OrderBy(static pair => pair.Key, StringComparer.Ordinal))
        {
            if (instance is ConfigMap values)
                yield return new Entry(config, values, [.. option, name]);
        }
    }

    /// <summary>Text of a value; null when it is null or absent.</summary>
    public string? Text(string key) => values.GetValueOrDefault(key) is { } value ? TextOf(value) : null;

    /// <summary>A boolean; the fallback when absent.</summary>
    public bool Flag(string key, bool fallback) => values.GetValueOrDefault(key) is bool flag ? flag : fallback;

    /// <summary>A list's elements as text; none when absent.</summary>
    public IReadOnlyList<string> Texts(string key) => TextsOf(values.GetValueOrDefault(key));

    /// <summary>A whole number; null when absent.</summary>
    public int? Number(string key) => values.GetValueOrDefault(key) is long number ? checked((int)number) : null;

    /// <summary>Permission bits; null when absent.</summary>
    public int? Mode(string key) => values.GetValueOrDefault(key) switch
    {
        string text => Convert.ToInt32(text, 8),
        long bits => (int)bits,
        _ => null,
    };

    /// <summary>A value of an enumeration whose words the option's type has checked; the first when absent.</summary>
    public T Word<T>(string key)
        where T : struct, Enum =>
        Text(key) is { } word ? Enum.Parse<T>(word, ignoreCase: true) : default;

    /// <summary>Where a value inside the instance was written, else where the instance was.</summary>
    public IReadOnlyList<Origin> OriginsOf(params string[] inner)
    {
        for (int length = inner.Length; length > 0; length--)
        {
            IReadOnlyList<Origin> origins = config.OriginsOf([.. path, .. inner.Take(length)]);
            if (origins.Count > 0)
                return origins;
        }

        return config.OriginsOf([.. path]);
    }

    /// <summary>A list's different elements as text, each with all places that name it, the user's own first.</summary>
    public IEnumerable<(string Text, IReadOnlyList<Origin> Places)> Elements(string key, ModuleSource library) =>
        ElementsOf(config, library, [.. path, key]);

    /// <summary>The different elements of a list that is an option's value.</summary>
    public static IEnumerable<(string Text, IReadOnlyList<Origin> Places)> ElementsOf(HostConfig config, ModuleSource library, params string[] option) =>
        !config.TryGet(out object? value, option) ? [] :
        TextsOf(value)
            .Select(static (text, index) => (text, index))
            .GroupBy(static element => element.text, static element => element.index.ToString(CultureInfo.InvariantCulture), StringComparer.Ordinal)
            .Select(element => (element.Key, (IReadOnlyList<Origin>)
                [.. element.SelectMany(index => config.OriginsOf([.. option, index])).Distinct().OrderBy(place => IsOf(library, place))]));

    /// <summary>Where the host set what the entry is made of (<c>from</c>), then where a value of it was written.</summary>
    public IReadOnlyList<Origin> CausesOf(ModuleSource library, params string[] inner)
    {
        // What the library defines by itself stands in every host; a plan is about what this one says.
        IEnumerable<Origin> set = Texts("from")
            .SelectMany(option => OriginsBelow(option.Split('.')))
            .Where(origin => !IsOf(library, origin));
        return [.. set.Concat(OriginsOf(inner)).Distinct()];
    }

    /// <summary>Where a value was written; for a group, where any value in it was.</summary>
    private IEnumerable<Origin> OriginsBelow(string[] option)
    {
        IReadOnlyList<Origin> origins = config.OriginsOf(option);
        return origins.Count == 0 && config.TryGet(out object? value, option) && value is ConfigMap group
            ? group.Keys.Order(StringComparer.Ordinal).SelectMany(key => OriginsBelow([.. option, key]))
            : origins;
    }

    /// <summary>Whether a place is in a library rather than in the user's tree.</summary>
    public static bool IsOf(ModuleSource library, Origin origin) =>
        origin.File.StartsWith(library.Name + "/", StringComparison.Ordinal);

    /// <summary>A list's elements as text; one element for a scalar; none for null.</summary>
    public static IReadOnlyList<string> TextsOf(object? value) => value switch
    {
        null => [],
        string text => [text],
        IEnumerable elements and not ConfigMap => [.. elements.Cast<object?>().Select(TextOf)],
        _ => [TextOf(value)],
    };

    /// <summary>A scalar as text, independent of culture.</summary>
    public static string TextOf(object? value) => value switch
    {
        null => string.Empty,
        bool flag => flag ? "true" : "false",
        IFormattable formattable => formattable.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString() ?? string.Empty,
    };
}
