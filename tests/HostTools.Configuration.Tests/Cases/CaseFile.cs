using HostTools.Configuration.Evaluation;
using HostTools.Configuration.Expressions;
using HostTools.Configuration.Yaml;

namespace HostTools.Configuration.Tests.Cases;

/// <summary>One behavioural case: files of a tree, what is read from the host, and what must come of it.</summary>
/// <param name="File">The file of cases it stands in.</param>
/// <param name="Id">Its number or name.</param>
/// <param name="What">The behaviour as a sentence.</param>
public sealed record Case(string File, string Id, string What)
{
    /// <summary>File name to text; without a folder it lies in <c>modules/</c> and the host imports it.</summary>
    public required IReadOnlyDictionary<string, string> Files { get; init; }

    /// <summary>Names of the path that is read: <c>a/b</c>, or a list where names hold slashes. Empty reads nothing.</summary>
    public IReadOnlyList<string> Read { get; init; } = [];

    internal object? Expect { get; init; }

    public bool ExpectsAbsence { get; init; }

    /// <summary>Ids of all errors expected, in order of their places.</summary>
    public IReadOnlyList<string> Errors { get; init; } = [];

    /// <summary>Texts that must appear in the errors, places included.</summary>
    public IReadOnlyList<string> Says { get; init; } = [];

    /// <summary>Texts that must appear in the warnings.</summary>
    public IReadOnlyList<string> Warns { get; init; } = [];

    public IReadOnlyDictionary<string, string> Parameters { get; init; } = new Dictionary<string, string>();

    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();

    public string? Target { get; init; }

    public string? Variant { get; init; }

    /// <summary>Evaluates this user's home alone.</summary>
    public string? User { get; init; }

    /// <summary>The host that is evaluated.</summary>
    public string Host { get; init; } = "h";

    /// <summary>Modules to import from outside, after the host's own.</summary>
    public IReadOnlyList<string> Imports { get; init; } = [];

    /// <summary>Names of all options that are listed, in their order, less those for modules among themselves.</summary>
    public IReadOnlyList<string> Lists { get; init; } = [];

    /// <summary>What the list of options says, by option and field.</summary>
    internal IReadOnlyList<OptionExpectation> Options { get; init; } = [];

    public override string ToString() => $"{Id}: {What}";

    public static IEnumerable<Case> LoadAll()
    {
        string folder = Path.Combine(RepositoryRoot(), "tests", "cases");
        foreach (string path in Directory.EnumerateFiles(folder, "*.yaml", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
        {
            var errors = new ErrorList();
            YamlNode? root = YamlReader.Read(new SourceFile(path, path, System.IO.File.ReadAllText(path)), errors);
            if (!errors.IsEmpty)
                throw new InvalidOperationException(errors.Sorted()[0].ToString());
            foreach (YamlNode item in ((YamlSequence)root!).Items)
                yield return Parse(Path.GetRelativePath(folder, path), (YamlMapping)item);
        }
    }

    public static string RepositoryRoot()
    {
        string? folder = AppContext.BaseDirectory;
        while (folder is not null && !System.IO.File.Exists(Path.Combine(folder, "HostTools.sln")))
            folder = Path.GetDirectoryName(folder);
        return folder ?? throw new InvalidOperationException("The tests do not run inside the repository.");
    }

    private static Case Parse(string file, YamlMapping node)
    {
        string[] known = ["id", "what", "files", "read", "expect", "absent", "errors", "says", "warns", "parameters", "environment", "target", "user", "host", "imports", "lists", "options", "variant"];
        foreach (YamlEntry entry in node.Entries)
        {
            if (!known.Contains(entry.Key.Value))
                throw new InvalidOperationException($"{entry.Key.Place.Origin}: '{entry.Key.Value}' is no key of a case.");
        }

        return new Case(file, Scalar(node["id"])!, Scalar(node["what"])!)
        {
            Files = Map(node["files"]),
            Read = node["read"] is YamlScalar path ? path.Value.Split('/') : List(node["read"]),
            Expect = node["expect"] is { } expected ? FreeData.ReadLiteral(Content.Of(expected, new ValueScope(null, [], [])) with { Raw = true }) : null,
            ExpectsAbsence = Scalar(node["absent"]) == "true",
            Errors = List(node["errors"]),
            Says = List(node["says"]),
            Warns = List(node["warns"]),
            Parameters = Map(node["parameters"]),
            Environment = Map(node["environment"]),
            Target = Scalar(node["target"]),
            User = Scalar(node["user"]),
            Variant = Scalar(node["variant"]),
            Host = Scalar(node["host"]) ?? "h",
            Imports = List(node["imports"]),
            Lists = List(node["lists"]),
            Options = [.. (node["options"] as YamlMapping)?.Entries.SelectMany(static option => OptionExpectation.Read(option)) ?? []],
        };
    }

    private static string? Scalar(YamlNode? node) => (node as YamlScalar)?.Value;

    internal static string[] List(YamlNode? node) =>
        node switch
        {
            null => [],
            YamlSequence list => [.. list.Items.Select(static item => ((YamlScalar)item).Value)],
            YamlScalar scalar => [scalar.Value],
            _ => throw new InvalidOperationException($"{node.Place.Origin}: a list is needed."),
        };

    private static Dictionary<string, string> Map(YamlNode? node) =>
        node is YamlMapping map ? map.Entries.ToDictionary(static e => e.Key.Value, static e => ((YamlScalar)e.Value).Value) : [];
}
