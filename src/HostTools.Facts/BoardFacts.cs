using System.Globalization;

namespace HostTools.Facts;

/// <summary>Board, case and firmware, as the firmware describes them.</summary>
public sealed record BoardFacts
{
    /// <summary>Maker and name of the board; null where nobody says.</summary>
    public string? Name { get; init; }

    /// <summary>Version of the firmware.</summary>
    public string? FirmwareVersion { get; init; }

    /// <summary>Whether the case is one to carry: notebook, tablet, convertible; null where nobody says.</summary>
    public bool? IsPortable { get; init; }

    /// <summary>Whether the firmware only starts what is signed; null without UEFI.</summary>
    public bool? SecureBoot { get; init; }

    /// <summary>What root may not do to the kernel: <c>none</c>, <c>integrity</c>, <c>confidentiality</c>; null where the kernel does not tell.</summary>
    public string? Lockdown { get; init; }
}

/// <summary>Reads board, case and firmware.</summary>
internal static class BoardReader
{
    private const string Folder = "/sys/class/dmi/id";
    private const string SecureBoot = "/sys/firmware/efi/efivars/SecureBoot-8be4df61-93ca-11d2-aa0d-00e098032b8c";
    private const string Lockdown = "/sys/kernel/security/lockdown";

    /// <summary>Portable, laptop, notebook, sub-notebook, tablet, convertible, detachable.</summary>
    /// <seealso href="https://www.dmtf.org/standards/smbios">SMBIOS, table 17</seealso>
    private static readonly int[] s_portable = [8, 9, 10, 14, 30, 31, 32];

    public static BoardFacts Read(MachineFiles files)
    {
        string[] names = [.. new[] { Dmi("board_vendor"), Dmi("board_name") }.OfType<string>()];
        return new BoardFacts
        {
            Name = names.Length == 0 ? null : PlainText.Of(string.Join(' ', names)),
            FirmwareVersion = Dmi("bios_version") is { } version ? PlainText.Of(version) : null,
            IsPortable = int.TryParse(Dmi("chassis_type"), NumberStyles.None, CultureInfo.InvariantCulture, out int type) ? s_portable.Contains(type) : null,
            // Four bytes of attributes, then the value.
            SecureBoot = files.Exists(SecureBoot) && files.ReadBytes(SecureBoot) is [_, _, _, _, var state] ? state == 1 : null,
            Lockdown = files.Exists(Lockdown) && files.ReadLine(Lockdown) is { } modes && modes.Split('[', ']') is [_, var mode, _] ? mode : null,
        };

        string? Dmi(string name) => files.ReadLineOf(Folder, name);
    }
}
