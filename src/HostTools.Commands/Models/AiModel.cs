using HostTools.Models;
using HostTools.Platform;

namespace HostTools.Commands;

/// <summary>A model that is installed.</summary>
/// <param name="Name">Name it is removed and updated by.</param>
/// <param name="Source">Where it comes from, in one line.</param>
/// <param name="Version">Commit, digest or whatever never changes.</param>
/// <param name="Size">Bytes of its files.</param>
/// <param name="Files">Number of its files.</param>
/// <param name="Path">Directory with its files; null when it is in no view of that sort.</param>
/// <param name="Views">Sorts of programs that find it: huggingface, ollama, comfyui, folder.</param>
/// <param name="DeclaredBy">Who wants it: <c>prompt</c>, <c>machine</c>, or <c>home</c> with the user.</param>
/// <param name="Store">Directory of the store that has its bytes.</param>
public sealed record AiModel(string Name, string Source, string Version, ByteSize Size, int Files, string? Path, IReadOnlyList<string> Views, string DeclaredBy, string Store)
{
    internal static AiModel Of(ViewSite site, ShownModel model) => new(
        Holders.NameOf(model.Holder), model.Snapshot.Source.Canonical, model.Snapshot.Version, new ByteSize(model.Snapshot.Size), model.Snapshot.Files.Count,
        model.Wishes.OfType<FolderView>().FirstOrDefault() is { } folder ? site.Root.Describe($"{folder.Folder}/{folder.Name}") : null,
        [.. model.Wishes.Select(static wish => wish.Kind).Distinct()], Holders.KindOf(model.Holder), site.Store.Directory);
}
