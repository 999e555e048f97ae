using System.Text;

namespace HostTools.Facts;

/// <summary>Traces that boot loaders leave; the first that is there decides.</summary>
internal static class BootLoaderHints
{
    /// <summary>Set by a loader that follows the boot loader interface: what really started this system.</summary>
    /// <seealso href="https://systemd.io/BOOT_LOADER_INTERFACE/"/>
    private const string LoaderInfo = "/sys/firmware/efi/efivars/LoaderInfo-4a67b082-0a4c-41cf-b6c7-440b29bb8c4f";

    private static readonly (string Path, string Loader)[] s_files =
    [
        ("/boot/loader/loader.conf", "systemd-boot"), ("/efi/loader/loader.conf", "systemd-boot"), ("/boot/efi/loader/loader.conf", "systemd-boot"),
        ("/boot/limine.conf", "limine"), ("/boot/limine/limine.conf", "limine"), ("/boot/EFI/limine/limine.conf", "limine"),
        ("/boot/efi/limine.conf", "limine"), ("/efi/limine.conf", "limine"),
        ("/boot/grub/grub.cfg", "grub"), ("/boot/grub2/grub.cfg", "grub"),
        ("/boot/refind_linux.conf", "refind"),
    ];

    public static IEnumerable<(string? Value, string Source)> Find(MachineFiles files)
    {
        if (files.ReadBytes(LoaderInfo) is { Length: > 4 } variable)
            yield return (FromLoaderInfo(variable), LoaderInfo);
        foreach ((string path, string loader) in s_files)
        {
            if (files.Exists(path))
                yield return (loader, path);
        }
    }

    /// <summary>Four bytes of attributes, then UTF-16 such as <c>systemd-boot 256.7-1-arch</c>.</summary>
    internal static string? FromLoaderInfo(ReadOnlySpan<byte> variable)
    {
        string info = variable.Length > 4 ? Encoding.Unicode.GetString(variable[4..]).TrimEnd('\0').Trim() : string.Empty;
        string name = info.Split(' ', 2)[0].ToLowerInvariant();
        return name.Length > 0 ? name : null;
    }
}
