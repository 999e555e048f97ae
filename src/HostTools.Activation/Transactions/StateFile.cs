using System.Buffers;
using System.Text.Json;
using HostTools.Platform;

namespace HostTools.Activation;

/// <summary>A small file of the state whose presence decides something: it is there whole or not at all, and durably.</summary>
internal static class StateFile
{
    // Other users have to be able to look, and nothing in such a file is a secret.
    private const int Mode = 0x1A4;
    private const int Private = 0x180;

    /// <summary>Writes it beside its place and renames it.</summary>
    public static void Write(Root state, string path, Action<Utf8JsonWriter> content, bool isPrivate = false)
    {
        var bytes = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(bytes))
            content(writer);
        string draft = path + ".new";
        if (state.Stat(draft) is not null)
            state.RemoveFile(draft);
        using var sync = new SyncGroup();
        FileStream file = state.CreateNew(draft, isPrivate ? Private : Mode);
        sync.Add(file);
        file.Write(bytes.WrittenSpan);
        sync.Flush();
        state.Rename(draft, path);
        sync.AddDirectory(state, "/");
        sync.Flush();
    }

    /// <summary>Removes it.</summary>
    public static void Remove(Root state, string path)
    {
        state.RemoveFile(path);
        using var sync = new SyncGroup();
        sync.AddDirectory(state, "/");
        sync.Flush();
    }
}
