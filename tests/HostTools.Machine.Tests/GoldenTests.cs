using System.Globalization;
using System.Text;
using HostTools.Activation.Resources;

namespace HostTools.Machine.Tests;

/// <summary>
/// Everything that the example hosts want, as files a person can read: golden/&lt;host&gt;/ is the target's tree, and
/// golden/&lt;host&gt;.txt says what the tree cannot show. HOSTTOOLS_UPDATE_GOLDEN=1 writes them again.
/// </summary>
public sealed class GoldenTests
{
    [Theory]
    [InlineData("toaster", 25)]
    [InlineData("nixos", 5)]
    public void Host_GivesTheseFiles(string host, int atLeast)
    {
        Realised realised = Trees.HomelabHost(host);
        Dictionary<string, string> actual = realised.Files.ToDictionary(static file => file.Path, Realised.TextOf);
        Assert.True(actual.Count >= atLeast, $"{host} gives {actual.Count} files.");
        string folder = Path.Combine(Trees.Repository, "tests", "HostTools.Machine.Tests", "golden", host);
        string summary = folder + ".txt";
        if (Environment.GetEnvironmentVariable("HOSTTOOLS_UPDATE_GOLDEN") == "1")
            Update(folder, summary, realised, actual);

        string[] expected = [.. Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Select(file => file[folder.Length..]).Order(StringComparer.Ordinal)];
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
        foreach (Resource resource in realised.Set.Resources)
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
        LinkResource link => $" -> {link.LinkTarget}",
        TriggerResource trigger => $": {string.Join(' ', trigger.Command).Split('\n')[0]}",
        _ => string.Empty,
    };
}
