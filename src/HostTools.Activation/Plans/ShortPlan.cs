using System.Globalization;

namespace HostTools.Activation;

/// <summary>
/// Plans in few words: what is only added is counted by folder or kind and named, differences of text are counted. What touches something
/// that is there, and what stands in the way, keeps its line.
/// </summary>
internal static class ShortPlan
{
    private const int MostNames = 6;

    public static IEnumerable<string> Lines(Plan plan)
    {
        ILookup<bool, PlanChange> isAddition = plan.Changes.ToLookup(IsAddition);
        HashSet<string> above = [.. isAddition[true].SelectMany(static change => Above(change.Path))];
        IEnumerable<PlanChange> named = isAddition[true].Where(change => change.Kind != "directory" || !above.Contains(change.Path));
        foreach (IGrouping<(ChangeAction Action, string Place), PlanChange> group in named.GroupBy(static change => (change.Action, Place(change))))
            yield return "  " + Line(group.Key.Action, group.Key.Place, [.. group]);
        foreach (PlanChange change in isAddition[false])
            yield return "  " + change.Summary + Counted(change.Diff);
    }

    // Nothing that exists is in its way or goes by it, and it can be taken back exactly.
    private static bool IsAddition(PlanChange change) =>
        change is { Action: ChangeAction.Create, IsBlocked: false, Undo: UndoQuality.Exact } or { Action: ChangeAction.None, IsBlocked: false };

    // A folder that is made for what is named anyway needs no name.
    private static IEnumerable<string> Above(string path)
    {
        for (int end = path.LastIndexOf('/'); end > 0; end = path.LastIndexOf('/', end - 1))
            yield return path[..end];
    }

    private static string Place(PlanChange change)
    {
        if (!change.Path.StartsWith('/'))
            return change.Kind;
        string[] parts = change.Path.Split('/', StringSplitOptions.RemoveEmptyEntries);
        return "/" + string.Join('/', parts.Take(Math.Min(2, parts.Length - 1)));
    }

    private static string Line(ChangeAction action, string place, PlanChange[] changes)
    {
        bool isFolder = place.StartsWith('/');
        string[] names = [.. changes.Select(change => isFolder ? change.Path[place.TrimEnd('/').Length..].TrimStart('/') : change.Path)];
        string more = names.Length > MostNames ? string.Create(CultureInfo.InvariantCulture, $" and {names.Length - MostNames} more") : string.Empty;
        string listed = PlanText.Printable(string.Join(", ", names.Take(MostNames))) + more;
        string count = names.Length.ToString(CultureInfo.InvariantCulture);
        return (action == ChangeAction.Create ? "+ create " : ". leave ") + (isFolder ? $"{count} in {place}: {listed}" : $"{count} {place}{(names.Length == 1 ? string.Empty : "s")}: {listed}");
    }

    private static string Counted(string? diff)
    {
        if (diff is null)
            return string.Empty;
        string[] lines = [.. diff.Split('\n').Where(static line => !line.StartsWith("+++ ", StringComparison.Ordinal) && !line.StartsWith("--- ", StringComparison.Ordinal))];
        return string.Create(CultureInfo.InvariantCulture, $"  +{lines.Count(static line => line.StartsWith('+'))} -{lines.Count(static line => line.StartsWith('-'))}");
    }
}
