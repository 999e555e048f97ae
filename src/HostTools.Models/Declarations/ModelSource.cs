using System.Globalization;

namespace HostTools.Models;

/// <summary>Where a model comes from: exactly one of the kinds below. Making one checks nothing; <see cref="SourceRules"/> does.</summary>
public abstract record ModelSource
{
    private protected ModelSource()
    {
    }

    /// <summary>The kind as it is written in configuration and in front of a spec string, for example <c>huggingface</c>.</summary>
    public abstract string Kind { get; }

    /// <summary>What is asked for without the revision: <c>org/name</c>, an address, a bucket with its prefix.</summary>
    public abstract string Identifier { get; }

    /// <summary>Branch, tag, commit, version or stage that is asked for; empty where the kind has none.</summary>
    public virtual string RevisionAskedFor => string.Empty;

    /// <summary>Which files are wanted, as globs; empty is all.</summary>
    public virtual IReadOnlyList<string> FilePatterns => [];

    /// <summary>It names what never changes: a commit, a digest, a hash for every file.</summary>
    public virtual bool IsPinned => false;

    /// <summary>Everything that decides about the content, in one stable line; two sources with one line are the same.</summary>
    public string Canonical => CanonicalAt(RevisionAskedFor);

    /// <summary>The same line with an immutable version in place of the revision: what names a snapshot.</summary>
    public string CanonicalAt(string version) => string.Concat(
        $"{Kind}:{Identifier}",
        version.Length > 0 ? $"@{version}" : string.Empty,
        string.Concat(Options.Where(static option => option.Value is not null).Select(static option => $" {option.Name}={option.Value}")),
        string.Concat(FilePatterns.Select(static pattern => $" file={pattern}")));

    /// <summary>What else decides about the content; null where it is the default.</summary>
    private protected virtual IEnumerable<(string Name, string? Value)> Options => [];

    private protected static bool IsCommit(string revision) => revision.Length == 40 && revision.All(char.IsAsciiHexDigitLower);

    /// <summary>The canonical line.</summary>
    public sealed override string ToString() => Canonical;
}

/// <summary>A repository of the Hugging Face Hub, or of a server that speaks its protocol.</summary>
/// <param name="Repo"><c>org/name</c>; a few old ones have no organisation.</param>
public sealed record HuggingFaceSource(string Repo) : ModelSource
{
    /// <summary>Branch, tag, <c>refs/pr/N</c> or commit of 40 digits. Default: <c>main</c>.</summary>
    public string Revision { get; init; } = "main";

    /// <summary>Files or globs in Python's fnmatch sense: <c>*</c> crosses <c>/</c>, a trailing <c>/</c> means everything below. Empty is all.</summary>
    public IReadOnlyList<string> Files { get; init; } = [];

    /// <summary>Address of the hub; null is HF_ENDPOINT, else <c>https://huggingface.co</c>.</summary>
    public Uri? Endpoint { get; init; }

    /// <inheritdoc/>
    public override string Kind => "huggingface";

    /// <inheritdoc/>
    public override string Identifier => Repo;

    /// <inheritdoc/>
    public override string RevisionAskedFor => Revision;

    /// <inheritdoc/>
    public override IReadOnlyList<string> FilePatterns => Files;

    /// <inheritdoc/>
    public override bool IsPinned => IsCommit(Revision);

    private protected override IEnumerable<(string Name, string? Value)> Options => [("endpoint", Endpoint?.AbsoluteUri)];
}

/// <summary>Files at addresses of the web; archives are unpacked unless that is switched off.</summary>
/// <param name="Urls">At least one.</param>
public sealed record UrlSource(IReadOnlyList<UrlFile> Urls) : ModelSource
{
    /// <summary>Archives (tar, tar.gz, tar.xz, tar.zst, zip) become the files in them. Default: true.</summary>
    public bool Extract { get; init; } = true;

    /// <inheritdoc/>
    public override string Kind => "url";

    /// <inheritdoc/>
    public override string Identifier => string.Join(' ', Urls.Select(static url => url.Canonical));

    /// <inheritdoc/>
    public override bool IsPinned => Urls.All(static url => url.Sha256 is not null);

    private protected override IEnumerable<(string Name, string? Value)> Options => [("extract", Extract ? null : "false")];
}

/// <summary>One address of a <see cref="UrlSource"/>.</summary>
/// <param name="Url">Address, http or https.</param>
public sealed record UrlFile(Uri Url)
{
    /// <summary>SHA-256 that the bytes must have, of the archive as it is downloaded; null is unknown.</summary>
    public ContentHash? Sha256 { get; init; }

    /// <summary>Path in the model; null is the last part of the address.</summary>
    public string? FileName { get; init; }

    internal string Canonical => string.Concat(
        Url.AbsoluteUri, FileName is null ? string.Empty : $" filename={FileName}", Sha256 is { } hash ? $" sha256={hash.Hex}" : string.Empty);
}

/// <summary>Objects below a prefix in a bucket that speaks S3.</summary>
/// <param name="Bucket">Name of the bucket.</param>
/// <param name="Prefix">What keys begin with; it is not part of the paths in the model. Empty is the whole bucket.</param>
public sealed record S3Source(string Bucket, string Prefix = "") : ModelSource
{
    /// <summary>Region for signing. Default: <c>us-east-1</c>.</summary>
    public string Region { get; init; } = "us-east-1";

    /// <summary>Address of another server that speaks S3, asked by path; null is Amazon's.</summary>
    public Uri? Endpoint { get; init; }

    /// <summary>Files or globs below the prefix; empty is all.</summary>
    public IReadOnlyList<string> Files { get; init; } = [];

    /// <inheritdoc/>
    public override string Kind => "s3";

    /// <inheritdoc/>
    public override string Identifier => Prefix.Length == 0 ? Bucket : $"{Bucket}/{Prefix}";

    /// <inheritdoc/>
    public override IReadOnlyList<string> FilePatterns => Files;

    private protected override IEnumerable<(string Name, string? Value)> Options =>
        [("region", Region == "us-east-1" ? null : Region), ("endpoint", Endpoint?.AbsoluteUri)];
}

/// <summary>A git repository whose large files are in LFS.</summary>
/// <param name="Url">Address of the repository, https or ssh.</param>
/// <param name="Revision">Branch, tag or commit.</param>
public sealed record GitLfsSource(string Url, string Revision) : ModelSource
{
    /// <summary>Only what is below this directory, which is then the root of the model; null is all.</summary>
    public string? Subdirectory { get; init; }

    /// <summary>Files or globs; empty is all.</summary>
    public IReadOnlyList<string> Files { get; init; } = [];

    /// <inheritdoc/>
    public override string Kind => "git-lfs";

    /// <inheritdoc/>
    public override string Identifier => Url;

    /// <inheritdoc/>
    public override string RevisionAskedFor => Revision;

    /// <inheritdoc/>
    public override IReadOnlyList<string> FilePatterns => Files;

    /// <inheritdoc/>
    public override bool IsPinned => IsCommit(Revision);

    private protected override IEnumerable<(string Name, string? Value)> Options => [("subdir", Subdirectory)];
}

/// <summary>A repository whose large files are in Xet storage.</summary>
/// <param name="Url">Address of the repository.</param>
/// <param name="Revision">Branch, tag or commit.</param>
public sealed record GitXetSource(string Url, string Revision = "main") : ModelSource
{
    /// <summary>Files or globs; empty is all.</summary>
    public IReadOnlyList<string> Files { get; init; } = [];

    /// <summary>Address of the storage; null is what the repository says.</summary>
    public Uri? Endpoint { get; init; }

    /// <inheritdoc/>
    public override string Kind => "git-xet";

    /// <inheritdoc/>
    public override string Identifier => Url;

    /// <inheritdoc/>
    public override string RevisionAskedFor => Revision;

    /// <inheritdoc/>
    public override IReadOnlyList<string> FilePatterns => Files;

    private protected override IEnumerable<(string Name, string? Value)> Options => [("endpoint", Endpoint?.AbsoluteUri)];
}

/// <summary>A registered model of an MLflow server; a version or a stage, not both.</summary>
/// <param name="TrackingUri">Address of the server.</param>
/// <param name="ModelName">Name in its registry.</param>
public sealed record MlFlowSource(Uri TrackingUri, string ModelName) : ModelSource
{
    /// <summary>Number of the version; null when a stage is given.</summary>
    public int? Version { get; init; }

    /// <summary>Stage, for example <c>Production</c>; null when a version is given.</summary>
    public string? Stage { get; init; }

    /// <inheritdoc/>
    public override string Kind => "mlflow";

    /// <inheritdoc/>
    public override string Identifier => $"{TrackingUri.AbsoluteUri.TrimEnd('/')}#{ModelName}";

    /// <inheritdoc/>
    public override string RevisionAskedFor => Version?.ToString(CultureInfo.InvariantCulture) ?? Stage ?? string.Empty;
}

/// <summary>A model of Ollama's registry.</summary>
/// <param name="Model"><c>name</c>, <c>namespace/name</c> or <c>host/namespace/name</c>.</param>
public sealed record OllamaSource(string Model) : ModelSource
{
    /// <summary>Tag. Default: <c>latest</c>.</summary>
    public string Tag { get; init; } = "latest";

    /// <summary>Address of the registry; null is the host in the name, else <c>https://registry.ollama.ai</c>.</summary>
    public Uri? Endpoint { get; init; }

    /// <inheritdoc/>
    public override string Kind => "ollama";

    /// <inheritdoc/>
    public override string Identifier => Model;

    /// <inheritdoc/>
    public override string RevisionAskedFor => Tag;

    private protected override IEnumerable<(string Name, string? Value)> Options => [("endpoint", Endpoint?.AbsoluteUri)];
}

/// <summary>A model artefact in an OCI registry.</summary>
/// <param name="Repository"><c>host/path</c>, the host with its port where it is not 443.</param>
public sealed record OciSource(string Repository) : ModelSource
{
    /// <summary>Tag, or <c>sha256:…</c> of a manifest. Default: <c>latest</c>.</summary>
    public string Reference { get; init; } = "latest";

    /// <summary>The registry is asked over http; meant for one on this machine. Default: false.</summary>
    public bool IsPlainHttp { get; init; }

    /// <inheritdoc/>
    public override string Kind => "oci";

    /// <inheritdoc/>
    public override string Identifier => Repository;

    /// <inheritdoc/>
    public override string RevisionAskedFor => Reference;

    /// <inheritdoc/>
    public override bool IsPinned => Reference.StartsWith("sha256:", StringComparison.Ordinal);

    private protected override IEnumerable<(string Name, string? Value)> Options => [("http", IsPlainHttp ? "true" : null)];
}

/// <summary>A tiny valid model that needs no network, for trying out a configuration.</summary>
public sealed record MockSource : ModelSource
{
    /// <summary>Organisation. Default: <c>test-org</c>.</summary>
    public string Organization { get; init; } = "test-org";

    /// <summary>Name. Default: <c>test-model</c>.</summary>
    public string Model { get; init; } = "test-model";

    /// <summary>Revision. Default: <c>main</c>.</summary>
    public string Revision { get; init; } = "main";

    /// <summary>Files it has. Default: <c>config.json</c>.</summary>
    public IReadOnlyList<string> Files { get; init; } = ["config.json"];

    /// <summary>Commit it claims to be. Default: forty zeros.</summary>
    public string CommitSha { get; init; } = new('0', 40);

    /// <inheritdoc/>
    public override string Kind => "mock";

    /// <inheritdoc/>
    public override string Identifier => $"{Organization}/{Model}";

    /// <inheritdoc/>
    public override string RevisionAskedFor => Revision;

    /// <inheritdoc/>
    public override IReadOnlyList<string> FilePatterns => Files;

    /// <inheritdoc/>
    public override bool IsPinned => true;

    private protected override IEnumerable<(string Name, string? Value)> Options => [("commit", CommitSha)];
}
