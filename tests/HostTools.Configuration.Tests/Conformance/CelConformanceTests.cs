using System.Text;
using Xunit.Abstractions;

namespace HostTools.Configuration.Tests.Conformance;

/// <summary>CEL's own conformance suite, on demand: HOSTTOOLS_CEL_SPEC names the folder of its *.textproto files.</summary>
public sealed class CelConformanceTests(ITestOutputHelper output)
{
    private const double Wanted = 0.98;

    [SkippableFact]
    public void Conformance_suite_of_CEL_passes()
    {
        string? folder = Environment.GetEnvironmentVariable("HOSTTOOLS_CEL_SPEC");
        Skip.If(string.IsNullOrEmpty(folder), "HOSTTOOLS_CEL_SPEC does not name the folder of CEL's conformance tests.");

        IReadOnlyList<ConformanceResult> results = CelConformance.Run(folder!);
        var report = new StringBuilder();
        foreach (IGrouping<string, ConformanceResult> suite in results.GroupBy(static r => r.Suite))
        {
            int passed = suite.Count(static r => r.Outcome == ConformanceOutcome.Passed);
            int failed = suite.Count(static r => r.Outcome == ConformanceOutcome.Failed);
            string reasons = string.Join(", ", suite.Where(static r => r.Outcome == ConformanceOutcome.LeftOut).GroupBy(static r => r.Why)
                .Select(static g => $"{g.Count()} need {g.Key}"));
            report.AppendLine($"{suite.Key,-16} {passed,4} passed {failed,3} failed  {reasons}");
        }

        foreach (ConformanceResult failure in results.Where(static r => r.Outcome == ConformanceOutcome.Failed))
            report.AppendLine($"FAILED {failure.Suite}/{failure.Name}: {failure.Expression}\n       {failure.Why}");
        int ran = results.Count(static r => r.Outcome != ConformanceOutcome.LeftOut);
        int good = results.Count(static r => r.Outcome == ConformanceOutcome.Passed);
        report.AppendLine($"{good} of {ran} passed, {results.Count - ran} left out.");
        output.WriteLine(report.ToString());
        Assert.True(ran > 1000, report.ToString());
        Assert.True(good >= ran * Wanted, report.ToString());
    }
}
