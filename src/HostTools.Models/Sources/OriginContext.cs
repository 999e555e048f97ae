using HostTools.Platform;

namespace HostTools.Models;

/// <summary>What an origin may use while it asks.</summary>
/// <param name="Http">The way to servers: retries, redirects, limits and proxies are its business.</param>
/// <param name="Environment">Reads a variable of the environment; null when it is not set.</param>
public sealed record OriginContext(ModelHttp Http, Func<string, string?> Environment)
{
    /// <summary>Where the model's token is; default is what the environment says.</summary>
    public ModelAuth Auth { get; init; } = new();

    /// <summary>Version that the lock file holds; the origin lists that one and does not ask where the revision is now. Null asks.</summary>
    public string? PinnedVersion { get; init; }

    /// <summary>Starts programs such as git.</summary>
    public IProcessRunner Processes { get; init; } = new SystemProcessRunner();

    /// <summary>An empty directory of this user alone, removed when the model is fetched; null where nothing may be written.</summary>
    public string? ScratchDirectory { get; init; }

    /// <summary>Home of the user, for well-known files; empty when there is none.</summary>
    public string HomeDirectory { get; init; } = System.Environment.GetFolderPath(System.Environment.SpecialFolder.UserProfile);
}
