using HostTools.Configuration.Evaluation;
using HostTools.Configuration.Expressions;
using HostTools.Platform;

namespace HostTools.Configuration.Options;

/// <summary>
/// Data without a schema: <c>json</c> concatenates lists of several definitions, <c>toml</c> too and has no null, <c>anything</c> wants lists equal.
/// </summary>
internal sealed class FreeDataType(string name, bool concatenateLists, bool hasNull = true, bool acceptsSecrets = false) : OptionType
{
    /// <summary>The same type in a union with <c>secret</c>: its leaves may be secrets.</summary>
    public FreeDataType WithSecrets() => new(name, concatenateLists, hasNull, acceptsSecrets: true);

    public bool HasNull => hasNull;

    public override string Name => name;

    public override string Description => hasNull ? "data of any shape" : "data without null";

    public override bool HasKeys => true;

    public override bool IsFreeData => true;

    public override bool Accepts(in MergeContext context, Definition definition) => true;

    public override object? Merge(in MergeContext context, IReadOnlyList<Definition> definitions) =>
        MergeAny(context, definitions) switch
        {
            NumberLiteral number => number.Value,
            var value => value,
        };

    private object? MergeAny(in MergeContext context, IReadOnlyList<Definition> definitions)
    {
        foreach (Definition definition in definitions)
        {
            if (definition.Content.Rest is { } rest)
                throw new EvaluationFailure(ConfigurationErrors.KeyIntoFreeData(rest.Place, context.Path, rest.Text));
        }

        if (definitions.All(static d => d.Content.IsMapping))
            return MergeMaps(context, definitions);
        if (definitions.All(static d => d.Content.IsSequence))
            return MergeLists(context, definitions);
        if (!hasNull && definitions.FirstOrDefault(static d => FreeData.Read(d.Content) is null) is { } none)
            throw new EvaluationFailure(ConfigurationErrors.NullNotAllowed(none.Place, context.Path, Description));
        object? first = FreeData.ReadLiteral(definitions[0].Content);
        if (first is Secret or CelRendered && !acceptsSecrets)
            throw new EvaluationFailure(ConfigurationErrors.TypeMismatch(definitions[0].Place, context.Path, "plain data", ValueText.Describe(first), SecretType.NotHere));
        for (int i = 1; i < definitions.Count; i++)
        {
            if (!Equals(first, FreeData.ReadLiteral(definitions[i].Content)))
                throw new EvaluationFailure(ConfigurationErrors.Conflict(context.Path, definitions));
        }

        return first;
    }

    private LiteralMap MergeMaps(in MergeContext context, IReadOnlyList<Definition> definitions)
    {
        var entries = new OrderedDictionary<string, List<Definition>>(StringComparer.Ordinal);
        foreach (Definition definition in definitions)
        {
            foreach (ContentEntry entry in definition.Content.Entries(split: false))
            {
                if (Definition.Discharge(entry.Content, default) is not { } inner)
                    continue;
                if (!entries.TryGetValue(entry.Name, out List<Definition>? found))
                    entries.Add(entry.Name, found = []);
                found.Add(inner);
            }
        }

        var map = new OrderedDictionary<string, object?>(entries.Count, StringComparer.Ordinal);
        List<HostError>? errors = null;
        foreach ((string key, List<Definition> found) in entries)
        {
            try
            {
                List<Definition> winners = Definition.Winners(found);
                if (winners.Count > 0)
                    map.Add(key, MergeAny(context.At($".{OptionPath.Quote(key)}"), winners));
            }
            catch (EvaluationFailure failure)
            {
                (errors ??= []).AddRange(failure.Errors);
            }
        }

        return errors is null ? new LiteralMap(map) : throw new EvaluationFailure(errors);
    }

    private LiteralList MergeLists(in MergeContext context, IReadOnlyList<Definition> definitions)
    {
        var lists = new List<List<object?>>(definitions.Count);
        foreach (Definition definition in definitions)
        {
            var items = new List<object?>();
            foreach (Content item in definition.Content.Items())
            {
                if (Definition.Discharge(item, default) is { } element)
                    items.Add(MergeAny(context.At($"[{items.Count}]"), [element.With(element.Content.Resolve())]));
            }

            lists.Add(items);
        }

        if (concatenateLists)
            return new LiteralList([.. lists.SelectMany(static l => l)]);
        return lists.TrueForAll(l => FreeData.DeepEquals(new LiteralList(l), new LiteralList(lists[0])))
            ? new LiteralList(lists[0])
            : throw new EvaluationFailure(ConfigurationErrors.Conflict(context.Path, definitions));
    }
}
