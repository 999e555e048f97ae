using System.Globalization;
using System.Text.RegularExpressions;
using HostTools.Configuration;
using HostTools.Facts;
using HostTools.Machine.Boot;
using HostTools.Platform;
using HostTools.Virtualization;

namespace HostTools.Commands;

/// <summary>How the boot menu of a machine gets an entry, where the host's configuration does not write menus yet.</summary>
/// <param name="Machine">The machine.</param>
/// <param name="Facts">What it is.</param>
/// <param name="Config">The host with the devices, and with any boot loader.</param>
internal sealed partial record VfioBoot(Root Machine, TargetFacts Facts, HostConfig Config)
{
    private const string GrubSettings = "/etc/default/grub";

    /// <summary>The wish with what has to be said about the loader.</summary>
    public VfioWish Fill(VfioWish wish)
    {
        if (wish.IsAlways || Config.TryGet(out _, "modules", "system", "boot"))
            return wish;
        IReadOnlyList<BootMenu> menus = BootMenus.Read(Machine);
        BootMenu menu = menus.FirstOrDefault(menu => menu.Loader == Facts.BootLoader) ?? (menus.Count > 0 ? menus[0] : throw new HostToolsException(BootErrors.BootLoaderMissing(Machine.Directory)));
        return menu.Loader == "grub"
            ? wish with { Imports = ["system/boot"], BootLines = [Grub(menu)] }
            : wish with { BootLines = [$"boot.menu: {{ loader: !default {menu.Loader}, mount: !default {MountOf(menu.File)} }}"] };
    }

    private string Grub(BootMenu menu)
    {
        string[] words =
        [
            "loader: !default grub",
            string.Create(CultureInfo.InvariantCulture, $"timeout: !default {Timeout()}"),
            .. menu.Entries.Any(static entry => entry.File.Contains("/loader/entries/", StringComparison.Ordinal)) ? ["grub.entries: !default files"] : Array.Empty<string>(),
            .. ReadsDropIns() ? Array.Empty<string>() : ["grub.dropIn: !default false"],
        ];
        return $"modules.system.boot: {{ {string.Join(", ", words)} }}";
    }

    /// <summary>Debian's script reads them, and those of distributions that derive from it.</summary>
    private bool ReadsDropIns() => Facts.Os is { } os && os.Like.Prepend(os.Id).Any(static id => id is "debian" or "ubuntu");

    /// <summary>Seconds; a menu that is hidden now has to be seen to choose.</summary>
    private int Timeout()
    {
        Match found = TimeoutLine().Match(Machine.TryReadAllText(GrubSettings) ?? string.Empty);
        return found.Success && int.TryParse(found.Groups[1].Value, NumberStyles.None, CultureInfo.InvariantCulture, out int seconds) && seconds > 0 ? seconds : 5;
    }

    private static string MountOf(string file) => ((string[])["/efi", "/boot/efi", "/boot"]).FirstOrDefault(mount => file.StartsWith(mount + "/", StringComparison.Ordinal)) ?? "/boot";

    [GeneratedRegex("^[ \\t]*GRUB_TIMEOUT=[\"']?([0-9]{1,4})[\"']?[ \\t]*$", RegexOptions.CultureInvariant | RegexOptions.Multiline)]
    private static partial Regex TimeoutLine();
}
