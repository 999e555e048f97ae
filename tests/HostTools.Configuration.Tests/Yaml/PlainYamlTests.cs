using System.Globalization;
using System.Text;
using HostTools.Configuration.Tests.Cases;
using HostTools.Configuration.Yaml;

namespace HostTools.Configuration.Tests.Yaml;

/// <summary>What the fast reader reads is what the library reads, to the character; where it is not, the fast one must give up.</summary>
public sealed class PlainYamlTests
{
    private static readonly int s_rounds = Environment.GetEnvironmentVariable("HOSTTOOLS_DEPTH") == "full" ? 3_000_000 : 40_000;
    private static readonly int s_seed = int.Parse(Environment.GetEnvironmentVariable("HOSTTOOLS_SEED") ?? "1", CultureInfo.InvariantCulture);

    private static readonly string[] s_pieces =
    [
        "a", "b", "key", "0", "012", "-1", "~", "null", "é", "'", "\"", "''", "\\\"", "\\n", "\\x41", "''''", "\"q\"", "'q'", ":", ": ", ":\n", "- ", "-", "-\n", " ", "  ", "    ", "\n", "\n\n",
        "\n  ", "\n    ", "\n- ", "\n  - ", "\nk: ", "\n  k: ", "\n   k: ", "#", " #", "# x\n", ",", ", ", "[", "]", "[]", "{", "}", "{}", "{ a: 1 }", "[a, b]", "[a: b]", "|", "|\n", ">\n", "|-\n", ">-\n", "|+\n", "|2\n",
        "!force ", "!order(5) ", "!", "!! ", "&x ", "&x\n", "&x\n  ", "*x", "*x\n", "<<: ", "? ", "?", "%", "@", "`", "---\n", "...\n", "\t", "\r\n", "\u0085", "\u2028", "\uFEFF", "😀", "${{ a.b }}", "${{ a ? b : c }}", "https://x", "a.b", "\"a b\": ", "'c': ",
    ];

    [Fact]
    public void Every_file_of_the_repository_is_read_alike()
    {
        string root = Case.RepositoryRoot();
        string[] files =
        [
            .. Directory.EnumerateFiles(Path.Combine(root, "modules"), "*.yaml", SearchOption.AllDirectories),
            .. Directory.EnumerateFiles(Path.Combine(root, "examples"), "*.yaml", SearchOption.AllDirectories),
        ];
        int plain = files.Count(static file => ReadsAlike(File.ReadAllText(file)));
        Assert.True(plain > files.Length * 0.6, $"{plain} of {files.Length} files are plain");
    }

    [Fact]
    public void Every_case_is_read_alike()
    {
        string[] texts = [.. Case.LoadAll().SelectMany(static c => c.Files.Values).Distinct()];
        int plain = texts.Count(ReadsAlike);
        Assert.True(plain > texts.Length / 2, $"{plain} of {texts.Length} texts are plain");
    }

    [Fact]
    public void Mutated_and_invented_texts_are_read_alike()
    {
        string[] texts = [.. Case.LoadAll().SelectMany(static c => c.Files.Values).Distinct()];
        var random = new Random(s_seed);
        int plain = 0;
        for (int i = 0; i < s_rounds; i++)
            plain += ReadsAlike(i % 2 == 0 ? Mutate(texts[random.Next(texts.Length)], random) : Invent(random)) ? 1 : 0;
        Assert.True(plain > s_rounds / 20, $"{plain} of {s_rounds} texts are plain");
    }

    private static bool ReadsAlike(string text)
    {
        var file = new SourceFile("f", "f", text);
        if (PlainYaml.TryRead(file) is not { } plain)
            return false;
        var errors = new ErrorList();
        YamlNode? read = YamlReader.ReadEvents(file, errors);
        Assert.True(errors.IsEmpty && read is not null, $"The library refuses this: {text}");
        Assert.True(Show(read) == Show(plain), $"--- library\n{Show(read)}--- plain\n{Show(plain)}--- text\n{text}");
        return true;
    }

    private static string Show(YamlNode node)
    {
        var shown = new StringBuilder();
        Show(node, shown, 0);
        return shown.ToString();
    }

    private static void Show(YamlNode node, StringBuilder into, int depth)
    {
        into.Append(' ', depth).Append(CultureInfo.InvariantCulture, $"{node.GetType().Name} {node.Start}..{node.End} {node.Tag}");
        if (node is YamlScalar scalar)
            into.Append(CultureInfo.InvariantCulture, $" {scalar.Kind} {scalar.HasExpression} <{scalar.Value}>");
        into.Append('\n');
        foreach (YamlNode below in node switch { YamlSequence list => list.Items, YamlMapping map => map.Entries.SelectMany(static e => new[] { e.Key, e.Value }), _ => [] })
            Show(below, into, depth + 1);
    }

    private static string Mutate(string text, Random random)
    {
        var mutated = new StringBuilder(text);
        for (int i = random.Next(1, 4); i > 0; i--)
        {
            int at = random.Next(mutated.Length + 1);
            if (random.Next(3) == 0)
                mutated.Remove(at, Math.Min(random.Next(1, 4), mutated.Length - at));
            else
                mutated.Insert(at, s_pieces[random.Next(s_pieces.Length)]);
        }

        return mutated.ToString();
    }

    private static string Invent(Random random)
    {
        var text = new StringBuilder();
        for (int i = random.Next(1, 12); i > 0; i--)
            text.Append(s_pieces[random.Next(s_pieces.Length)]);
        return text.ToString();
    }
}
