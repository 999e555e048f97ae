using System.Buffers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using HostTools.Activation;
using HostTools.Platform;

namespace HostTools.Models;

/// <summary>A target that has models of a store: its generations may bring back others than those it shows.</summary>
/// <param name="Directory">Absolute path of the machine's root or the folder.</param>
/// <param name="State">Directory of its state; null where that is inside.</param>
/// <param name="User">User whose home it is; null for the machine.</param>
/// <param name="Home">Home of that user, in the root; null for the machine.</param>
public sealed record StoreRoot(string Directory, string? State, string? User, string? Home)
{
    internal static StoreRoot Of(Target target) => new((target.Machine ?? target).Identity.Root, StateOf(target.Machine ?? target), target.Identity.User, target.Identity.Home);

    private static string? StateOf(Target machine) => machine.IsStateInside ? null : machine.StateDirectory;
}

/// <summary>Targets that were given models of a store, one file each below <c>roots/</c>: whoever collects asks their generations.</summary>
/// <param name="store">The store.</param>
public sealed class StoreRoots(ModelStore store)
{
    private const string Folder = "/roots";

    /// <summary>All of them, also those that are gone by now.</summary>
    /// <exception cref="HostToolsException">RecordUnreadable: what is needed is not known, so nothing may be taken away.</exception>
    public IReadOnlyList<StoreRoot> All() => [.. store.Root.List(Folder).Order(StringComparer.Ordinal).Select(name => Read($"{Folder}/{name}"))];

    /// <summary>Remembers one.</summary>
    public void Add(Target target) => Add(StoreRoot.Of(target));

    /// <summary>Forgets one that is gone.</summary>
    public void Remove(StoreRoot root)
    {
        if (store.Root.Stat(PathOf(root)) is not null)
            store.Root.RemoveFile(PathOf(root));
    }

    private void Add(StoreRoot root)
    {
        string path = PathOf(root);
        if (store.Root.Stat(path) is not null)
            return;
        store.MakeDirectory(Folder);
        string draft = $"{ModelStore.PartialPath}/{Guid.NewGuid():N}.new";
        store.MakeDirectory(ModelStore.PartialPath);
        using (FileStream file = store.Root.CreateNew(draft, StoreFiles.ModeIn(store, Folder)))
        {
            file.Write(Write(root));
            RandomAccess.FlushToDisk(file.SafeFileHandle);
        }

        store.Root.Rename(draft, path);
    }

    private static string PathOf(StoreRoot root) => $"{Folder}/{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{root.Directory}\0{root.State}\0{root.User}\0{root.Home}")))[..40]}.json";

    private static ReadOnlySpan<byte> Write(StoreRoot root)
    {
        var bytes = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(bytes, LockedModelJson.Style))
        {
            writer.WriteStartObject();
            writer.WriteString("directory", root.Directory);
            writer.WriteString("state", root.State);
            writer.WriteString("user", root.User);
            writer.WriteString("home", root.Home);
            writer.WriteEndObject();
        }

        return bytes.WrittenSpan;
    }

    private StoreRoot Read(string path)
    {
        try
        {
            using var json = JsonDocument.Parse(store.Root.ReadAllBytes(path));
            JsonElement root = json.RootElement;
            return new StoreRoot(root.Text("directory"), root.OptionalText("state"), root.OptionalText("user"), root.OptionalText("home"));
        }
        catch (Exception cause) when (cause is FormatException or JsonException)
        {
            throw new HostToolsException(ModelErrors.RecordUnreadable(store.Root.Describe(path), cause));
        }
    }
}
