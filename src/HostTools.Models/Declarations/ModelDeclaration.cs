using HostTools.Platform;

namespace HostTools.Models;

/// <summary>One model that somebody wants: where it comes from, and what must be true of it.</summary>
/// <param name="Name">Name in the configuration, of links and of <c>modelPaths</c>.</param>
/// <param name="Source">Where it comes from.</param>
public sealed record ModelDeclaration(string Name, ModelSource Source)
{
    /// <summary>NAR hash of the finished snapshot; null when the lock file alone pins it.</summary>
    public ContentHash? Hash { get; init; }

    /// <summary>Where its token is; default is what the environment says.</summary>
    public ModelAuth Auth { get; init; } = new();

    /// <summary>Its own network settings; null takes those of all models.</summary>
    public NetworkSettings? Network { get; init; }

    /// <summary>What happens to a download that failed. Default: it is kept, and the next run continues.</summary>
    public PartialAction OnFailure { get; init; } = PartialAction.Persist;

    /// <summary>Free words about it: description, licence, homepage.</summary>
    public IReadOnlyDictionary<string, string> Meta { get; init; } = new Dictionary<string, string>();

    /// <summary>Where it is declared; null when it was named at the prompt.</summary>
    public Origin? Origin { get; init; }
}

/// <summary>Where the token of a model is; never the token itself. Both null: well-known variables, then well-known files, then none.</summary>
/// <param name="TokenFile">File that holds it; <c>~</c> is the home of the user. Comes first.</param>
/// <param name="TokenEnvVar">Environment variable that holds it; comes second.</param>
public sealed record ModelAuth(string? TokenFile = null, string? TokenEnvVar = null)
{
    /// <summary>A token that was opened for this one run. Written nowhere.</summary>
    internal FoundToken? Given { get; init; }
}

/// <summary>What happens to the bytes of a download that failed.</summary>
public enum PartialAction
{
    /// <summary>They stay, and the next run continues.</summary>
    Persist,

    /// <summary>They are removed.</summary>
    Clean,

    /// <summary>They stay, and the download is tried once more from where it was.</summary>
    Retry,
}
