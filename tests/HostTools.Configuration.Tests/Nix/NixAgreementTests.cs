using System.Globalization;
using Xunit.Abstractions;

namespace HostTools.Configuration.Tests.Nix;

/// <summary>
/// The same generated modules, evaluated here and by nixpkgs' module system, on demand: HOSTTOOLS_NIXPKGS_LIB names its folder <c>lib</c>.
/// Each option has the same value in both, or a value in neither.
/// </summary>
public sealed class NixAgreementTests(ITestOutputHelper output)
{
    private const int Batch = 250;
    private const string Lazier = "value here alone (a definition that lost reads what has none)";

    private static readonly bool s_full = Environment.GetEnvironmentVariable("HOSTTOOLS_DEPTH") == "full";
    private static readonly int s_seed = int.Parse(Environment.GetEnvironmentVariable("HOSTTOOLS_SEED") ?? "1", CultureInfo.InvariantCulture);

    [SkippableFact]
    public void Nix_gives_generated_modules_the_values_we_give()
    {
        Skip.If(NixOracle.Absence is not null, NixOracle.Absence);
        var counts = new Dictionary<string, int>(StringComparer.Ordinal);
        var differences = new List<(string Title, string Text)>();
        int sets = 0;
        for (int batch = 0; batch < (s_full ? 40 : 1); batch++)
        {
            int seed = (s_seed * 1000) + batch;
            var generator = new ModuleSetGenerator(new Random(seed));
            ModuleSet[] drawn = [.. Enumerable.Range(0, Batch).Select(_ => generator.Next())];
            IReadOnlyList<IReadOnlyList<string>> theirs = NixOracle.Outcomes(drawn);
            for (int i = 0; i < drawn.Length; i++, sets++)
                Compare(drawn[i], theirs[i], string.Create(CultureInfo.InvariantCulture, $"seed {seed}, set {i}"), counts, differences);
        }

        output.WriteLine($"{sets} module sets, {counts.Values.Sum()} options agree: {string.Join(", ", counts.OrderBy(static c => c.Key, StringComparer.Ordinal).Select(static c => $"{c.Value} {c.Key}"))}.");
        Assert.True(differences.Count == 0, $"{string.Join('\n', differences.Take(30).Select(static d => d.Title))}\n\n{string.Join("\n=====\n", differences.Take(5).Select(static d => d.Title + "\n" + d.Text))}");
        Assert.True(counts["value"] > counts.Values.Sum() / 3, "Too few options have values.");
    }

    private static void Compare(ModuleSet set, IReadOnlyList<string> theirs, string which, Dictionary<string, int> counts, List<(string Title, string Text)> differences)
    {
        (IReadOnlyList<string> ours, HostEvaluation evaluation) = OwnOutcomes.Of(set);
        string Said() => $"{which}\n{set}{string.Join('\n', evaluation.Errors)}";
        Assert.True(ours.Count == theirs.Count, Said());
        // An unknown option takes all values away in Nix; here it is one error among others.
        bool unknown = evaluation.Errors.Any(static e => e.Id == nameof(ConfigurationErrors.UnknownOption));
        Assert.True(!set.HasUnknown || unknown, Said());
        GeneratedOption[] options = [.. set.Options];
        for (int i = 0; i < ours.Count; i++)
        {
            string mine = unknown ? "error" : ours[i];
            bool same = mine == theirs[i] || (options[i].Type.HasEmptyValue && mine == "error" && theirs[i] == "none");
            if (!same && theirs[i] == "error" && mine.StartsWith("value", StringComparison.Ordinal) && set.Reads(options[i]).Any(read => !theirs[Array.IndexOf(options, read)].StartsWith("value", StringComparison.Ordinal)))
            {
                // A definition that loses is looked at by Nix, and is not here; what it reads may fail.
                counts[Lazier] = counts.GetValueOrDefault(Lazier) + 1;
                continue;
            }

            if (!same)
                differences.Add((string.Create(CultureInfo.InvariantCulture, $"{options[i].Path} ({options[i].Type.Yaml[..Math.Min(24, options[i].Type.Yaml.Length)]}): {ours[i]} here, {theirs[i]} in Nix, {which}"), Said()));
            string kind = mine.Split(' ')[0];
            counts[kind] = counts.GetValueOrDefault(kind) + 1;
        }
    }
}
