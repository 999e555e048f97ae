using HostTools.Configuration.Options;
using HostTools.Configuration.Yaml;

namespace HostTools.Configuration.Evaluation;

/// <summary>A definition whose conditions hold, with its wrappers read.</summary>
internal sealed class Definition(Content content, int priority, int order)
{
    private ScalarInput? _input;

    public Content Content { get; } = content;

    public int Priority { get; } = priority;

    public int Order { get; } = order;

    /// <summary>As if nobody had defined it.</summary>
    public bool Unset { get; init; }

    /// <summary>The default of the option's declaration.</summary>
    public bool IsOptionDefault { get; init; }

    public Place Place => Content.Place;

    /// <summary>What a scalar type reads; null when the content is a mapping or a list of text.</summary>
    public ScalarInput? Input => _input ??= ScalarInput.From(Content);

    public Definition With(Content content) => new(content, Priority, Order) { Unset = Unset, IsOptionDefault = IsOptionDefault };

    /// <summary>Reads the wrappers of a content; nothing when a condition in them is false.</summary>
    public static Definition? Discharge(Content content, Wrapping wrapping, bool optionDefault = false)
    {
        while (Wrappers.TryUnwrap(content, wrapping, out Wrapping next, out Content inner))
        {
            (content, wrapping) = (inner, next);
            if (wrapping.Absent)
                return null;
        }

        int priority = optionDefault ? Wrappers.OptionDefault : wrapping.Priority ?? Wrappers.Plain;
        return new Definition(content, priority, wrapping.Order ?? Wrappers.NormalOrder)
        {
            Unset = wrapping.Unset && !optionDefault,
            IsOptionDefault = optionDefault,
        };
    }

    /// <summary>Whether any definition is left at the lowest priority number once unset ones are gone.</summary>
    public static bool AnyWins(List<Definition> definitions)
    {
        int best = int.MaxValue;
        foreach (Definition definition in definitions)
            best = Math.Min(best, definition.Priority);
        return definitions.Exists(d => d.Priority == best && !d.Unset);
    }

    /// <summary>The definitions of the lowest priority number as they were written.</summary>
    public static List<Definition> AtBest(List<Definition> definitions)
    {
        int best = definitions.Count == 0 ? 0 : definitions.Min(static d => d.Priority);
        return definitions.FindAll(d => d.Priority == best && !d.Unset);
    }

    /// <summary>Keeps the definitions of the lowest priority number, resolved, in their order.</summary>
    public static List<Definition> Winners(List<Definition> definitions)
    {
        int best = int.MaxValue;
        foreach (Definition definition in definitions)
            best = Math.Min(best, definition.Priority);
        int count = definitions.Count;
        foreach (Definition definition in definitions)
            count -= definition.Priority != best || definition.Unset ? 1 : 0;
        var winners = new List<Definition>(count);
        bool ordered = true;
        foreach (Definition definition in definitions)
        {
            if (definition.Priority != best || definition.Unset)
                continue;
            ordered &= winners.Count == 0 || winners[^1].Order <= definition.Order;
            Content resolved = definition.Content.Resolve();
            winners.Add(ReferenceEquals(resolved.Node, definition.Content.Node) ? definition : definition.With(resolved));
        }

        return ordered ? winners : [.. winners.OrderBy(static d => d.Order)];
    }
}
