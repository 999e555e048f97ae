using HostTools.Configuration.Evaluation;
using HostTools.Configuration.Expressions;
using HostTools.Configuration.Yaml;
using HostTools.Platform;

namespace HostTools.Configuration.Options;

/// <summary>A list; several definitions are concatenated by order, then in the order of the modules.</summary>
internal sealed class ListType(OptionType element) : OptionType
{
    public OptionType Element { get; } = element;

    public override string Name => $"list<{Element.Name}>";

    public override string Description => $"a list of {Element.InnerDescription}";

    public override bool HasEmptyValue => true;

    public override bool Accepts(in MergeContext context, Definition definition) => definition.Content.IsSequence;

    public override OptionType? Join(OptionType other) =>
        other is ListType list && Element.Join(list.Element) is { } element ? new ListType(element) : null;

    public override object? Merge(in MergeContext context, IReadOnlyList<Definition> definitions)
    {
        List<(Definition Definition, Place Place)> elements = Collect(context, definitions);
        if (elements.Count == 0)
            return ListValue.Empty;
        object?[] values = new object?[elements.Count];
        var places = new Place[elements.Count];
        List<HostError>? errors = null;
        for (int i = 0; i < values.Length; i++)
        {
            places[i] = elements[i].Place;
            try
            {
                values[i] = Element.Merge(context.At($"[{i}]"), [elements[i].Definition]);
            }
            catch (EvaluationFailure failure)
            {
                (errors ??= []).AddRange(failure.Errors);
            }
        }

        return errors is null ? new ListValue(values, places) : throw new EvaluationFailure(errors);
    }

    private List<(Definition Definition, Place Place)> Collect(in MergeContext context, IReadOnlyList<Definition> definitions)
    {
        var elements = new List<(Definition Definition, Place Place)>();
        List<HostError>? errors = null;
        bool ordered = true;
        foreach (Definition definition in definitions)
        {
            if (!definition.Content.IsSequence)
                throw Mismatch(context, definition, definition.Input is { IsNull: false } ? "Put it in brackets: [ … ]." : null);
            // What an expression takes over from another list was written there.
            var read = definition.Content.Node is null ? definition.Content.Value as ListValue : null;
            int index = 0;
            foreach (Content item in definition.Content.Items())
            {
                Place place = read?.PlaceOf(index++) ?? item.Place;
                try
                {
                    if (ElementOf(item, definition.Order) is not { } element)
                        continue;
                    ordered &= elements.Count == 0 || elements[^1].Definition.Order <= element.Order;
                    elements.Add((element, place));
                }
                catch (EvaluationFailure failure)
                {
                    (errors ??= []).AddRange(failure.Errors);
                }
            }
        }

        if (errors is not null)
            throw new EvaluationFailure(errors);
        return ordered ? elements : [.. elements.OrderBy(static e => e.Definition.Order)];
    }

    /// <summary>An element with its value computed; null when a condition leaves it out.</summary>
    private static Definition? ElementOf(Content item, int order)
    {
        if (Definition.Discharge(item, new Wrapping(null, order)) is not { } element)
            return null;
        return element.Priority == Wrappers.Plain
            ? element.With(element.Content.Resolve())
            : throw new EvaluationFailure(ConfigurationErrors.PriorityOnElement(item.Place));
    }
}

/// <summary>A list's elements with the place where each was written.</summary>
internal sealed class ListValue(object?[] items, Place[] places) : ICelList
{
    public static ListValue Empty { get; } = new([], []);

    public int Count => items.Length;

    public object? this[int index] => items[index];

    public Place PlaceOf(int index) => places[index];
}
