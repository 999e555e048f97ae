using System.Globalization;

namespace HostTools.Activation;

/// <summary>Plans in words.</summary>
internal static class PlanText
{
    public static PlanChange Describe(Change change, Target target) => new()
    {
        Id = change.Id,
        Action = change.Action,
        Origins = change.Desired?.Origins ?? [],
        Reason = change.Reason,
        Summary = Summary(change, target),
        Diff = change.Diff,
        Undo = change.Undo,
        ObservedHash = change.Before?.Hash,
        IsBlocked = IsBlocked(change),
        Risk = change.Risk,
    };

    public static IReadOnlyList<string> Lines(Plan plan)
    {
        var lines = new List<string> { Head(plan) };
        lines.AddRange(plan.IsShort ? ShortPlan.Lines(plan) : plan.Changes.SelectMany(Whole));
        lines.AddRange(plan.Warnings.Select(static warning => "Warning: " + warning));
        lines.AddRange(plan.Errors.Select(static error => "In the way: " + error));
        if (plan.HasChanges)
            lines.Add(Total(plan));
        return lines;
    }

    private static IEnumerable<string> Whole(PlanChange change)
    {
        yield return $"  {change.Summary}{(change.Origins is [var first, ..] ? $"  [{first}]" : string.Empty)}";
        if (change.Diff is not { } diff)
            yield break;
        foreach (string line in diff.Split('\n').Skip(diff.StartsWith("--- ", StringComparison.Ordinal) ? 2 : 0))
            yield return "      " + line;
    }

    private static string Head(Plan plan)
    {
        string generation = plan.BaseGeneration == 0
            ? "nothing applied yet"
            : string.Create(CultureInfo.InvariantCulture, $"at generation {plan.BaseGeneration}");
        string what = plan.RestoredGeneration is { } restored
            ? string.Create(CultureInfo.InvariantCulture, $"generation {restored}")
            : $"host '{plan.Context.HostName}'{(plan.Context.Variant is { } variant ? $" as '{variant}'" : string.Empty)}";
        return plan.HasChanges
            ? $"Plan for '{plan.Target}' ({generation}), {what}:"
            : $"'{plan.Target}' ({generation}) is as {what} wants it. Nothing to do.";
    }

    private static string Total(Plan plan)
    {
        var parts = new List<string>();
        Count(ChangeAction.Create, "to create");
        Count(ChangeAction.Update, "to change");
        Count(ChangeAction.Replace, "to replace");
        Count(ChangeAction.Adopt, "to adopt");
        Count(ChangeAction.Remove, "to remove");
        Count(ChangeAction.RestoreOriginal, "to put back");
        Count(ChangeAction.Run, "to run");
        Count(ChangeAction.None, "only recorded");
        if (plan.Changes.Count(static change => change.IsBlocked) is > 0 and var blocked)
            parts.Add(string.Create(CultureInfo.InvariantCulture, $"{blocked} not possible"));
        if (!plan.CanApply)
            return $"{string.Join(", ", parts)}. Nothing is applied as long as something is in the way.";
        int inexact = plan.Changes.Count(static change => change.Undo is not UndoQuality.Exact);
        string undo = inexact == 0 ? "All of it can be undone exactly." : string.Create(CultureInfo.InvariantCulture, $"Not exactly undoable: {inexact}.");
        return $"{string.Join(", ", parts)}. {undo}";

        void Count(ChangeAction action, string words)
        {
            if (plan.Changes.Count(change => change.Action == action && !change.IsBlocked) is > 0 and var count)
                parts.Add(string.Create(CultureInfo.InvariantCulture, $"{count} {words}"));
        }
    }

    private static bool IsBlocked(Change change) => change.Findings.Any(static finding => finding.Error is not null);

    /// <summary>What cannot be made is not told as if it were.</summary>
    private static string Blocked(Change change)
    {
        string name = $"x {change.Id.Kind} {Printable(change.Id.Key)}";
        if (change.Findings.All(static finding => finding.Error?.Id is null or nameof(ActivationErrors.PathTaken)))
        {
            bool hasPolicy = change is
            {
                Before: PathState { Type: PathType.File or PathType.Link },
                Desired: Resources.LinkResource or Resources.SecretResource or Resources.FileResource { Ownership: not (Resources.FileOwnership.Block or Resources.FileOwnership.Keys) },
            };
            return $"{name}: {Printable(change.Reason)} is in the way{(hasPolicy ? "; say collision: backup or force" : string.Empty)}";
        }

        return $"{name}: {(change.Reason.StartsWith("cannot", StringComparison.Ordinal) ? change.Reason : "cannot be made")}, see below";
    }

    private static string Summary(Change change, Target target)
    {
        if (IsBlocked(change))
            return Blocked(change);
        string sign = change.Action switch
        {
            ChangeAction.Create => "+ create",
            ChangeAction.Update => "~ change",
            ChangeAction.Replace => "! replace",
            ChangeAction.Adopt => "= adopt",
            ChangeAction.Remove => "- remove",
            ChangeAction.RestoreOriginal => "< put back",
            ChangeAction.Run => "> run",
            _ => ". leave",
        };
        string kept = change.Keep is PathState { ContentHash: { } hash } ? $" as {target.OwnStatePath ?? Target.StatePath}{ContentStore.PathOf(hash)}" : string.Empty;
        string mode = change is { Action: ChangeAction.Create, Desired: Resources.FileResource { Mode: { } bits } } ? " " + PathStateJson.Octal(bits)
            : change is { Action: ChangeAction.Create, Desired: Resources.SecretResource { Mode: var secret } } ? " " + PathStateJson.Octal(secret)
            : string.Empty;
        string implied = change is { IsImplied: true, Action: ChangeAction.Create } ? "needed by what is below" : change.Reason;
        return $"{sign} {Kind(change)} {Printable(change.Id.Key)}{mode} ({implied}{kept})";
    }

    /// <summary>What an exact directory must not hold is told by what it is.</summary>
    private static string Kind(Change change) => change.Id.Kind == "absent"
        ? new[] { change.Before, change.After, change.Keep }.OfType<PathState>().FirstOrDefault(static state => !state.IsAbsent)?.Type.ToString().ToLowerInvariant() ?? "entry"
        : change.Id.Kind;

    public static string Printable(string text) =>
        text.Any(char.IsControl) ? string.Concat(text.Select(static c => char.IsControl(c) ? '?' : c)) : text;
}
