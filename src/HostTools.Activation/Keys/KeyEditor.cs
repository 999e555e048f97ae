using HostTools.Activation.Resources;

namespace HostTools.Activation.Keys;

/// <summary>Reads one format with the spans of its keys, and changes one key at a time. Texts it makes have plain line ends where it adds any.</summary>
internal abstract class KeyEditor
{
    public static KeyEditor Of(KeyFormat format) => format switch
    {
        KeyFormat.Json => new JsonKeys(),
        KeyFormat.Yaml => new YamlKeys(),
        KeyFormat.Toml => new TomlKeys(),
        KeyFormat.Ini => new IniKeys(hasSections: true),
        _ => new IniKeys(hasSections: false),
    };

    /// <summary>Name for people.</summary>
    public abstract string Name { get; }

    /// <summary>1 and 1.0 are not the same.</summary>
    public virtual bool HasIntegers => true;

    /// <summary>The text as a map.</summary>
    /// <exception cref="KeyTextException">It is malformed, or written in a way that cannot be changed safely.</exception>
    public abstract KeyNode Parse(string text);

    /// <summary>The value as a reader of the format gets it: INI knows text alone.</summary>
    /// <exception cref="KeyTextException">The format cannot hold it.</exception>
    public virtual object? AsRead(object? value) => value;

    /// <summary>A value as it is written; null when it does not stand in one place.</summary>
    public virtual string? RawOf(string text, KeyNode node) => node.End > node.Start && node.Start >= 0 ? text[node.Start..node.End] : null;

    /// <summary>The text with another value in place of one.</summary>
    /// <param name="text">The text.</param>
    /// <param name="root">As it was read.</param>
    /// <param name="path">Keys that lead to the value, at least one.</param>
    /// <param name="value">The new value.</param>
    /// <param name="raw">The new value as it was written once; null when it has to be written.</param>
    /// <returns>Null when this cannot be done in place.</returns>
    public abstract string? Replace(string text, KeyNode root, IReadOnlyList<string> path, object? value, string? raw);

    /// <summary>The text with a new key in a map that is there.</summary>
    /// <param name="text">The text.</param>
    /// <param name="root">As it was read.</param>
    /// <param name="map">Keys that lead to the map; empty for the outermost one.</param>
    /// <param name="key">The new key.</param>
    /// <param name="value">Its value.</param>
    /// <param name="raw">The value as it was written once; null when it has to be written.</param>
    /// <param name="after">The key it comes after, where that is there; null for the last.</param>
    public abstract string Insert(string text, KeyNode root, IReadOnlyList<string> map, string key, object? value, string? raw, string? after);

    /// <summary>The text without a key that is there.</summary>
    public abstract string Remove(string text, KeyNode root, IReadOnlyList<string> path);

    protected static KeyNode Walk(KeyNode root, IEnumerable<string> path) =>
        path.Aggregate(root, static (node, key) => node.Find(key)?.Value ?? throw new InvalidOperationException($"There is no '{key}'."));
}
