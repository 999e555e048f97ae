using HostTools.Platform;

namespace HostTools.Configuration;

/// <summary>A host, fully evaluated: every value final, checked and with the places it came from. Immutable, thread-safe.</summary>
public sealed class HostConfig
{
    private readonly Func<IReadOnlyList<string>, IReadOnlyList<Origin>> _origins;
    private readonly Lazy<IReadOnlyList<OptionInfo>> _options;

    internal HostConfig(
        HostMeta meta,
        string tree,
        string hash,
        ConfigMap values,
        IReadOnlyList<HostError> warnings,
        Func<IReadOnlyList<string>, IReadOnlyList<Origin>> origins,
        Func<IReadOnlyList<OptionInfo>> options)
    {
        (Meta, Tree, ConfigurationHash, Values, Warnings, _origins) = (meta, tree, hash, values, warnings, origins);
        _options = new Lazy<IReadOnlyList<OptionInfo>>(options);
    }

    /// <summary>The host's name: its folder's.</summary>
    public string Name => Meta.Hostname;

    /// <summary>The variant of the host that this is; null for the host itself.</summary>
    public string? Variant => Meta.Variant;

    /// <summary>What was known before evaluation.</summary>
    public HostMeta Meta { get; }

    /// <summary>Absolute path of the configuration tree.</summary>
    public string Tree { get; }

    /// <summary>SHA-256 over every file read and every parameter, in lower-case hex: equal inputs give equal hashes.</summary>
    public string ConfigurationHash { get; }

    /// <summary>All option values as nested maps; an option without a value is absent.</summary>
    public ConfigMap Values { get; }

    /// <summary>Warnings of the configuration's modules, sorted by place.</summary>
    public IReadOnlyList<HostError> Warnings { get; }

    /// <summary>All options of the host with type, value and definitions, ordered by path. Computed on first use.</summary>
    public IReadOnlyList<OptionInfo> Options => _options.Value;

    /// <summary>The value at a path of names; false when nothing is there.</summary>
    public bool TryGet(out object? value, params ReadOnlySpan<string> path)
    {
        value = Values;
        foreach (string name in path)
        {
            if (value is not ConfigMap map || !map.TryGetValue(name, out value))
                return false;
        }

        return true;
    }

    /// <summary>Where the host's file names its users; null when it names none.</summary>
    public Origin? UsersOrigin { get; internal init; }

    /// <summary>The host that a home was evaluated with; null for a host itself, and for a home alone.</summary>
    public HostConfig? Host { get; private init; }

    /// <summary>The home of one of the host's users: its values, options and places as if it were a configuration of its own.</summary>
    /// <param name="user">The user's name.</param>
    /// <returns>Null when the host has no such user, or is itself a home.</returns>
    public HostConfig? Home(string user)
    {
        if (Meta.User is not null || !Meta.Users.Contains(user) || !TryGet(out object? value, HomesOption, user) || value is not ConfigMap home)
            return null;
        string prefix = Configuration.Options.OptionPath.Join([HomesOption, user]) + ".";
        return new HostConfig(
            Meta with { User = user, Target = "home" }, Tree, ConfigurationHash, home, [],
            path => OriginsOf([HomesOption, user, .. path]),
            () => [.. Options
                .Where(option => option.Path.Count > 2 && option.Name.StartsWith(prefix, StringComparison.Ordinal))
                .Select(option => option with { Name = option.Name[prefix.Length..], Path = [.. option.Path.Skip(2)] })])
        {
            Host = this, Behind = Behind, UsersOrigin = UsersOrigin,
        };
    }

    private const string HomesOption = "home";

    internal Func<IReadOnlyCollection<Origin>, IReadOnlyList<DefinitionTrace>> Behind { get; init; } = static _ => [];

    /// <summary>The definitions that stand at some places, and those that their expressions read, directly or through others.</summary>
    /// <param name="places">Where definitions stand, as resources and <see cref="OriginsOf"/> tell it.</param>
    public IReadOnlyList<DefinitionTrace> DefinitionsBehind(IReadOnlyCollection<Origin> places) => Behind(places);

    /// <summary>Where the value at a path was defined: the definitions that won, best first; empty for a default.</summary>
    /// <param name="path">Names from the root; may lead into an option's value, for example into an instance, or by number, counted from 0, to an element of a list.</param>
    public IReadOnlyList<Origin> OriginsOf(params string[] path) => _origins(path);
}
