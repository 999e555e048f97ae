using System.Text.Json;
using HostTools.Activation;

namespace HostTools.Models;

/// <summary>A manifest or an index as it came; its digest was computed of these very bytes.</summary>
/// <param name="Bytes">As they came.</param>
/// <param name="Digest">Their SHA-256.</param>
/// <param name="Layers">Layers of a manifest, in their order; empty for an index.</param>
/// <param name="Config">Configuration of a manifest; null for an index.</param>
/// <param name="Manifests">Entries of an index; empty for a manifest.</param>
internal sealed record RegistryManifest(
    byte[] Bytes, ContentHash Digest, IReadOnlyList<RegistryDescriptor> Layers, RegistryDescriptor? Config, IReadOnlyList<RegistryDescriptor> Manifests)
{
    private const int MostEntries = 10_000;

    /// <summary>The digest as registries write it.</summary>
    public string Name => $"sha256:{Digest.Hex}";

    /// <summary>Reads one.</summary>
    /// <param name="answer">What came.</param>
    /// <param name="expected">Digest that it must have; empty is not known.</param>
    /// <exception cref="HostTools.Platform.HostToolsException">AnswerUnreadable.</exception>
    public static RegistryManifest Read(HttpAnswer answer, string expected)
    {
        var digest = ContentHash.Of(answer.Body);
        return answer.Read(json =>
        {
            if (expected.Length > 0 && expected != $"sha256:{digest.Hex}")
                throw new FormatException($"it is a manifest with the digest sha256:{digest.Hex}, and not {expected}");
            if (json.Number("schemaVersion") != 2)
                throw new FormatException("it is a manifest of an old kind; push the model again with a current program");
            RegistryDescriptor[] layers = Descriptors(json, "layers");
            RegistryDescriptor[] manifests = Descriptors(json, "manifests");
            // Programs disagree on what such a text is (CVE-2021-41190).
            if (layers.Length > 0 && manifests.Length > 0)
                throw new FormatException("it says to be a manifest and an index at once");
            return new RegistryManifest(answer.Body, digest, layers, json.Optional("config") is { } config ? RegistryDescriptor.Read(config) : null, manifests);
        });
    }

    private static RegistryDescriptor[] Descriptors(JsonElement json, string name)
    {
        RegistryDescriptor[] all = [.. json.Items(name).Take(MostEntries + 1).Select(RegistryDescriptor.Read)];
        return all.Length <= MostEntries ? all : throw new FormatException($"it has more than {MostEntries:N0} {name}");
    }
}

/// <summary>What a manifest says of a blob.</summary>
/// <param name="MediaType">Kind of its bytes.</param>
/// <param name="Digest">Their SHA-256.</param>
/// <param name="Size">How many.</param>
/// <param name="Annotations">Free words about it.</param>
/// <param name="Platform"><c>os/architecture</c>; empty when it is for none.</param>
internal sealed record RegistryDescriptor(string MediaType, ContentHash Digest, long Size, IReadOnlyDictionary<string, string> Annotations, string Platform)
{
    /// <summary>A word about it; empty when there is none.</summary>
    public string Annotation(string name) => Annotations.GetValueOrDefault(name, string.Empty);

    /// <exception cref="FormatException">It is not so.</exception>
    public static RegistryDescriptor Read(JsonElement json)
    {
        string digest = json.Text("digest");
        if (!digest.StartsWith("sha256:", StringComparison.Ordinal) || digest.Length != 71 || !ContentHash.TryParse(digest, out ContentHash hash))
            throw new FormatException($"'{digest}' is no SHA-256");
        long size = json.LongNumber("size");
        if (size < 0)
            throw new FormatException($"{size} is no size");
        var annotations = new Dictionary<string, string>(StringComparer.Ordinal);
        if (json.Optional("annotations") is { ValueKind: JsonValueKind.Object } words)
        {
            foreach (JsonProperty word in words.EnumerateObject())
                annotations[word.Name] = words.Text(word.Name);
        }

        string platform = json.Optional("platform") is { } found ? $"{found.OptionalText("os")}/{found.OptionalText("architecture")}" : string.Empty;
        return new RegistryDescriptor(json.OptionalText("mediaType") ?? string.Empty, hash, size, annotations, platform);
    }
}
