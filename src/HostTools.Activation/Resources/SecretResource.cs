namespace HostTools.Activation.Resources;

/// <summary>A regular file with secrets in it. What it says is known; its bytes exist on the target alone.</summary>
/// <param name="Path">Absolute path on the target, with forward slashes, without <c>.</c> or <c>..</c>.</param>
public sealed record SecretResource(string Path) : Resource
{
    /// <summary>Kind of these resources.</summary>
    public const string KindName = "secret";

    /// <inheritdoc/>
    public override ResourceId Id => new(KindName, Path);

    /// <summary>Its text, with secrets by name, and where these come from.</summary>
    public required SecretContent Content { get; init; }

    /// <summary>Permission bits; default 0400.</summary>
    public int Mode { get; init; } = 0x100;

    /// <summary>Owner by name or number; null for the applying user.</summary>
    public string? Owner { get; init; }

    /// <summary>Group by name or number; null for the applying user's.</summary>
    public string? Group { get; init; }

    /// <summary>What to do where something of somebody else's stands.</summary>
    public CollisionPolicy Collision { get; init; } = CollisionPolicy.Error;

    /// <summary>Shows its content to a program before anything is written; null for none. Only on a live machine.</summary>
    public FileCheck? Check { get; init; }

    /// <summary>It is also written into a folder, where it stays on the disk; otherwise a folder only records it.</summary>
    public bool IsPersistent { get; init; }

    /// <summary>Absolute path of a directory above it that others may not look into; null for none.</summary>
    public string? Folder { get; init; }

    /// <summary>Permission bits of that directory when it is made; default 0700.</summary>
    public int FolderMode { get; init; } = 0x1C0;
}

/// <summary>Text that embeds secrets.</summary>
/// <param name="Parts">Text and secrets, in order; one secret alone is a file of its bytes.</param>
/// <param name="Sources">Where each secret comes from, one of each name.</param>
public sealed record SecretContent(IReadOnlyList<SecretPart> Parts, IReadOnlyList<SecretSource> Sources)
{
    /// <summary>Names of the secrets, in ordinal order.</summary>
    public IReadOnlyList<string> Names => [.. Sources.Select(static source => source.Name).Order(StringComparer.Ordinal)];

    /// <inheritdoc/>
    public bool Equals(SecretContent? other) => other is not null && Parts.SequenceEqual(other.Parts) && Sources.SequenceEqual(other.Sources);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Parts.Count, Sources.Count);
}

/// <summary>A piece of text, or a secret.</summary>
/// <param name="Text">The text; null for a secret.</param>
/// <param name="Secret">Name of the secret; null for text.</param>
/// <param name="Escape">How the secret is written.</param>
public sealed record SecretPart(string? Text, string? Secret, SecretEscape Escape = SecretEscape.None);

/// <summary>How a secret is written where it stands.</summary>
public enum SecretEscape
{
    /// <summary>Its bytes as they are.</summary>
    None,

    /// <summary>Between double quotes with backslashes, as JSON, YAML and TOML have it.</summary>
    Quoted,

    /// <summary>As it is, and it has to be one line.</summary>
    Line,
}

/// <summary>Where a secret comes from: a description without the secret.</summary>
/// <param name="Name">Name in the configuration.</param>
/// <param name="Kind">What knows how to get it: age, sops, credential, environment, file or powershell.</param>
/// <param name="Reference">What that is asked for: a path, the name of a variable or credential.</param>
public sealed record SecretSource(string Name, string Kind, string Reference)
{
    /// <summary>What further tells which of several is meant: a key in a file, a vault; null for none.</summary>
    public string? Part { get; init; }

    /// <summary>Format of the encrypted file; null where there is none.</summary>
    public string? Format { get; init; }

    /// <summary>The encrypted file, which a generation keeps; null where there is none.</summary>
    public FileContent? Encrypted { get; init; }

    /// <summary>Absolute paths of keys that may open it, on the machine that applies; the first that is there and fits.</summary>
    public IReadOnlyList<string> Identities { get; init; } = [];

    /// <summary>One line end at its end is no part of it.</summary>
    public bool IsTrimmed { get; init; } = true;

    /// <summary>Where it was declared; says nothing about the secret.</summary>
    public Platform.Origin? Origin { get; init; }

    /// <inheritdoc/>
    public bool Equals(SecretSource? other) =>
        other is not null && Name == other.Name && Kind == other.Kind && Reference == other.Reference && Part == other.Part && Format == other.Format &&
        Equals(Encrypted, other.Encrypted) && Identities.SequenceEqual(other.Identities) && IsTrimmed == other.IsTrimmed;

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Name, Kind, Reference);
}
