using System.Text.RegularExpressions;
using HostTools.Platform;

namespace HostTools.Machine.Adoption;

/// <summary>Kernel parameters, where boot loaders keep them.</summary>
internal static partial class BootTraces
{
    private static readonly string[] s_limine = ["/boot/limine.conf", "/boot/limine/limine.conf", "/boot/efi/limine.conf", "/efi/limine.conf"];

    /// <summary>The parameters and the file that says them; each boot loader once.</summary>
    public static IEnumerable<(string Path, IReadOnlyList<string> Parameters)> Read(Root root)
    {
        if (RootFiles.Text(root, "/etc/default/grub") is { } grub)
            yield return ("/etc/default/grub", Words(string.Join(' ', GrubLine().Matches(grub).Select(static match => match.Groups["value"].Value.Trim('"', '\'')))));
        if (RootFiles.Text(root, "/etc/kernel/cmdline") is { } line)
            yield return ("/etc/kernel/cmdline", Words(line));
        foreach (string path in s_limine)
        {
            if (RootFiles.Text(root, path) is { } limine && LimineLine().Match(limine) is { Success: true } match)
                yield return (path, Words(match.Groups["value"].Value));
        }
    }

    /// <summary>Without what says where the root file system is: that is no setting of a person's.</summary>
    private static string[] Words(string line) =>
        [.. line.Split([' ', '\t', '\n', '\r'], StringSplitOptions.RemoveEmptyEntries).Where(static word => word is not ("ro" or "rw") && !word.StartsWith("root=", StringComparison.Ordinal) && !word.StartsWith("rootflags=", StringComparison.Ordinal) && !word.StartsWith("BOOT_IMAGE=", StringComparison.Ordinal))];

    [GeneratedRegex("^GRUB_CMDLINE_LINUX(_DEFAULT)?=(?<value>.*)$", RegexOptions.Multiline | RegexOptions.CultureInvariant)]
    private static partial Regex GrubLine();

    [GeneratedRegex("^\\s*(kernel_)?cmdline\\s*[:=]\\s*(?<value>.*)$", RegexOptions.Multiline | RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex LimineLine();
}
