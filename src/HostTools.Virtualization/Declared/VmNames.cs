using System.Text.RegularExpressions;

namespace HostTools.Virtualization;

/// <summary>Names of machines: they become names of files and arguments of programs.</summary>
internal static partial class VmNames
{
    public const string Rule = "its name has letters, digits and '_.+-' only, not digits alone, begins with none of '.+-', and is no longer than 63";

    public static bool IsName(string name) => Name().IsMatch(name);

    // Digits alone are a running machine's number to virsh.
    [GeneratedRegex(@"^(?![0-9]+\z)[A-Za-z0-9_][A-Za-z0-9_.+-]{0,62}\z")]
    private static partial Regex Name();
}
