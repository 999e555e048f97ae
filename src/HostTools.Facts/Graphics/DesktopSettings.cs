namespace HostTools.Facts;

/// <summary>What files say about which card shows the desktop, and about rights on devices.</summary>
public sealed record DesktopSettings
{
    /// <summary>Variables of sessions that name cards, such as <c>KWIN_DRM_DEVICES</c>, and what <c>BusID</c> of X names.</summary>
    public IReadOnlyList<DesktopSetting> Cards { get; init; } = [];

    /// <summary>Rules of udev in /etc that let everybody write to USB devices.</summary>
    public IReadOnlyList<DesktopSetting> OpenDevices { get; init; } = [];
}

/// <summary>A setting of a file.</summary>
/// <param name="Name">What is set.</param>
/// <param name="Value">To what; the first card of a list is the one that shows the desktop.</param>
/// <param name="Source">The file.</param>
public sealed record DesktopSetting(string Name, string Value, string Source);

/// <summary>Reads what files say about desktops.</summary>
internal static class DesktopSettingsReader
{
    private const int MaximumFiles = 512;

    private static readonly string[] s_variables = ["KWIN_DRM_DEVICES", "WLR_DRM_DEVICES", "AQ_DRM_DEVICES", "COSMIC_RENDER_DEVICE"];

    public static DesktopSettings Read(MachineFiles files) => new()
    {
        Cards =
        [
            .. Named(files, "/etc/environment.d", ".conf").Concat(Named(files, "/etc/profile.d", ".sh")).Prepend("/etc/environment").SelectMany(file => Variables(files, file)),
            .. Named(files, "/etc/X11/xorg.conf.d", ".conf").Prepend("/etc/X11/xorg.conf").SelectMany(file => BusIds(files, file)),
        ],
        OpenDevices =
        [
            .. from file in Named(files, "/etc/udev/rules.d", ".rules")
               from line in Lines(files, file)
               where line[0] != '#' && line.Contains("usb", StringComparison.OrdinalIgnoreCase) && (line.Contains("MODE=\"0666\"", StringComparison.Ordinal) || line.Contains("MODE:=\"0666\"", StringComparison.Ordinal) || line.Contains("MODE=\"666\"", StringComparison.Ordinal))
               select new DesktopSetting("MODE", PlainText.Of(line), file),
        ],
    };

    private static IEnumerable<DesktopSetting> Variables(MachineFiles files, string file) =>
        from line in Lines(files, file)
        let words = (line.StartsWith("export ", StringComparison.Ordinal) ? line["export ".Length..] : line).Split('=', 2)
        where words.Length == 2 && s_variables.Contains(words[0].Trim())
        select new DesktopSetting(words[0].Trim(), PlainText.Of(words[1].Trim().Trim('"', '\'')), file);

    private static IEnumerable<DesktopSetting> BusIds(MachineFiles files, string file) =>
        from line in Lines(files, file)
        where line.StartsWith("BusID", StringComparison.OrdinalIgnoreCase) && line.Contains('"', StringComparison.Ordinal)
        select new DesktopSetting("BusID", PlainText.Of(line.Split('"')[1]), file);

    private static IEnumerable<string> Named(MachineFiles files, string folder, string extension) =>
        files.List(folder).Where(name => name.EndsWith(extension, StringComparison.Ordinal)).Take(MaximumFiles).Select(name => $"{folder}/{name}");

    private static string[] Lines(MachineFiles files, string path) =>
        (files.Exists(path) ? files.ReadText(path) : null)?.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries) ?? [];
}
