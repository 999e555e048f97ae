using HostTools.Platform;

namespace HostTools.Machine.Adoption;

/// <summary>What the package manager of a root knows, read without it.</summary>
/// <param name="Manager"><c>apt</c>, <c>pacman</c>, <c>apk</c>, <c>dnf</c>, <c>zypper</c>, or the name of one whose database is not read.</param>
internal sealed record PackageDatabase(string Manager)
{
    /// <summary>Packages that somebody asked for, in ordinal order.</summary>
    public IReadOnlyList<string> Manual { get; init; } = [];

    /// <summary>How many of those belong to every system of that kind, and so are not listed.</summary>
    public int Everywhere { get; init; }

    /// <summary>How many are libraries that other installed packages bring anyway, and so are not listed.</summary>
    public int Libraries { get; init; }

    /// <summary>How many are not listed because other installed packages need them, where nothing says who asked for them.</summary>
    public int Needed { get; init; }

    /// <summary>Files below /etc that came with packages, and their MD5, SHA-1 or SHA-256 sums as they came; empty where no sum is known.</summary>
    public IReadOnlyDictionary<string, string> Files { get; init; } = new Dictionary<string, string>();

    /// <summary>Why nothing is known; null when the database was read.</summary>
    public string? Unknown { get; init; }

    /// <summary>Reads the database of whichever manager the root has.</summary>
    /// <param name="root">The root.</param>
    /// <param name="manager">The manager it has; null when it has none.</param>
    /// <param name="processes">Starts rpm, whose database only rpm reads; null when no program may be started.</param>
    public static PackageDatabase Read(Root root, string? manager, IProcessRunner? processes) => manager switch
    {
        "apt" => Dpkg.Read(root),
        "pacman" => Pacman.Read(root),
        "apk" => Apk.Read(root),
        "dnf" or "zypper" => Rpm.Read(root, manager, processes),
        null => new PackageDatabase("packages") { Unknown = "no package manager was found" },
        _ => new PackageDatabase(manager) { Unknown = $"the database of {manager} is not read; ask {manager} for the packages installed by hand" },
    };
}

/// <summary>Debian's packages.</summary>
internal static class Dpkg
{
    private const string Info = "/var/lib/dpkg/info";
    private const long LargestDatabase = 64 << 20;

    public static PackageDatabase Read(Root root)
    {
        if (RootFiles.Text(root, "/var/lib/dpkg/status", LargestDatabase) is not { } status)
            return new PackageDatabase("apt") { Unknown = "'/var/lib/dpkg/status' cannot be read" };
        HashSet<string> automatic = [.. Stanzas(RootFiles.Text(root, "/var/lib/apt/extended_states", LargestDatabase) ?? string.Empty)
            .Where(static stanza => stanza.GetValueOrDefault("Auto-Installed") == "1").Select(static stanza => stanza.GetValueOrDefault("Package") ?? string.Empty)];
        var files = new Dictionary<string, string>(StringComparer.Ordinal);
        List<string> manual = [];
        (int everywhere, int libraries) = (0, 0);
        List<Dictionary<string, string>> stanzas = [.. Stanzas(status)];
        HashSet<string> needed = [.. stanzas.SelectMany(static stanza => Names($"{stanza.GetValueOrDefault("Depends")},{stanza.GetValueOrDefault("Pre-Depends")}"))];
        foreach (Dictionary<string, string> stanza in stanzas)
        {
            if (stanza.GetValueOrDefault("Package") is not { Length: > 0 } name || stanza.GetValueOrDefault("Status")?.EndsWith(" installed", StringComparison.Ordinal) != true)
                continue;
            AddConffiles(stanza.GetValueOrDefault("Conffiles") ?? string.Empty, files);
            if (automatic.Contains(name))
                continue;
            if (stanza.GetValueOrDefault("Essential") == "yes" || stanza.GetValueOrDefault("Priority") is "required")
                everywhere++;
            else if (stanza.GetValueOrDefault("Section") is "libs" or "oldlibs" or "perl" && needed.Contains(name))
                libraries++;
            else
                manual.Add(name);
        }

        AddLists(root, files);
        AddRegistered(RootFiles.Text(root, "/var/lib/ucf/hashfile") ?? string.Empty, files);
        return new PackageDatabase("apt") { Manual = [.. manual.Distinct().Order(StringComparer.Ordinal)], Everywhere = everywhere, Libraries = libraries, Files = files };
    }

    /// <summary>Fields of paragraphs; further lines of a field are joined to it by line ends.</summary>
    internal static IEnumerable<Dictionary<string, string>> Stanzas(string text)
    {
        var stanza = new Dictionary<string, string>(StringComparer.Ordinal);
        string? field = null;
        foreach (string line in text.Split('\n').Append(string.Empty))
        {
            if (line.Length == 0)
            {
                if (stanza.Count > 0)
                    yield return stanza;
                (stanza, field) = (new Dictionary<string, string>(StringComparer.Ordinal), null);
            }
            else if (char.IsWhiteSpace(line[0]))
            {
                if (field is not null)
                    stanza[field] += "\n" + line.Trim();
            }
            else if (line.IndexOf(':') is > 0 and var colon)
            {
                field = line[..colon];
                stanza[field] = line[(colon + 1)..].Trim();
            }
        }
    }

    /// <summary>The names in a field such as <c>libc6 (>= 2.36), perl:any | python3</c>.</summary>
    private static IEnumerable<string> Names(string field) =>
        field.Split([',', '|']).Select(static one => one.Trim().Split([' ', ':', '('], 2)[0]).Where(static name => name.Length > 0);

    private static void AddConffiles(string field, Dictionary<string, string> files)
    {
        foreach (string[] words in field.Split('\n').Select(static line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries)).Where(static words => words.Length >= 2))
            files[words[0]] = words[1].Length == 32 ? words[1] : string.Empty;
    }

    private static void AddLists(Root root, Dictionary<string, string> files)
    {
        foreach (string list in RootFiles.List(root, Info).Where(static name => name.EndsWith(".list", StringComparison.Ordinal)))
        {
            foreach (string line in (RootFiles.Text(root, $"{Info}/{list}") ?? string.Empty).Split('\n').Where(static line => line.StartsWith("/etc/", StringComparison.Ordinal)))
                files.TryAdd(line, string.Empty);
        }
    }

    /// <summary>Files that packages make and look after by ucf, as they were when it last did.</summary>
    private static void AddRegistered(string text, Dictionary<string, string> files)
    {
        foreach (string[] words in text.Split('\n').Select(static line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries)).Where(static words => words.Length == 2 && words[0].Length == 32))
            files[words[1]] = words[0];
    }
}

/// <summary>Arch's packages.</summary>
internal static class Pacman
{
    private const string Local = "/var/lib/pacman/local";

    public static PackageDatabase Read(Root root)
    {
        var files = new Dictionary<string, string>(StringComparer.Ordinal);
        List<string> manual = [];
        foreach (string package in RootFiles.List(root, Local))
        {
            Dictionary<string, List<string>> said = Sections(RootFiles.Text(root, $"{Local}/{package}/desc") ?? string.Empty);
            if (said.GetValueOrDefault("NAME") is not [var name, ..])
                continue;
            // Without a reason somebody asked for it.
            if (said.GetValueOrDefault("REASON") is not ["1", ..])
                manual.Add(name);
            Dictionary<string, List<string>> listed = Sections(RootFiles.Text(root, $"{Local}/{package}/files") ?? string.Empty);
            foreach (string file in (listed.GetValueOrDefault("FILES") ?? []).Where(static file => file.StartsWith("etc/", StringComparison.Ordinal)))
                files.TryAdd("/" + file.TrimEnd('/'), string.Empty);
            foreach (string[] backup in (listed.GetValueOrDefault("BACKUP") ?? []).Select(static line => line.Split('\t')).Where(static words => words.Length == 2))
                files["/" + backup[0]] = backup[1];
        }

        return new PackageDatabase("pacman") { Manual = [.. manual.Distinct().Order(StringComparer.Ordinal)], Files = files };
    }

    internal static Dictionary<string, List<string>> Sections(string text)
    {
        var sections = new Dictionary<string, List<string>>(StringComparer.Ordinal);
        List<string>? lines = null;
        foreach (string line in text.Split('\n').Select(static line => line.TrimEnd('\r')))
        {
            if (line is ['%', .., '%'])
                sections[line[1..^1]] = lines = [];
            else if (line.Length > 0)
                lines?.Add(line);
        }

        return sections;
    }
}
