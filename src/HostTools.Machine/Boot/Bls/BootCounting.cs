using System.Text.RegularExpressions;

namespace HostTools.Machine.Boot;

/// <summary>The tries that are left and done, which systemd-boot keeps in the name of an entry's file.</summary>
internal static partial class BootCounting
{
    /// <summary><c>arch+2-1.conf</c> without its numbers.</summary>
    public static string Stripped(string name) => Counter().Replace(name, ".conf");

    [GeneratedRegex(@"\+[0-9]+(-[0-9]+)?\.conf$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Counter();
}
