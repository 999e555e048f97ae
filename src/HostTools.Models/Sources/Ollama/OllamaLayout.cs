namespace HostTools.Models;

/// <summary>Which file of a model each blob of Ollama becomes, and what that client itself calls the model.</summary>
public static class OllamaLayout
{
    /// <summary>The manifest, byte for byte: with it and the blobs it names, all of which are files of the model, Ollama's own folder can be made again.</summary>
    public const string ManifestPath = "manifest.json";

    /// <summary>Where Ollama looks when a name has no host.</summary>
    public const string Registry = "registry.ollama.ai";

    private const string Prefix = "application/vnd.ollama.image.";

    private static readonly Dictionary<string, string> s_names = new(StringComparer.Ordinal)
    {
        ["model"] = "model.gguf",
        ["adapter"] = "adapter.gguf",
        ["projector"] = "projector.gguf",
        ["template"] = "template",
        ["prompt"] = "prompt",
        ["system"] = "system",
        ["params"] = "params.json",
        ["messages"] = "messages.json",
        ["license"] = "license",
    };

    /// <summary>Host, namespace, name and tag: where Ollama keeps the manifest below its <c>manifests</c>.</summary>
    public static (string Host, string Namespace, string Name, string Tag) NameOf(OllamaSource source)
    {
        string[] parts = source.Model.Split('/');
        string host = source.Endpoint?.Authority ?? Registry;
        return parts switch
        {
            [var name] => (host, "library", name, source.Tag),
            [var space, var name] => (host, space, name, source.Tag),
            _ => (parts[0], string.Join('/', parts[1..^1]), parts[^1], source.Tag),
        };
    }

    /// <summary>Path of a layer in the model; the second of a kind is <c>license-2</c>, and what is not known goes by its digest.</summary>
    /// <param name="mediaType">Its kind.</param>
    /// <param name="digest">Its digest.</param>
    /// <param name="count">How many of that kind came before it.</param>
    internal static string PathOf(string mediaType, ContentHash digest, int count)
    {
        string kind = mediaType.StartsWith(Prefix, StringComparison.Ordinal) ? mediaType[Prefix.Length..] : string.Empty;
        if (!s_names.TryGetValue(kind, out string? name))
            return $"blobs/sha256-{digest.Hex}";
        return count == 0 ? name : $"{Path.GetFileNameWithoutExtension(name)}-{count + 1}{Path.GetExtension(name)}";
    }
}
