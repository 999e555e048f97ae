using System.Globalization;
using System.Text;
using HostTools.Activation.Resources;
using HostTools.Machine.Boot;
using HostTools.Machine.Packages;
using HostTools.Machine.Units;
using HostTools.Machine.Windows;

namespace HostTools.Machine.Tests;

/// <summary>
/// Resources as files a person can read: golden/&lt;name&gt;/ is the target's tree, and golden/&lt;name&gt;.txt says what the
/// tree cannot show. HOSTTOOLS_UPDATE_GOLDEN=1 writes them again.
/// </summary>
internal static class GoldenFiles
{
    private static readonly string s_golden = Path.Combine(Trees.Repository, "tests", "HostTools.Machine.Tests", "golden");
    private static readonly string s_library = Path.Combine(s_golden, "library");

    /// <summary>The hosts that show the library's modules, by the module's name.</summary>
    public static IEnumerable<string> LibraryHosts() =>
        Directory.EnumerateDirectories(s_library).Append(s_library).Append(Path.Combine(s_library, "base", "home"))
            .SelectMany(static category => Directory.EnumerateFiles(category, "*.yaml"))
            .Select(static file => Path.ChangeExtension(Path.GetRelativePath(s_library, file), null))
            .Order(StringComparer.Ordinal);

    /// <summary>The text of such a host.</summary>
    public static string LibraryHost(string name) => File.ReadAllText(Path.Combine(s_library, name + ".yaml"));

    /// <summary>What the host of such a home says, from the file beside it; mostly nothing.</summary>
    public static string LibraryHostOfHome(string name) =>
        Path.Combine(s_library, name + ".host") is var file && File.Exists(file) ? File.ReadAllText(file) : string.Empty;

    /// <summary>Compares what came of a host with what is written down.</summary>
    public static void Check(string name, Realised realised)
    {
        Dictionary<string, string> actual = realised.Files.Select(static file => (file.Path, Text: Realised.TextOf(file)))
            .Concat(realised.Secrets.Select(static file => (file.Path, Text: Realised.TextOf(file)))).ToDictionary(static file => file.Path, static file => file.Text);
        string folder = Path.Combine(s_golden, name);
        string summary = folder + ".txt";
        if (Environment.GetEnvironmentVariable("HOSTTOOLS_UPDATE_GOLDEN") == "1")
            Update(folder, summary, realised, actual);

        string[] expected = !Directory.Exists(folder) ? [] :
            [.. Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Select(file => file[folder.Length..]).Order(StringComparer.Ordinal)];
        Assert.Equal(expected, actual.Keys.Order(StringComparer.Ordinal));
        foreach ((string path, string text) in actual)
            Assert.Equal(File.ReadAllText(folder + path), text);
        Assert.Equal(File.ReadAllText(summary), Summarise(realised));
    }

    private static void Update(string folder, string summary, Realised realised, Dictionary<string, string> files)
    {
        if (Directory.Exists(folder))
            Directory.Delete(folder, recursive: true);
        foreach ((string path, string text) in files)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(folder + path)!); // The path of a file has a parent.
            File.WriteAllText(folder + path, text);
        }

        File.WriteAllText(summary, Summarise(realised));
    }

    private static string Summarise(Realised realised)
    {
        var text = new StringBuilder();
        // A unit says no more than its files do.
        foreach (Resource resource in realised.Set.Resources.Where(static resource => resource is not UnitResource))
        {
            string origin = resource.Origins.Count > 0 ? resource.Origins[0].File : "a default";
            text.Append(CultureInfo.InvariantCulture, $"{resource.Id}{Details(resource)}");
            if (resource.Triggers.Count > 0)
                text.Append(CultureInfo.InvariantCulture, $", triggers {string.Join(", ", resource.Triggers)}");
            text.Append(CultureInfo.InvariantCulture, $" ({origin})\n");
        }

        return text.ToString();
    }

    private static string Details(Resource resource) => resource switch
    {
        FileResource file =>
            (file.Mode is { } mode ? $" {Convert.ToString(mode, 8).PadLeft(4, '0')}" : string.Empty)
            + (file.Ownership == FileOwnership.Exact ? string.Empty : $" {file.Ownership}")
            + (file.Collision == CollisionPolicy.Error ? string.Empty : $", collision {file.Collision}"),
        SecretResource secret =>
            $" {Convert.ToString(secret.Mode, 8).PadLeft(4, '0')}{(secret.Owner is null && secret.Group is null ? string.Empty : $" {secret.Owner}:{secret.Group}")}"
            + (secret.Folder is null ? string.Empty : $" in {Convert.ToString(secret.FolderMode, 8).PadLeft(4, '0')}")
            + (secret.IsPersistent ? " persistent" : string.Empty)
            + (secret.Collision == CollisionPolicy.Error ? string.Empty : $", collision {secret.Collision}")
            + string.Concat(secret.Content.Sources.Select(static source =>
                $", {source.Name} from {source.Kind} {source.Reference} {source.Part} {source.Format}{(source.IsTrimmed ? string.Empty : " untrimmed")} [{string.Join(' ', source.Identities)}]")),
        LinkResource link => $" -> {link.LinkTarget}",
        PackageResource { Names: { } names } package => $" {package.Distribution}: {(names.Count == 0 ? "none" : string.Join(", ", names))}",
        PackageResource { Version: { } version } package => $" {version}{(package.IsRefreshed ? ", with a new index" : string.Empty)}",
        RegistryValueResource value => $" {value.Data?.InWords ?? "absent"}",
        VariableResource variable => variable.Text is { } text ? $" = {text}" : $" has [{string.Join("; ", variable.First)}] first, [{string.Join("; ", variable.Last)}] last",
        ServiceResource service => $" {service.Start} {service.IsRunning switch { true => "Running", false => "Stopped", _ => string.Empty }}".TrimEnd(),
        TaskResource task => $"\n{task.Xml}\n",
        FeatureResource feature => $" {(feature.IsEnabled ? "enabled" : "disabled")}{(feature.IncludesParents ? ", with all it needs" : string.Empty)}",
        BootMenuResource menu => $" {menu.Loader}, starts {menu.Default ?? "what it did"}\n" + string.Concat(menu.Settings.Select(static pair => $"  {pair.Key}: {pair.Value}\n")) + string.Join('\n', menu.Entries.Select(DetailsOf)),
        TriggerResource trigger => $": {string.Join(' ', trigger.Command).Split('\n')[0]}",
        _ => string.Empty,
    };

    private static string DetailsOf(BootWish entry) =>
        $"  {entry.Name} [{entry.Title}]{(entry.IsFirst ? " first" : string.Empty)}, " + (entry.Image is { } image
            ? $"{image} {string.Join(' ', entry.Initrds)} | {entry.CommandLine}"
            : $"{entry.Kernels} after {entry.Follows ?? "the default"} | +{string.Join(" +", entry.Parameters)} -{string.Join(" -", entry.Without)}");
}
