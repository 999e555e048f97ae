using System.Text.Json;
using HostTools.Activation;
using HostTools.Platform;

namespace HostTools.Models;

/// <summary>Wishes for views in records and plans.</summary>
internal static class ViewWishJson
{
    public static void Write(Utf8JsonWriter writer, string name, IReadOnlyList<ViewWish> wishes)
    {
        writer.WriteStartArray(name);
        foreach (ViewWish wish in wishes)
        {
            writer.WriteStartObject();
            writer.WriteString("kind", wish.Kind);
            writer.WriteString("folder", wish.Folder);
            WriteOwn(writer, wish);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    /// <exception cref="FormatException">It is not what was written.</exception>
    public static IReadOnlyList<ViewWish> Read(JsonElement json, string name) => [.. json.Items(name).Select(Read)];

    private static void WriteOwn(Utf8JsonWriter writer, ViewWish wish)
    {
        switch (wish)
        {
            case HuggingFaceView hub:
                writer.WriteString("repo", hub.Repo);
                writer.WriteBoolean("tree", hub.HasTree);
                break;
            case OllamaView ollama:
                writer.WriteString("model", ollama.Model);
                writer.WriteString("tag", ollama.Tag);
                break;
            case ComfyUiView comfy:
                writer.WriteString("name", comfy.Name);
                writer.WriteString("sort", comfy.Sort);
                break;
            case FolderView folder:
                writer.WriteString("name", folder.Name);
                writer.WriteBoolean("link", folder.IsLink);
                break;
            default:
                throw new InvalidOperationException($"'{wish.Kind}' cannot be written.");
        }
    }

    // A plan file may come from anywhere: names that would lead out of the folder are refused with the rest.
    private static ViewWish Read(JsonElement json)
    {
        string folder = json.Text("folder");
        if (!RootPath.IsCanonical(folder))
            throw new FormatException($"'{folder}' is no folder of a view");
        return json.Text("kind") switch
        {
            "huggingface" => new HuggingFaceView(folder, Part(json, "repo")) { HasTree = json.Flag("tree") },
            "ollama" => new OllamaView(folder, Part(json, "model"), Part(json, "tag")),
            "comfyui" => new ComfyUiView(folder, Part(json, "name"), Part(json, "sort")),
            "folder" => new FolderView(folder, Part(json, "name")) { IsLink = json.Flag("link") },
            var other => throw new FormatException($"'{other}' is no sort of view"),
        };
    }

    private static string Part(JsonElement json, string name) =>
        json.Text(name) is var text && text.Split('/').All(static part => part is not ("" or "." or "..")) ? text : throw new FormatException($"'{text}' is no {name}");
}
