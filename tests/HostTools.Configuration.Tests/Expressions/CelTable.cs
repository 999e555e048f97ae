using HostTools.Configuration.Expressions;
using HostTools.Configuration.Tests.Cases;
using HostTools.Platform;

namespace HostTools.Configuration.Tests.Expressions;

/// <summary>A case of a table: an expression, or a scalar, and below it what comes of it.</summary>
/// <param name="Place">File and line, to find it again.</param>
/// <param name="Source">As it stands in the table: <c>T:</c> begins a scalar, <c>L:</c> a block scalar, both with \n for line ends.</param>
/// <param name="Expected"><c>= value</c>, <c>! problem</c> (several) or <c>? failure</c>.</param>
public sealed record CelCase(string Place, string Source, string Expected)
{
    public override string ToString() => $"{Place} {Source}";
}

/// <summary>Reads the tables in Data, and evaluates their cases over one small configuration.</summary>
internal static class CelTable
{
    public static readonly IReadOnlySet<string> Roots = new HashSet<string> { "config", "name", "meta" };

    public static string Folder => Path.Combine(Case.RepositoryRoot(), "tests", "HostTools.Configuration.Tests", "Expressions", "Data");

    public static IEnumerable<CelCase> Load()
    {
        foreach (string path in Directory.EnumerateFiles(Folder, "*.txt").Order(StringComparer.Ordinal))
        {
            string[] lines = File.ReadAllLines(path);
            for (int i = 0; i < lines.Length; i++)
            {
                if (lines[i].Length == 0 || lines[i][0] is ' ' or '#')
                    continue;
                string[] expected = lines.Skip(i + 1).TakeWhile(static l => l.StartsWith("    ", StringComparison.Ordinal)).Select(static l => l[4..]).ToArray();
                yield return new CelCase($"{Path.GetFileName(path)}:{i + 1}", lines[i], string.Join('\n', expected));
            }
        }
    }

    public static MapScope Scope()
    {
        var scope = new MapScope();
        scope.Values["name"] = "vm1";
        scope.Values["meta"] = Map(("os", "linux"), ("users", CelList.From(["ann", "bob"])));
        scope.Values["config"] = Map(
            ("enable", true),
            ("count", 3L),
            ("name", "tower"),
            ("timeout", new Duration(TimeSpan.FromSeconds(90))),
            ("gpu", null),
            ("token", new Secret("hf-token")),
            ("list", CelList.From(["a", "b"])),
            ("empty", CelList.Empty),
            ("services", Map(("ai-models", Map(("enable", true), ("path", "/m"))), ("ssh", Map(("port", 22L))))));
        return scope;
    }

    public static string Run(string source)
    {
        try
        {
            string text = source.Length > 1 && source[1] == ':' ? source[2..].Replace("\\n", "\n", StringComparison.Ordinal) : source;
            return "= " + CelShow.Value(source[..Math.Min(2, source.Length)] switch
            {
                "T:" => CelTemplate.Parse(text, Roots).Evaluate(Scope()),
                "L:" => CelTemplate.Parse(text, Roots).RenderLines(Scope()),
                _ => CelExpression.Parse(text, Roots).Evaluate(Scope()),
            });
        }
        catch (CelException exception)
        {
            return string.Join('\n', exception.Problems.Select(CelShow.Problem));
        }
        catch (CelEvaluationException exception)
        {
            return CelShow.Failure(exception);
        }
    }

    private static CelMap Map(params (string Key, object? Value)[] entries) =>
        CelMap.From(entries.Select(static e => KeyValuePair.Create(e.Key, e.Value)));
}
