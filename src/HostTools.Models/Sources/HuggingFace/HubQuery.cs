namespace HostTools.Models;

/// <summary>Which models of a hub are looked for; what is null or empty does not matter.</summary>
/// <param name="Text">Words in the name.</param>
public sealed record HubQuery(string? Text = null)
{
    /// <summary>User or organisation.</summary>
    public string? Author { get; init; }

    /// <summary>What it is for, as the hub calls that: <c>text-generation</c>.</summary>
    public string? Task { get; init; }

    /// <summary>Tags that it must have, all of them: <c>gguf</c>, <c>safetensors</c>, <c>en</c>.</summary>
    public IReadOnlyList<string> Tags { get; init; } = [];

    /// <summary>Which come first. Default: those that are downloaded most.</summary>
    public HubSort Sort { get; init; }

    /// <summary>The most that are wanted, 1 to 10,000. Default: 20.</summary>
    public int Limit { get; init; } = 20;

    /// <summary>Address of the hub; null is HF_ENDPOINT, else <c>https://huggingface.co</c>.</summary>
    public Uri? Endpoint { get; init; }
}

/// <summary>Which models come first.</summary>
public enum HubSort
{
    /// <summary>Most downloads in the last month.</summary>
    Downloads,

    /// <summary>Most likes.</summary>
    Likes,

    /// <summary>What was changed last.</summary>
    Updated,

    /// <summary>What was made last.</summary>
    Created,

    /// <summary>What many look at now.</summary>
    Trending,
}

/// <summary>A model as a hub lists it.</summary>
/// <param name="Source">Where it comes from, as it is installed.</param>
public sealed record HubModel(HuggingFaceSource Source)
{
    /// <summary>What it is for; null when nobody said.</summary>
    public string? Task { get; init; }

    /// <summary>Library that loads it; null when nobody said.</summary>
    public string? Library { get; init; }

    /// <summary>Downloads in the last month.</summary>
    public long Downloads { get; init; }

    /// <summary>Likes.</summary>
    public long Likes { get; init; }

    /// <summary>When it was changed; null when the hub does not say.</summary>
    public DateTimeOffset? UpdatedAt { get; init; }

    /// <summary>Its author wants to know who takes it.</summary>
    public bool IsGated { get; init; }

    /// <summary>Only some see it, and whoever asked is one of them.</summary>
    public bool IsPrivate { get; init; }

    /// <summary>Commit that its main branch is now; null when the hub does not say.</summary>
    public string? Commit { get; init; }
}
