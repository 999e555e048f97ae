using System.Globalization;
using HostTools.Platform;

namespace HostTools.Facts;

/// <summary>A process that has a graphics card open.</summary>
/// <param name="Process">Its number.</param>
/// <param name="Program">Its name, as the kernel has it.</param>
/// <param name="Device">The PCI function of the card; null for a file of all cards of a maker.</param>
/// <param name="File">The file that is open, for example <c>/dev/dri/card0</c>.</param>
public sealed record DeviceUser(int Process, string Program, PciAddress? Device, string File)
{
    /// <summary>Who has cards open now. Looks into every process that it may, which takes some time on a busy machine; without root's rights others' processes are not seen.</summary>
    public static IReadOnlyList<DeviceUser> Read(Root root)
    {
        var files = new MachineFiles(root);
        var users = new List<DeviceUser>();
        foreach (string process in files.List("/proc").Where(static name => name.Length is > 0 and < 10 && name.All(char.IsAsciiDigit)))
        {
            string[] open = [.. files.List($"/proc/{process}/fd").Select(number => files.LinkText($"/proc/{process}/fd/{number}")).OfType<string>()
                .Where(static file => file.StartsWith("/dev/dri/", StringComparison.Ordinal) || file.StartsWith("/dev/nvidia", StringComparison.Ordinal)).Distinct()];
            string program = open.Length == 0 ? string.Empty : PlainText.Of(files.ReadLine($"/proc/{process}/comm") ?? "?");
            users.AddRange(open.Select(file => new DeviceUser(int.Parse(process, CultureInfo.InvariantCulture), program, DeviceOf(files, file), file)));
        }

        return users;
    }

    private static PciAddress? DeviceOf(MachineFiles files, string file)
    {
        if (file.StartsWith("/dev/dri/", StringComparison.Ordinal))
            return PciPath.Last(files.LinkText($"/sys/class/drm/{RootPath.NameOf(file)}/device")) ?? PciPath.Last(files.LinkText($"/sys/class/drm/{RootPath.NameOf(file)}"));
        const string Folder = "/proc/driver/nvidia/gpus";
        string minor = file["/dev/nvidia".Length..];
        foreach (string gpu in minor.Length > 0 && minor.All(char.IsAsciiDigit) ? files.List(Folder) : [])
        {
            if (files.ReadText($"{Folder}/{gpu}/information")?.Split('\n').Any(line => line.StartsWith("Device Minor:", StringComparison.Ordinal) && line["Device Minor:".Length..].Trim() == minor) == true
                && PciAddress.TryParse(gpu, out PciAddress address))
                return address;
        }

        return null;
    }
}
