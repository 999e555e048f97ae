using System.Text.RegularExpressions;

namespace HostTools.Machine.Packages;

/// <summary>What may stand for a package and for a version in the arguments of a package manager: nothing that it would take for something else.</summary>
internal static partial class PackageWords
{
    private const int Longest = 200;

    public static bool IsName(string name) => name.Length <= Longest && NameWord().IsMatch(name);

    public static bool IsVersion(string version) => version.Length <= Longest && VersionWord().IsMatch(version);

    /// <summary>A name from a file.</summary>
    /// <exception cref="FormatException">It is none.</exception>
    public static string CheckedName(string name) => IsName(name) ? name : throw new FormatException("has a package whose name no package can have");

    /// <summary>A version from a file, or none.</summary>
    /// <exception cref="FormatException">It is none.</exception>
    public static string? CheckedVersion(string? version) =>
        version is null or Managers.PackageStep.Newest || IsVersion(version) ? version : throw new FormatException("has a package with a version that no package can have");

    [GeneratedRegex(@"^[A-Za-z0-9][A-Za-z0-9.+_@/:-]*$", RegexOptions.CultureInvariant)]
    private static partial Regex NameWord();

    [GeneratedRegex(@"^[A-Za-z0-9][A-Za-z0-9.+_:~^-]*$", RegexOptions.CultureInvariant)]
    private static partial Regex VersionWord();
}
