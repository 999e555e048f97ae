using HostTools.Activation.Resources;

namespace HostTools.Models;

/// <summary>A model that shall be there: fetched, verified, and visible where programs look.</summary>
/// <param name="Name">Its name in the configuration.</param>
/// <param name="Source">Where it comes from.</param>
public sealed record ModelResource(string Name, ModelSource Source) : Resource
{
    /// <summary>Its kind.</summary>
    public const string KindName = "model";

    /// <inheritdoc/>
    public override ResourceId Id => new(KindName, Name);

    /// <summary>Absolute path of the store on the target.</summary>
    public required string Store { get; init; }

    /// <summary>Group that may read the store and the views; null for a user's own.</summary>
    public string? Group { get; init; }

    /// <summary>Where programs look for it.</summary>
    public IReadOnlyList<ViewWish> Views { get; init; } = [];

    /// <summary>NAR hash that the snapshot must have; null when the lock file alone pins it.</summary>
    public ContentHash? Hash { get; init; }

    /// <summary>Name of the preset by which it is validated before anybody sees it.</summary>
    public string Preset { get; init; } = "standard";

    /// <summary>Where its token is; never the token.</summary>
    public ModelAuth Auth { get; init; } = new();

    /// <summary>Its token as a secret: a description without the secret. Null where it has none; comes before <see cref="Auth"/>.</summary>
    public SecretContent? Token { get; init; }

    /// <summary>How servers are asked for it.</summary>
    public NetworkSettings Network { get; init; } = new();

    /// <summary>What nothing pins is believed as its server has it when it is first applied, and pinned then. Default: false. Not part of the wish.</summary>
    public bool TrustsFirstUse { get; init; }

    /// <summary>Its bytes are known, or somebody asked to believe them: what a lock file says comes besides.</summary>
    internal bool IsTrusted => LockFile is null || TrustsFirstUse || Hash is not null || Source.IsPinned;

    /// <summary>The lock file beside the configuration; null for a wish from a generation or a saved plan. Not part of the wish.</summary>
    public string? LockFile { get; init; }

    /// <summary>Holder of its views.</summary>
    public string Holder => Holders.Declared(Scope.User, Name);

    /// <summary>Who may use the store.</summary>
    public StoreRights Rights => Group is null ? StoreRights.User : StoreRights.Shared;

    /// <summary>State from elsewhere could name any file of this machine as a token, and a server of its own to send it to.</summary>
    /// <inheritdoc/>
    public override Resource FromElsewhere() => this with { Token = null, Auth = new ModelAuth() };

    /// <inheritdoc/>
    public bool Equals(ModelResource? other) =>
        base.Equals(other) && Name == other.Name && Source.Canonical == other.Source.Canonical && Store == other.Store && Group == other.Group &&
        Views.SequenceEqual(other.Views) && Hash == other.Hash && Preset == other.Preset && Auth == other.Auth && Equals(Token, other.Token) && Network == other.Network;

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(base.GetHashCode(), Name, Source.Canonical);
}
