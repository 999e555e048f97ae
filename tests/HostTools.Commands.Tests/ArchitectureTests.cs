using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace HostTools.Commands.Tests;

/// <summary>The house rules that a compiler cannot see.</summary>
public sealed partial class ArchitectureTests
{
    private static readonly string s_clone = FindClone();

    /// <summary>Who may use whom; what is not written here is forbidden.</summary>
    private static readonly Dictionary<string, string[]> s_rooms = new()
    {
        ["HostTools.Platform"] = [],
        ["HostTools.Configuration"] = ["HostTools.Platform"],
        ["HostTools.Activation"] = ["HostTools.Platform"],
        ["HostTools.Facts"] = ["HostTools.Platform"],
        ["HostTools.Machine"] = ["HostTools.Configuration", "HostTools.Activation", "HostTools.Facts"],
        ["HostTools.Models"] = ["HostTools.Machine"],
        ["HostTools.Virtualization"] = ["HostTools.Machine"],
        ["HostTools.Commands"] = ["HostTools.Models", "HostTools.Virtualization"],
        ["HostTools.Generators"] = [],
        ["HostTools.PowerShell"] = ["HostTools.Commands", "HostTools.Generators"],
        ["HostTools.Cli"] = ["HostTools.Commands"],
    };

    /// <summary>Packages by the only room that may have them.</summary>
    private static readonly Dictionary<string, string[]> s_packages = new()
    {
        ["DiffPlex"] = ["HostTools.Activation"],
        ["YamlDotNet"] = ["HostTools.Configuration"],
        ["System.CommandLine"] = ["HostTools.Cli"],
        ["Spectre.Console"] = ["HostTools.Cli"],
        ["Microsoft.CodeAnalysis.CSharp"] = ["HostTools.Generators"],
        ["PowerShellStandard.Library"] = ["HostTools.PowerShell"],
    };

    private static readonly string[] s_coreRooms =
        ["HostTools.Platform", "HostTools.Configuration", "HostTools.Activation", "HostTools.Facts", "HostTools.Machine", "HostTools.Models", "HostTools.Virtualization", "HostTools.Commands"];

    [Fact]
    public void Rooms_use_only_the_rooms_on_their_left()
    {
        Dictionary<string, string[]> real = Projects().ToDictionary(
            static project => project.Name,
            static project => project.Xml.Descendants("ProjectReference").Select(static item => Path.GetFileNameWithoutExtension((string)item.Attribute("Include")!)).ToArray());
        Assert.Equal(s_rooms.Keys.Order(StringComparer.Ordinal), real.Keys.Order(StringComparer.Ordinal));
        foreach ((string room, string[] references) in real)
            Assert.True(s_rooms[room].Order().SequenceEqual(references.Order()), $"{room} uses {string.Join(", ", references)}; allowed are {string.Join(", ", s_rooms[room])}.");
    }

    [Fact]
    public void Packages_stay_in_their_rooms()
    {
        foreach ((string name, XDocument project) in Projects())
        {
            foreach (string package in project.Descendants("PackageReference").Select(static item => (string)item.Attribute("Include")!))
                Assert.True(s_packages.TryGetValue(package, out string[]? rooms) && rooms.Contains(name), $"{name} has the package {package}.");
        }
    }

    [Fact]
    public void PowerShells_contract_is_never_shipped()
    {
        foreach ((string name, XDocument project) in Projects())
        {
            foreach (XElement package in project.Descendants("PackageReference").Where(static item => (string)item.Attribute("Include")! == "PowerShellStandard.Library"))
                Assert.True((string?)package.Attribute("PrivateAssets") == "all" && (string?)package.Attribute("ExcludeAssets") == "runtime", name);
        }
    }

    [Fact]
    public void Core_rooms_know_neither_a_console_nor_PowerShell() => Assert.Empty(
        from source in Sources(s_coreRooms)
        from line in File.ReadLines(source)
        where !line.TrimStart().StartsWith("//", StringComparison.Ordinal) && ForbiddenInCore().IsMatch(line)
        select $"{Path.GetRelativePath(s_clone, source)}: {line.Trim()}");

    [Fact]
    public void No_namespace_hides_dotnets_System() => Assert.Empty(
        from source in Sources([.. s_rooms.Keys])
        from line in File.ReadLines(source)
        where HidingNamespace().IsMatch(line)
        select $"{Path.GetRelativePath(s_clone, source)}: {line.Trim()}");

    [Fact]
    public void No_parameter_of_a_command_is_a_TimeSpan() => Assert.DoesNotContain(
        Framework.CommandCatalog.All.SelectMany(static command => command.Arguments),
        static argument => (Nullable.GetUnderlyingType(argument.Property.PropertyType) ?? argument.Property.PropertyType) == typeof(TimeSpan));

    [Fact]
    public void Files_are_small() => Assert.Empty(
        from source in Sources([.. s_rooms.Keys])
        let lines = File.ReadLines(source).Count()
        where lines > 400
        select $"{Path.GetRelativePath(s_clone, source)}: {lines} lines");

    private static IEnumerable<(string Name, XDocument Xml)> Projects() =>
        Directory.EnumerateFiles(Path.Combine(s_clone, "src"), "*.csproj", SearchOption.AllDirectories)
            .Select(static file => (Path.GetFileNameWithoutExtension(file), XDocument.Load(file)));

    private static IEnumerable<string> Sources(IReadOnlyList<string> rooms) =>
        from room in rooms
        from file in Directory.EnumerateFiles(Path.Combine(s_clone, "src", room), "*.cs", SearchOption.AllDirectories)
        where !file.Contains("/obj/", StringComparison.Ordinal) && !file.Contains(@"\obj\", StringComparison.Ordinal)
        select file;

    private static string FindClone()
    {
        DirectoryInfo? folder = new(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "HostTools.sln")))
            folder = folder.Parent;
        return folder?.FullName ?? throw new InvalidOperationException("The tests run outside a clone.");
    }

    [GeneratedRegex(@"\bConsole\.(Write|Read|Out|Error|In)\b|System\.Management\.Automation|Spectre\.Console|System\.CommandLine")]
    private static partial Regex ForbiddenInCore();

    [GeneratedRegex(@"^namespace .*\.System\s*[;{]?\s*$")]
    private static partial Regex HidingNamespace();
}
