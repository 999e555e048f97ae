using HostTools.Platform;

namespace HostTools.Machine.Boot;

/// <summary>The menu of systemd-boot: files of the Boot Loader Specification, and unified kernels.</summary>
internal static class BlsMenu
{
    public const string Loader = "systemd-boot";

    /// <summary>In the name of each entry of ours, between that of the entry it follows and its own.</summary>
    public const string Mark = "-hosttools-";

    public static BootMenu? Read(BootFiles files, string? mount = null)
    {
        string[] mounts = [.. MountsWith(files, "/loader/loader.conf", mount)];
        return mounts.Length == 0 ? null : Read(files, mounts[0] + "/loader/loader.conf", mount);
    }

    /// <summary>The menu as it would be without us, also where GRUB reads the entries.</summary>
    public static BootMenu? ReadForeign(BootFiles files, string mount)
    {
        string[] mounts = [.. MountsWith(files, "/loader/loader.conf", mount)];
        if (mounts.Length == 0 && !Folders(files, mount).Any())
            return null;
        return Read(files, (mounts.FirstOrDefault() ?? mount) + "/loader/loader.conf", mount, isForeign: true);
    }

    /// <summary>Folders with entries.</summary>
    public static IEnumerable<string> Folders(BootFiles files, string mount) => MountsWith(files, "/loader/entries", mount).Select(static place => place + "/loader/entries");

    private static BootMenu Read(BootFiles files, string settingsPath, string? mount, bool isForeign = false)
    {
        var warnings = new List<string>();
        var entries = Entries(files, Loader, mount, warnings).Where(entry => !isForeign || !entry.IsOurs).Order(s_order).ToList();
        foreach (string other in MountsWith(files, "/loader/loader.conf", mount).Skip(1))
            warnings.Add($"'{other}/loader/loader.conf' is not read: '{settingsPath}' is.");
        var menu = new BootMenu(Loader, settingsPath, entries) { Warnings = warnings };
        BlsFile settings = files.Parsed(settingsPath, BlsFile.Parse);
        string? wanted = LoaderVariables.Read(files, "LoaderEntryDefault") ?? (isForeign ? settings.Values("default").LastOrDefault(static value => !value.Contains("hosttools-", StringComparison.Ordinal)) : settings.Value("default"));
        int index = wanted switch
        {
            "@saved" => Find(entries, LoaderVariables.Read(files, "LoaderEntryLastBooted")),
            "@current" => Find(entries, LoaderVariables.Read(files, "LoaderEntrySelected")),
            _ => Find(entries, wanted),
        };
        if (index < 0 && wanted is not null && !wanted.StartsWith('@'))
            menu = menu with { Warnings = [.. warnings, $"The default '{wanted}' is none of the entries; their names end in '.conf' or '.efi'. The first one starts."] };
        if (index < 0 && entries.Count > 0)
            index = 0;
        menu = index < 0 ? menu : menu.WithDefault(index);
        return LoaderVariables.Read(files, "LoaderEntryOneShot") is { } next && Find(entries, next) is >= 0 and var nextIndex ? menu.WithNext(nextIndex) : menu;
    }

    /// <summary>Entries of all partitions, in no order.</summary>
    public static IEnumerable<BootEntry> Entries(BootFiles files, string loader, string? mount, List<string> warnings)
    {
        foreach (string place in MountsWith(files, "/loader/entries", mount))
        {
            string folder = place + "/loader/entries";
            foreach (string name in files.List(folder, ".conf"))
                yield return OfText(files, loader, place, RootPath.Join(folder, name), warnings);
        }

        foreach (string place in MountsWith(files, "/EFI/Linux", mount))
        {
            foreach (string name in files.List(place + "/EFI/Linux", ".efi"))
            {
                string path = $"{place}/EFI/Linux/{name}";
                if (UnifiedKernel.Read(files.Root, path) is { } kernel)
                    yield return new BootEntry(name, kernel.Title ?? name, loader, BootEntryKind.UnifiedKernel, path) { Kernel = path[place.Length..], Parameters = kernel.Parameters, Version = kernel.Version };
                else
                    warnings.Add($"'{path}' is no unified kernel image, and no entry is made of it.");
            }
        }
    }

    private static BootEntry OfText(BootFiles files, string loader, string place, string path, List<string> warnings)
    {
        BlsFile file = files.Parsed(path, BlsFile.Parse);
        string id = BootCounting.Stripped(RootPath.NameOf(path));
        string? kernel = file.Value("linux");
        string? program = file.Value("efi") ?? file.Value("uki");
        string[] initrds = [.. file.Values("initrd")];
        foreach (string needed in initrds.Prepend(kernel ?? program).OfType<string>().SelectMany(static line => line.Split(' ')).Where(needed => needed.StartsWith('/') && !files.Root.Exists(place + needed)))
            warnings.Add($"'{path}' names '{needed}', which is not on its partition; the entry does not start.");
        if (kernel is null && program is null)
            warnings.Add($"'{path}' has neither 'linux' nor 'efi', and is no entry.");
        string[] options = [.. file.Values("options")];
        return new BootEntry(id, file.Value("title") ?? id, loader, kernel is not null ? BootEntryKind.Linux : program is not null ? BootEntryKind.Efi : BootEntryKind.Other, path)
        {
            Line = 1,
            Kernel = kernel ?? program,
            Initrds = initrds,
            Parameters = options.Length == 0 ? null : string.Join(' ', options),
            Version = file.Value("version"),
            SortKey = file.Value("sort-key") ?? string.Empty,
            MachineId = file.Value("machine-id") ?? string.Empty,
            IsOurs = id.Contains(Mark, StringComparison.Ordinal),
        };
    }

    /// <summary>Those with a key to sort by first, by it; then the newest.</summary>
    private static readonly IComparer<BootEntry> s_order = Comparer<BootEntry>.Create(static (a, b) =>
    {
        if (a.SortKey.Length > 0 != b.SortKey.Length > 0)
            return a.SortKey.Length > 0 ? -1 : 1;
        if (a.SortKey.Length > 0)
        {
            int order = string.CompareOrdinal(a.SortKey, b.SortKey);
            order = order != 0 ? order : string.CompareOrdinal(a.MachineId, b.MachineId);
            order = order != 0 ? order : -VersionOrder.Compare(a.Version, b.Version);
            if (order != 0)
                return order;
        }

        return -VersionOrder.Compare(a.Id.ToLowerInvariant(), b.Id.ToLowerInvariant()) is not 0 and var byId ? byId : string.CompareOrdinal(a.File, b.File);
    });

    private static int Find(List<BootEntry> entries, string? pattern) =>
        pattern is null ? -1 : entries.FindIndex(entry => System.IO.Enumeration.FileSystemName.MatchesSimpleExpression(pattern, entry.Id));

    private static IEnumerable<string> MountsWith(BootFiles files, string path, string? mount)
    {
        var real = new HashSet<string>(StringComparer.Ordinal);
        foreach (string place in mount is null ? BootFiles.Mounts : BootFiles.Mounts.Prepend(mount).Distinct())
        {
            if (files.Root.Exists(place + path) && real.Add(files.Real(place + path)))
                yield return place;
        }
    }
}
