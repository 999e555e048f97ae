using System.Text.RegularExpressions;
using HostTools.Machine.Packages;

namespace HostTools.Machine.Tests.Packages;

/// <summary>The neutral names that the library knows.</summary>
internal static partial class KnownPackages
{
    private static readonly string s_modules = Path.Combine(Trees.Repository, "modules");

    /// <summary>The names in modules/base/package-names.yaml.</summary>
    public static string[] All() =>
        [.. Names().Matches(File.ReadAllText(Path.Combine(s_modules, "base", "package-names.yaml"))).Select(static match => match.Groups[1].Value)];

    /// <summary>What each of them is called on a distribution.</summary>
    public static Dictionary<string, PackageResource> On(string distribution) =>
        Trees.Realise($"config: {{ system.distribution: {distribution}, environment.systemPackages: [{string.Join(", ", All())}] }}")
            .Set.Resources.OfType<PackageResource>().ToDictionary(static package => package.Name);

    /// <summary>The names that modules write where packages are asked for.</summary>
    public static string[] Used() =>
        [.. Directory.EnumerateFiles(s_modules, "*.yaml", SearchOption.AllDirectories)
            .SelectMany(static file => Lists().Matches(File.ReadAllText(file)))
            .SelectMany(static list => Words().Matches(list.Value[list.Value.IndexOf(':', StringComparison.Ordinal)..]))
            .Select(static word => word.Groups["name"].Value)
            .Distinct(StringComparer.Ordinal)
            .Order(StringComparer.Ordinal)];

    [GeneratedRegex("^    ([a-z0-9-]+): \\{ [a-z]+: ", RegexOptions.Multiline)]
    private static partial Regex Names();

    // environment.systemPackages and home.packages with all that belongs to its value; groups of system/packages; defaults of options of that type.
    [GeneratedRegex(
        @"(?:systemPackages|home\.packages):(?:[^\n]*)(?:\n {8,}[^\n]*)*|^        (?:essential|kubernetes|development|extras):\s*\[[^\]]*\]|type: (?:list<package>|package)\n +default: [^\n]*",
        RegexOptions.Multiline)]
    private static partial Regex Lists();

    // Names in brackets, in quotes, or alone behind `default:`.
    [GeneratedRegex("(?:(?<![a-z])[\\[] *|, *|(?<!== )\"|default: )(?<name>[a-z][a-z0-9+-]+)(?=[\\],\"\\s]|$)")]
    private static partial Regex Words();
}
