using HostTools.Activation.Tests;

namespace HostTools.Live.Tests.Faults;

/// <summary>
/// A covering set of a product that takes hours: all scenarios together break every kind of point in every way it can break in. Which point stands for its kind changes
/// from way to way, from scenario to scenario, and with the seed. Scenarios come in their order (<see cref="ScenarioOrder"/>), so a run that goes on chooses as the one before.
/// </summary>
internal static class Coverage
{
    private static readonly Dictionary<string, HashSet<(string Kind, string Way)>> s_known = [], s_covered = [];

    /// <summary>What a scenario adds: of each kind one way that no scenario before it had, and the last scenario has all that are left.</summary>
    /// <param name="product">What is covered.</param>
    /// <param name="scenario">Name of the scenario.</param>
    /// <param name="kinds">Its points by their kind.</param>
    /// <param name="ways">In which ways a point can break.</param>
    /// <param name="isInEach">A kind breaks in each scenario, also in ways that are covered.</param>
    public static IReadOnlyList<(string Way, string Point)> Of(
        string product, string scenario, IEnumerable<IGrouping<string, string>> kinds, Func<string, IReadOnlyList<string>> ways, bool isInEach)
    {
        (HashSet<(string, string)> known, HashSet<(string, string)> covered) = (SetOf(s_known), SetOf(s_covered));
        (int turn, bool isLast) = (ScenarioOrder.Of(scenario), ScenarioOrder.Of(scenario) == FaultScenario.All.Count - 1);
        var cases = new List<(string, string)>();
        foreach (IGrouping<string, string> kind in kinds)
        {
            string[] all = [.. ways(kind.First())], open = [.. all.Where(way => !covered.Contains((kind.Key, way)))];
            int start = kind.Key.Sum(static letter => letter) + Depth.Seed + turn;
            string[] taken = isLast && open.Length > 0 ? open : open.Length > 0 ? [open[start % open.Length]] : isInEach ? [all[start % all.Length]] : [];
            known.UnionWith(all.Select(way => (kind.Key, way)));
            covered.UnionWith(taken.Select(way => (kind.Key, way)));
            cases.AddRange(taken.Select(way => (way, kind.ElementAt((start + Array.IndexOf(all, way)) % kind.Count()))));
        }

        return cases;

        HashSet<(string, string)> SetOf(Dictionary<string, HashSet<(string, string)>> sets) => sets.TryGetValue(product, out HashSet<(string, string)>? set) ? set : sets[product] = [];
    }

    /// <summary>How much of what scenarios have shown until now is covered: 300 of 310.</summary>
    public static string Say(string product) => $"{s_covered[product].Count} of {s_known[product].Count}";

    /// <summary>What no scenario covered, once all had their turn.</summary>
    public static IEnumerable<string> Missing(string product) => s_known[product].Except(s_covered[product]).Select(static missing => $"{missing.Way} at {missing.Kind}");
}
