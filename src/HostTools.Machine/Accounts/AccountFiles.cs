using HostTools.Platform;

namespace HostTools.Machine.Accounts;

/// <summary>The account files of a root file system: lines of fields between colons, the first of which is a name.</summary>
internal sealed class AccountFiles(Root root)
{
    public const string Passwd = "/etc/passwd";
    public const string Group = "/etc/group";
    public const string Shadow = "/etc/shadow";
    public const string GroupShadow = "/etc/gshadow";
    public const string SubUsers = "/etc/subuid";
    public const string SubGroups = "/etc/subgid";

    private const int LineLimit = 4096;

    /// <summary>The files that there are; a folder without them is no whole root file system.</summary>
    public bool Exist => root.Exists(Passwd) && root.Exists(Group);

    public bool Has(string file) => root.Exists(file);

    /// <summary>The line of a name; null when there is none.</summary>
    public string? Line(string file, string name) => Lines(file).FirstOrDefault(line => NameOf(line) == name);

    /// <summary>The names on the lines above that of a name, the nearest first; null where that is not there.</summary>
    public IReadOnlyList<string>? NamesAbove(string file, string name)
    {
        var above = new List<string>();
        foreach (string line in Lines(file))
        {
            if (NameOf(line) == name)
                return above;
            above.Insert(0, NameOf(line));
        }

        return null;
    }

    /// <summary>All lines that are an entry, as fields.</summary>
    public IEnumerable<string[]> Entries(string file) => Lines(file).Where(static line => line.Contains(':')).Select(static line => line.Split(':'));

    /// <summary>Replaces, adds or (null) removes the line of a name; every other byte stays. Atomic and on the disk when it returns.</summary>
    /// <exception cref="RootIOException">It cannot be written.</exception>
    /// <exception cref="HostToolsException">AccountFileUnusual when it is no regular file.</exception>
    public void Put(string file, string name, string? line) => Put(file, name, line is null ? [] : [line]);

    /// <summary>As above, for files that may have several lines of a name.</summary>
    /// <param name="above">The names that it comes after where it is not there any more: the first of them that is; null for the end.</param>
    public void Put(string file, string name, IReadOnlyList<string> lines, IReadOnlyList<string>? above = null)
    {
        if (root.Stat(file) is not { Type: FileEntryType.File } status)
            throw new HostToolsException(MachineErrors.AccountFileUnusual(root.Describe(file)));
        string text = root.TryReadAllText(file) ?? string.Empty;
        string changed = With(text, name, lines, above);
        string temporary = $"{file}.hosttools";
        if (root.Stat(temporary) is not null)
            root.RemoveFile(temporary);
        if (changed == text)
            return;
        using (FileStream stream = root.CreateNew(temporary, status.Mode))
        {
            stream.Write(System.Text.Encoding.UTF8.GetBytes(changed));
            if (Environment.IsPrivilegedProcess && !OperatingSystem.IsWindows())
            {
                root.SetOwner(temporary, status.UserId, status.GroupId);
                root.SetMode(temporary, status.Mode);
            }

            stream.Flush(flushToDisk: true);
        }

        root.Rename(temporary, file);
        root.SyncDirectory(RootPath.ParentOf(file));
    }

    /// <summary>A text with the lines of a name replaced, added before the entries of network services, or removed.</summary>
    public static string With(string text, string name, IReadOnlyList<string> wanted, IReadOnlyList<string>? above = null)
    {
        List<string> lines = [.. text.Split('\n')];
        bool isEnded = lines[^1].Length == 0;
        if (isEnded)
            lines.RemoveAt(lines.Count - 1);
        int at = lines.FindIndex(known => NameOf(known) == name);
        if (at < 0 && wanted.Count == 0)
            return text;
        bool isAdded = at < 0;
        if (isAdded)
        {
            int network = lines.FindIndex(static known => known.StartsWith('+') || known.StartsWith('-'));
            // Neighbours may have gone with it, and come back after it.
            at = above is not null ? above.Select(other => lines.FindLastIndex(known => NameOf(known) == other) + 1).FirstOrDefault(static place => place > 0)
                : network < 0 ? lines.Count : network;
        }

        lines.RemoveAll(known => NameOf(known) == name);
        lines.InsertRange(at, wanted);
        return lines.Count == 0 ? string.Empty : string.Join('\n', lines) + (isEnded || isAdded ? "\n" : string.Empty);
    }

    /// <summary>All lines of a name: one, but for the ranges of numbers that containers get.</summary>
    public IReadOnlyList<string> LinesOf(string file, string name) => [.. Lines(file).Where(line => NameOf(line) == name)];

    private IEnumerable<string> Lines(string file) =>
        (root.TryReadAllText(file) ?? string.Empty).Split('\n').Where(static line => line.Length is > 0 and < LineLimit);

    private static string NameOf(string line) => line.IndexOf(':', StringComparison.Ordinal) is >= 0 and var colon ? line[..colon] : line;
}
