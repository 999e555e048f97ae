using System.Text.RegularExpressions;

namespace HostTools.Virtualization;

/// <summary>Names of machines: they become names of files and arguments of programs.</summary>
internal static partial class VmNames
{
    public static bool IsName(string name) => Name().IsMatch(name);

    [GeneratedRegex(@"^[A-Za-z0-9_][A-Za-z0-9_.+-]{0,62}\z")]
    private static partial Regex Name();
}
