using HostTools.Configuration.Evaluation;
using HostTools.Configuration.Yaml;
using HostTools.Platform;

namespace HostTools.Configuration.Options;

/// <summary>Puts steps in an order that fits all their <c>after</c> and <c>before</c>; of those that could come next, the first by name does.</summary>
internal static class DagSorting
{
    /// <exception cref="EvaluationFailure">A name is no step, or steps wait for each other.</exception>
    public static DagValue Sort(in MergeContext context, AttrsValue steps)
    {
        List<DagEdge> edges = Edges(context, steps);
        Dictionary<string, int> waits = steps.Slots.Keys.ToDictionary(static name => name, name => edges.Count(e => e.Later == name), StringComparer.Ordinal);
        ILookup<string, DagEdge> following = edges.ToLookup(static e => e.Earlier, StringComparer.Ordinal);
        var ready = new SortedSet<string>(waits.Where(static w => w.Value == 0).Select(static w => w.Key), StringComparer.Ordinal);
        var sorted = new List<EntrySlot>(steps.Count);
        while (ready.Min is { } next)
        {
            ready.Remove(next);
            waits.Remove(next);
            sorted.Add(steps.Slots[next]);
            foreach (DagEdge edge in following[next])
            {
                if (--waits[edge.Later] == 0)
                    ready.Add(edge.Later);
            }
        }

        return waits.Count == 0 ? new DagValue(sorted) : throw new EvaluationFailure(ConfigurationErrors.StepsInCircle(context.Path, Circle(edges, waits)));
    }

    private static List<DagEdge> Edges(in MergeContext context, AttrsValue steps)
    {
        var edges = new List<DagEdge>();
        var errors = new List<HostError>();
        foreach ((string name, EntrySlot slot) in steps.Slots)
        {
            foreach ((string other, Place place) in Names(slot, "after"))
                Add(context, steps, new DagEdge(other, name, other, $"'{name}' comes after '{other}'", place), edges, errors);
            foreach ((string other, Place place) in Names(slot, "before"))
                Add(context, steps, new DagEdge(name, other, other, $"'{name}' comes before '{other}'", place), edges, errors);
        }

        return errors.Count == 0 ? edges : throw new EvaluationFailure(errors);
    }

    private static void Add(in MergeContext context, AttrsValue steps, DagEdge edge, List<DagEdge> edges, List<HostError> errors)
    {
        if (steps.ContainsKey(edge.Named))
            edges.Add(edge);
        else
            errors.Add(ConfigurationErrors.UnknownStep(edge.Place, context.Path, edge.Text, edge.Named, [.. steps.Slots.Keys]));
    }

    private static IEnumerable<(string Name, Place Place)> Names(EntrySlot slot, string which)
    {
        ((GroupView)slot.Force()!).TryGetValue(which, out object? value);
        var names = (ListValue)value!; // What the type of both lists gives.
        for (int i = 0; i < names.Count; i++)
            yield return ((string)names[i]!, names.PlaceOf(i));
    }

    /// <summary>Every step that is left waits for one that is left, so walking back must come to a step twice.</summary>
    private static List<DagEdge> Circle(List<DagEdge> edges, Dictionary<string, int> left)
    {
        var path = new List<DagEdge>();
        string at = left.Keys.Min(StringComparer.Ordinal)!;
        while (path.FindIndex(e => e.Later == at) is var seen)
        {
            if (seen >= 0)
                return [.. path[seen..].AsEnumerable().Reverse()];
            DagEdge back = edges.First(e => e.Later == at && left.ContainsKey(e.Earlier));
            path.Add(back);
            at = back.Earlier;
        }

        return path;
    }
}

/// <summary>One step comes before another.</summary>
/// <param name="Earlier">The step that comes first.</param>
/// <param name="Later">The step that comes later.</param>
/// <param name="Named">The one that is named in the other's list.</param>
/// <param name="Text">The rule as a sentence.</param>
/// <param name="Place">Where it is written.</param>
internal sealed record DagEdge(string Earlier, string Later, string Named, string Text, Place Place);
