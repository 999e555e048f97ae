using System.Text;

namespace HostTools.Machine.Boot;

/// <summary>Variables of the firmware in which a boot loader and the system tell each other entries.</summary>
/// <seealso href="https://systemd.io/BOOT_LOADER_INTERFACE/"/>
internal static class LoaderVariables
{
    private const string Folder = "/sys/firmware/efi/efivars/";
    private const string Vendor = "-4a67b082-0a4c-41cf-b6c7-440b29bb8c4f";
    private const long LargestVariable = 64 << 10;

    /// <summary>A variable's text; null when it is not there.</summary>
    public static string? Read(BootFiles files, string name)
    {
        // Four bytes of attributes, then UTF-16.
        byte[]? bytes = files.Bytes(Folder + name + Vendor, LargestVariable);
        return bytes is { Length: > 4 } && Encoding.Unicode.GetString(bytes, 4, bytes.Length - 4).TrimEnd('\0') is { Length: > 0 } text ? text : null;
    }
}
