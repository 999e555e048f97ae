namespace HostTools.Facts;

/// <summary>What a system's files say about kernel modules.</summary>
public sealed record ModuleSettings
{
    /// <summary>Lines of modprobe's files, in the order they are read.</summary>
    public IReadOnlyList<ModuleLine> Modprobe { get; init; } = [];

    /// <summary>Modules that are loaded at every start, from <c>modules-load.d</c>.</summary>
    public IReadOnlyList<ModuleName> Loaded { get; init; } = [];

    /// <summary>Modules that the initial RAM disk shall have, in the order it loads them.</summary>
    public IReadOnlyList<ModuleName> Initramfs { get; init; } = [];

    /// <summary>The values of a module's options: <c>options vfio-pci ids=…</c>. Modprobe takes <c>-</c> and <c>_</c> for the same.</summary>
    public IEnumerable<string> Options(string module, string option) =>
        from line in Modprobe
        where line.Words is ["options", var name, ..] && Same(name, module)
        from word in line.Words.Skip(2)
        where word.StartsWith(option + "=", StringComparison.Ordinal)
        select word[(option.Length + 1)..];

    /// <summary>Names of one module.</summary>
    public static bool Same(string one, string other) => one.Replace('-', '_') == other.Replace('-', '_');
}

/// <summary>A line of a file of modprobe.</summary>
/// <param name="Words">The command and its words.</param>
/// <param name="Source">The file.</param>
public sealed record ModuleLine(IReadOnlyList<string> Words, string Source);

/// <summary>A module that a file names.</summary>
/// <param name="Name">As it stands there.</param>
/// <param name="Source">The file.</param>
public sealed record ModuleName(string Name, string Source);

/// <summary>Reads what files say about kernel modules.</summary>
internal static class ModuleSettingsReader
{
    private const int MaximumFiles = 512;

    public static ModuleSettings Read(MachineFiles files, string? initramfs) => new()
    {
        Modprobe = [.. Drop(files, "modprobe.d").SelectMany(file => Lines(files, file).Select(line => new ModuleLine(line.Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries), file)))],
        Loaded = [.. Drop(files, "modules-load.d").Prepend("/etc/modules").SelectMany(file => Lines(files, file).Where(static line => line[0] != ';').Select(line => new ModuleName(line.Split([' ', '\t'], 2)[0], file)))],
        Initramfs = initramfs switch
        {
            "initramfs-tools" => [.. Lines(files, "/etc/initramfs-tools/modules").Select(static line => new ModuleName(line.Split([' ', '\t'], 2)[0], "/etc/initramfs-tools/modules"))],
            "dracut" => [.. Conf(files, "/etc/dracut.conf", "/etc/dracut.conf.d", "/usr/lib/dracut/dracut.conf.d").SelectMany(file => Shell(files, file, "force_drivers", "add_drivers"))],
            "mkinitcpio" => [.. Conf(files, "/etc/mkinitcpio.conf", "/etc/mkinitcpio.conf.d").SelectMany(file => Shell(files, file, "MODULES"))],
            "booster" => [.. Lines(files, "/etc/booster.yaml").Where(static line => line.StartsWith("modules_force_load:", StringComparison.Ordinal))
                .SelectMany(static line => line["modules_force_load:".Length..].Split([' ', ','], StringSplitOptions.RemoveEmptyEntries)).Select(static name => new ModuleName(name, "/etc/booster.yaml"))],
            _ => [],
        },
    };

    /// <summary>Files of a folder that exists in three places; one in /etc stands for those of the same name elsewhere.</summary>
    private static SortedDictionary<string, string>.ValueCollection Drop(MachineFiles files, string folder)
    {
        var found = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (string place in (string[])["/etc", "/run", "/usr/lib"])
        {
            foreach (string name in Named(files, $"{place}/{folder}"))
                found.TryAdd(name, $"{place}/{folder}/{name}");
        }

        return found.Values;
    }

    private static IEnumerable<string> Conf(MachineFiles files, string main, params string[] folders) =>
        folders.SelectMany(folder => Named(files, folder).Select(name => $"{folder}/{name}")).Prepend(main);

    private static IEnumerable<string> Named(MachineFiles files, string folder) =>
        files.List(folder).Where(static name => name.EndsWith(".conf", StringComparison.Ordinal)).Take(MaximumFiles);

    private static IEnumerable<string> Lines(MachineFiles files, string path) =>
        (files.Exists(path) ? files.ReadText(path) : null)?.Replace("\\\n", " ", StringComparison.Ordinal)
            .Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Where(static line => line[0] != '#') ?? [];

    /// <summary>The words of <c>NAME+=" a b "</c> and <c>NAME=(a b)</c>; what shells do beyond that is not followed.</summary>
    private static IEnumerable<ModuleName> Shell(MachineFiles files, string path, params string[] names) =>
        from line in Lines(files, path)
        let at = line.IndexOf('=')
        where at > 0 && names.Contains(line[..at].TrimEnd('+', ' '))
        from word in line[(at + 1)..].Split('#')[0].Split([' ', '\t', '(', ')', '"', '\''], StringSplitOptions.RemoveEmptyEntries)
        where !word.StartsWith('$')
        select new ModuleName(word, path);
}
