using System.Text;

namespace HostTools.Facts;

/// <summary>Something that is mounted, as <c>/proc/self/mountinfo</c> says it.</summary>
/// <param name="Path">Where.</param>
/// <param name="Type">Kind of file system, for example <c>ext4</c>.</param>
/// <param name="Source">What, for example <c>/dev/sda2</c>.</param>
/// <param name="Options">Options of the mount, then those of the file system, each once.</param>
public sealed record MountFacts(string Path, string Type, string Source, IReadOnlyList<string> Options)
{
    /// <summary>The file system's UUID; null when udev knows none.</summary>
    public string? Uuid { get; init; }

    /// <summary>What of the file system is seen: <c>/</c> for all of it, else a subvolume or the folder of a bind mount.</summary>
    public string Inside { get; init; } = "/";

    /// <summary>The kernel's names of the disks it lies on; empty for a server's, and where it cannot be told.</summary>
    public IReadOnlyList<string> Disks { get; init; } = [];

    /// <summary>Kind, source and UUID in one line.</summary>
    public override string ToString() => $"{Type} {Source}{(Uuid is null ? string.Empty : $" (UUID {Uuid})")}";
}

/// <summary>Reads tables of mounts and swap space.</summary>
internal static class MountTable
{
    /// <summary>File systems that hold no disk's or server's files.</summary>
    private static readonly HashSet<string> s_virtual = new(StringComparer.Ordinal)
    {
        "autofs", "binfmt_misc", "bpf", "cgroup", "cgroup2", "configfs", "debugfs", "devpts", "devtmpfs", "efivarfs", "fuse.gvfsd-fuse", "fuse.portal",
        "fusectl", "hugetlbfs", "mqueue", "nsfs", "overlay", "proc", "pstore", "ramfs", "rpc_pipefs", "securityfs", "selinuxfs", "squashfs", "sysfs", "tmpfs", "tracefs",
    };

    /// <summary>The mounts of file systems that hold files, the last one of each place, ordered by place; null when no line is one of a table.</summary>
    public static IReadOnlyList<MountFacts>? Parse(string text)
    {
        var mounts = new SortedDictionary<string, MountFacts>(StringComparer.Ordinal);
        bool isTable = text.Trim().Length == 0;
        foreach (string line in text.Split('\n'))
        {
            if (ParseLine(line) is not { } mount)
                continue;
            isTable = true;
            mounts.Remove(mount.Path);
            if (!s_virtual.Contains(mount.Type))
                mounts.Add(mount.Path, mount);
        }

        return isTable ? [.. mounts.Values] : null;
    }

    /// <summary>The devices and files of <c>/proc/swaps</c>, in their order.</summary>
    public static IReadOnlyList<string> Swaps(string text) =>
    [
        .. text.Split('\n').Skip(1).Select(static line => line.Split([' ', '\t'], 2)[0]).Where(static name => name.StartsWith('/') && !name.StartsWith("/dev/zram", StringComparison.Ordinal))
            .Select(Unescape),
    ];

    private static MountFacts? ParseLine(string line)
    {
        string[] fields = line.Split(' ');
        int dash = Array.IndexOf(fields, "-");
        if (dash < 6 || fields.Length < dash + 4 || !fields[4].StartsWith('/'))
            return null;
        return new MountFacts(
            Unescape(fields[4]), fields[dash + 1], Unescape(fields[dash + 2]),
            [.. fields[5].Split(',').Concat(fields[dash + 3].Split(',')).Where(static option => option.Length > 0).Select(Unescape).Distinct()])
        {
            Inside = Unescape(fields[3]),
        };
    }

    /// <summary>Blanks and the like are written as a backslash and three octal digits.</summary>
    internal static string Unescape(string field)
    {
        if (!field.Contains('\\', StringComparison.Ordinal))
            return field;
        var bytes = new List<byte>();
        byte[] raw = Encoding.UTF8.GetBytes(field);
        for (int at = 0; at < raw.Length; at++)
        {
            if (raw[at] == '\\' && at + 3 < raw.Length && raw.AsSpan(at + 1, 3).IndexOfAnyExceptInRange((byte)'0', (byte)'7') < 0 && raw[at + 1] <= '3')
            {
                bytes.Add((byte)(((raw[at + 1] - '0') << 6) | ((raw[at + 2] - '0') << 3) | (raw[at + 3] - '0')));
                at += 3;
            }
            else
            {
                bytes.Add(raw[at]);
            }
        }

        return Encoding.UTF8.GetString([.. bytes]);
    }
}
