using HostTools.Activation.Resources;
using HostTools.Platform;

namespace HostTools.Machine.Secrets;

/// <summary>Files that nobody else may read: plain secrets, and keys that open others.</summary>
internal sealed class SecretFile(Root machine, Func<int> user)
{
    private const int GroupAndOthers = 0x3F;
    private const int OthersOrGroupWrites = 0x17;

    /// <summary>The content of a file that only its owner may read.</summary>
    public byte[] Read(SecretSource source, string path)
    {
        FileStatus before = Require(source, path, GroupAndOthers);
        SecretReader.RequireSize(source, before.Size);
        byte[] bytes = machine.ReadAllBytes(path);
        // Between the look and the read somebody may have put another file there.
        FileStatus after = Require(source, path, GroupAndOthers);
        return before.Identity == after.Identity ? Limited(source, bytes)
            : throw new SecretException(MachineErrors.SecretUnavailable(source, $"'{path}' was exchanged while it was read", "Try again"));
    }

    /// <summary>The identities that are there, each looked at: with a key that others have a secret is none.</summary>
    public IReadOnlyList<string> Present(SecretSource source)
    {
        string[] there = [.. source.Identities.Where(path => machine.Stat(path) is not null)];
        // Some systems give a group the keys of the SSH host to read.
        foreach (string path in there)
            Require(source, path, OthersOrGroupWrites);
        return there;
    }

    /// <summary>Whether a key is one of SSH.</summary>
    public bool IsSsh(string path) => machine.TryReadAllText(path)?.StartsWith("-----BEGIN", StringComparison.Ordinal) == true;

    public static byte[] Limited(SecretSource source, byte[] bytes)
    {
        SecretReader.RequireSize(source, bytes.Length);
        return bytes;
    }

    private FileStatus Require(SecretSource source, string path, int forbidden)
    {
        FileStatus status = machine.Stat(path) ?? throw Unsafe(source, path, "is not there", "Make it with mode 0600");
        if (status.Type is not FileEntryType.File)
            throw Unsafe(source, path, status.Type is FileEntryType.Link ? "is a symbolic link" : "is no regular file", "Name the file itself");
        if (OperatingSystem.IsWindows())
            return status;
        if ((status.Mode & forbidden) != 0)
            throw Unsafe(source, path, $"may be used by others (mode {Convert.ToString(status.Mode, 8).PadLeft(4, '0')})", $"Say chmod 600 {path}");
        if (status.UserId != 0 && status.UserId != user())
            throw Unsafe(source, path, $"belongs to another user ({status.UserId})", $"Say chown {user()} {path}");
        return status;
    }

    private static SecretException Unsafe(SecretSource source, string path, string why, string fix) =>
        new(MachineErrors.SecretUnavailable(source, $"'{path}' {why}", fix));
}
