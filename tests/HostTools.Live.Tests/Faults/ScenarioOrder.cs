using Xunit.Abstractions;
using Xunit.Sdk;

namespace HostTools.Live.Tests.Faults;

/// <summary>Scenarios come in their order, since covering sets build on those before.</summary>
public sealed class ScenarioOrder : ITestCaseOrderer
{
    /// <summary>Its name, as xunit wants it.</summary>
    public const string Name = "HostTools.Live.Tests.Faults.ScenarioOrder", Assembly = "HostTools.Live.Tests";

    /// <summary>The turn of a scenario, from 0.</summary>
    public static int Of(string scenario) => FaultScenario.All.Select(static one => one.Name).ToList().IndexOf(scenario);

    public IEnumerable<TTestCase> OrderTestCases<TTestCase>(IEnumerable<TTestCase> testCases)
        where TTestCase : ITestCase =>
        testCases.OrderBy(static test => test.TestMethodArguments is [string scenario, ..] ? Of(scenario) : -1).ThenBy(static test => test.TestMethod.Method.Name, StringComparer.Ordinal);
}
