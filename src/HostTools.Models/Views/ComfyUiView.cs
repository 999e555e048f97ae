namespace HostTools.Models;

/// <summary>A model where ComfyUI looks for models of its sort.</summary>
/// <param name="Folder">ComfyUI's directory of models.</param>
/// <param name="Name">Directory of the model below that of its sort, so that two with equal files do not meet.</param>
/// <param name="Sort">Directory of the sort: checkpoints, loras, vae, text_encoders, diffusion_models, controlnet, …</param>
public sealed record ComfyUiView(string Folder, string Name, string Sort) : ViewWish(Folder)
{
    private static readonly string[] s_weights = [".safetensors", ".sft", ".ckpt", ".pt", ".pth", ".bin", ".gguf", ".onnx", ".yaml"];

    /// <inheritdoc/>
    public override string Kind => "comfyui";

    /// <summary>The weights; what is none is left out.</summary>
    /// <inheritdoc/>
    public override IReadOnlyList<ViewEntry> EntriesOf(ModelSnapshot snapshot, ModelStore store) =>
    [
        .. from file in snapshot.Files
           where s_weights.Any(end => file.Path.EndsWith(end, StringComparison.OrdinalIgnoreCase))
           select new BlobEntry($"{Sort}/{Name}/{file.Path}", file.Sha256),
    ];
}
