namespace HostTools.Models;

/// <summary>Where the configuration wants a model to be found.</summary>
internal static class DeclaredViews
{
    /// <param name="name">Name of the model.</param>
    /// <param name="source">Its source.</param>
    /// <param name="all">Options for all models.</param>
    /// <param name="own">Those of this one.</param>
    public static IEnumerable<ViewWish> Of(string name, ModelSource source, ModelOptions all, ModelOptions own)
    {
        if (HuggingFace(name, source, all, own) is { } hub)
            yield return hub;
        if (Ollama(name, source, all, own) is { } ollama)
            yield return ollama;
        if (all.Text("integration", "comfyui", "modelsDir") is { } comfy && own.Text("integration", "comfyui", "folder") is { } sort)
            yield return new ComfyUiView(comfy, name, sort);
    }

    private static HuggingFaceView? HuggingFace(string name, ModelSource source, ModelOptions all, ModelOptions own)
    {
        bool? wanted = own.Choice("integration", "huggingface", "enable");
        string[] known = HuggingFaceView.RepoOf(source)?.Split('/') ?? [];
        string? org = own.Text("integration", "huggingface", "org");
        string? model = own.Text("integration", "huggingface", "model");
        bool isNamed = known.Length > 0 || model is not null;
        if (!all.Flag("integration", "huggingface", "enable") || wanted is false || (wanted is null && !isNamed))
            return null;
        // A few old repositories have no organisation.
        string? owner = org ?? (known.Length > 1 ? known[0] : known.Length == 1 ? null : "local");
        string last = model ?? known.LastOrDefault() ?? name;
        return new HuggingFaceView(all.Text("integration", "huggingface", "cacheDir")!, owner is null ? last : $"{owner}/{last}") // It has a default.
        {
            HasTree = own.Flag("integration", "huggingface", "tree"),
        };
    }

    private static OllamaView? Ollama(string name, ModelSource source, ModelOptions all, ModelOptions own)
    {
        if (all.Text("integration", "ollama", "modelsDir") is not { } folder || !(own.Choice("integration", "ollama", "enable") ?? source is OllamaSource))
            return null;
        var ollama = source as OllamaSource;
        return new OllamaView(folder, own.Text("integration", "ollama", "model") ?? ollama?.Model ?? name, own.Text("integration", "ollama", "tag") ?? ollama?.Tag ?? "latest");
    }
}
