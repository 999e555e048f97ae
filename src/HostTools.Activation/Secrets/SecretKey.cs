using System.Collections.Concurrent;
using System.Security.Cryptography;
using HostTools.Platform;

namespace HostTools.Activation;

/// <summary>
/// The key of a target under which content with secrets is hashed: equal hashes tell that nothing changed, and without the key they tell nothing.
/// Planning writes nothing, so a new key is in memory until something is applied or saved.
/// </summary>
/// <param name="state">The state of the target.</param>
/// <param name="directory">Absolute path of the state: all that is planned and applied in one process has one new key.</param>
internal sealed class SecretKey(Root state, string directory)
{
    public const string Folder = "/secrets";

    private const string KeyPath = Folder + "/key";
    private const int Length = 32;
    private const int Private = 0x180;
    private const int GroupAndOthers = 0x3F;

    private static readonly ConcurrentDictionary<string, byte[]> s_new = new(StringComparer.Ordinal);

    private readonly Lock _lock = new();
    private byte[]? _bytes;

    /// <summary>HMAC-SHA256 of content, in lower-case hexadecimal.</summary>
    public string HashOf(Stream content) => Convert.ToHexStringLower(HMACSHA256.HashData(Bytes(), content));

    /// <inheritdoc cref="HashOf(Stream)"/>
    public string HashOf(ReadOnlySpan<byte> content) => Convert.ToHexStringLower(HMACSHA256.HashData(Bytes(), content));

    /// <summary>Puts the key on the disk. The caller holds the lock.</summary>
    /// <exception cref="HostToolsException">PlanStale: somebody else made a key meanwhile.</exception>
    public void Keep(string target)
    {
        if (Read() is { } there)
        {
            if (!there.AsSpan().SequenceEqual(Bytes()))
                throw new HostToolsException(ActivationErrors.PlanStale(target, ["the key under which secrets are compared was made meanwhile"]));
            return;
        }

        MakeFolder(state);
        const string draft = KeyPath + ".new";
        if (state.Stat(draft) is not null)
            state.RemoveFile(draft);
        using var sync = new SyncGroup();
        FileStream file = state.CreateNew(draft, Private);
        sync.Add(file, () => state.Rename(draft, KeyPath));
        file.Write(Bytes());
        sync.Flush();
        sync.AddDirectory(state, Folder);
        sync.AddDirectory(state, "/");
        sync.Flush();
    }

    public static void MakeFolder(Root state)
    {
        if (state.StatFollowed(Folder) is null)
            state.CreateDirectory(Folder, 0x1C0);
    }

    private byte[] Bytes()
    {
        lock (_lock)
            return _bytes ??= Read() ?? s_new.GetOrAdd(directory, static _ => RandomNumberGenerator.GetBytes(Length));
    }

    /// <summary>A key that is not whole fits nothing that was hashed, so it is as good as none; and one that others may know hides nothing.</summary>
    private byte[]? Read() => state.Stat(KeyPath) is { Type: FileEntryType.File, Size: Length } key && (OperatingSystem.IsWindows() || (key.Mode & GroupAndOthers) == 0)
        ? state.ReadAllBytes(KeyPath, Length)
        : null;
}
