using System.Globalization;

namespace HostTools.Facts;

/// <summary>Finds the interfaces that the way to everywhere else goes through.</summary>
internal static class DefaultRoutes
{
    private const string Folder = "/sys/class/net";
    private const int Deepest = 8;
    private const int Up = 1;
    private const int Reject = 0x200;

    /// <summary>Those with a default route, and those below them.</summary>
    public static IReadOnlySet<string> Interfaces(MachineFiles files)
    {
        var found = new HashSet<string>(StringComparer.Ordinal);
        foreach (string name in OfIpv4(Text("/proc/net/route")).Concat(OfIpv6(Text("/proc/net/ipv6_route"))))
            Add(files, name, found, 0);
        return found;

        string Text(string path) => files.Exists(path) ? files.ReadText(path) ?? string.Empty : string.Empty;
    }

    /// <summary>Columns: interface, destination, gateway, flags, …, mask.</summary>
    internal static IEnumerable<string> OfIpv4(string table) =>
        from line in table.Split('\n').Skip(1)
        let fields = line.Split('\t', StringSplitOptions.TrimEntries)
        where fields.Length > 7 && fields[1] == "00000000" && fields[7] == "00000000" && IsUp(fields[3])
        select fields[0];

    /// <summary>Columns: destination, length of its prefix, …, flags, interface.</summary>
    internal static IEnumerable<string> OfIpv6(string table) =>
        from line in table.Split('\n')
        let fields = line.Split(' ', StringSplitOptions.RemoveEmptyEntries)
        where fields.Length == 10 && fields[1] == "00" && fields[0].Trim('0').Length == 0 && fields[9] != "lo" && IsUp(fields[8])
        select fields[9];

    private static bool IsUp(string flags) => int.TryParse(flags, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out int bits) && (bits & Up) != 0 && (bits & Reject) == 0;

    /// <summary>The ports of a bridge or bond, and what a VLAN runs on, are linked from it.</summary>
    private static void Add(MachineFiles files, string name, HashSet<string> found, int depth)
    {
        if (depth > Deepest || name.Contains('/', StringComparison.Ordinal) || !found.Add(name))
            return;
        foreach (string lower in files.List($"{Folder}/{name}").Where(static file => file.StartsWith("lower_", StringComparison.Ordinal)))
            Add(files, lower["lower_".Length..], found, depth + 1);
        foreach (string port in files.List($"{Folder}/{name}/brif"))
            Add(files, port, found, depth + 1);
    }
}
