using System.Globalization;
using System.Text;
using HostTools.Configuration.Tests.Cases;
using HostTools.Machine.Tests;
using Xunit.Abstractions;

namespace HostTools.Configuration.Tests.Schema;

/// <summary>The schema and the evaluation read the same language: the behavioural cases are held against both.</summary>
public class AgreementTests(ITestOutputHelper output)
{
    /// <summary>
    /// Errors that a schema can see where a value is written out, and the share of cases that it must see. The others depend on what a host
    /// imports, on quotes, on what an expression gives, or on values from outside.
    /// </summary>
    private static readonly (string Id, double Share)[] s_visible =
        [(nameof(ConfigurationErrors.UnknownOption), 0.6), (nameof(ConfigurationErrors.TypeMismatch), 0.55), (nameof(ConfigurationErrors.NullNotAllowed), 0.9)];

    [Fact]
    public void What_evaluates_fits() => Judge(static checks => [.. checks.Select(SmallValidator.Check)]);

    [SkippableFact]
    public void What_evaluates_fits_to_a_validator() => Judge(PythonValidator.Check);

    private void Judge(Func<IReadOnlyList<SchemaCheck>, IReadOnlyList<IReadOnlyList<SchemaProblem>>> judge)
    {
        List<(Case Case, SchemaCheck Check)> checks = [.. Case.LoadAll().Where(static c => c.Errors.Count == 0 || s_visible.Any(v => c.Errors.Contains(v.Id))).SelectMany(Checks)];
        IReadOnlyList<IReadOnlyList<SchemaProblem>> found = judge([.. checks.Select(static c => c.Check)]);
        var problems = checks.Zip(found).GroupBy(static c => c.First.Case, static c => (c.First.Check.Name, Problems: c.Second)).ToList();
        List<string> wrong =
        [
            .. problems.Where(static c => c.Key.Errors.Count == 0 && c.Any(static file => file.Problems.Count > 0))
                .Select(static c => $"{c.Key}\n  {string.Join("\n  ", c.SelectMany(static file => file.Problems.Select(p => $"{file.Name} {p}")))}"),
        ];
        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
        foreach ((string id, double share) in s_visible)
        {
            var of = problems.Where(c => c.Key.Errors.Contains(id)).ToList();
            int seen = of.Count(static c => c.Any(static file => file.Problems.Count > 0));
            output.WriteLine($"{id}: {seen} of {of.Count} cases are refused");
            foreach (var unseen in of.Where(static c => c.All(static file => file.Problems.Count == 0)))
                output.WriteLine($"  not {unseen.Key.File}#{unseen.Key}");
            Assert.True(seen >= share * of.Count, $"{id}: {seen} of {of.Count} cases are refused");
        }
    }

    private static List<(Case Case, SchemaCheck Check)> Checks(Case @case)
    {
        using var folder = new TemporaryFolder();
        var imports = new StringBuilder("imports:\n");
        foreach ((string name, string text) in @case.Files)
        {
            bool module = !name.Contains('/', StringComparison.Ordinal) && name != "hosttools.yaml";
            folder.Write(module ? $"modules/{name}" : name, text);
            if (module)
                imports.Append(CultureInfo.InvariantCulture, $"  - ../../modules/{name}\n");
        }

        if (!@case.Files.ContainsKey("hosts/h/default.yaml"))
            folder.Write("hosts/h/default.yaml", imports.ToString());
        return [.. new SchemaTree(Path.GetDirectoryName(folder.File("hosts"))!).Files().Select(check => (@case, check))];
    }
}
