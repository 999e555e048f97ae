using HostTools.Configuration.Expressions;
using HostTools.Configuration.Options;
using HostTools.Configuration.Yaml;
using HostTools.Platform;

namespace HostTools.Configuration.Evaluation;

/// <summary>An option that an expression reads, found from the expression's text. Evaluates nothing, so that an error can be told at any time.</summary>
/// <param name="Name">Path of the option.</param>
/// <param name="Definitions">The definitions that won, as far as they are known.</param>
/// <param name="Default">Where its default stands, when no definition won.</param>
internal sealed record ReadOption(string Name, IReadOnlyList<Definition> Definitions, Place? Default)
{
    private const int MaxLets = 8;

    /// <summary>The places that make its value, for messages.</summary>
    public IEnumerable<RelatedOrigin> Notes =>
        Definitions.Count == 0 && Default is { } place
            ? [place.Note($"'{Name}' has its default here")]
            : Definitions.Select(d => d.Place.Note($"'{Name}' is defined here"));

    /// <summary>What the expressions of a scalar read: a bare expression, or those between <c>${{ }}</c>.</summary>
    public static IEnumerable<ReadOption> In(YamlScalar scalar, EvalScope scope) =>
        References(scalar, scope, 0).Select(static read => Find(read.Root, read.Path, read.Scope)).OfType<ReadOption>();

    private static IEnumerable<(string Root, IReadOnlyList<string> Path, EvalScope Scope)> References(YamlScalar scalar, EvalScope scope, int depth)
    {
        IEnumerable<CelExpression> expressions = scalar.Compiled switch
        {
            CelTemplate template => template.Pieces.Select(static piece => piece.Expression).OfType<CelExpression>(),
            CelExpression bare => [bare],
            _ => [],
        };
        foreach (CelReference reference in expressions.SelectMany(static e => e.References))
        {
            if (depth < MaxLets && scope.FindLet(reference.Root) is { } let)
            {
                // "let: { cfg: ${{ config.a }} }" makes cfg.b mean config.a.b.
                foreach ((string root, IReadOnlyList<string> path, EvalScope inner) in ScalarsOf(let.Node).SelectMany(s => References(s, let.Scope, depth + 1)))
                    yield return (root, [.. path, .. reference.Segments], inner);
            }
            else
            {
                yield return (reference.Root, reference.Segments, scope);
            }
        }
    }

    private static IEnumerable<YamlScalar> ScalarsOf(YamlNode node) =>
        node switch
        {
            YamlScalar scalar => [scalar],
            YamlSequence list => list.Items.SelectMany(ScalarsOf),
            YamlMapping map => map.Entries.SelectMany(static e => ScalarsOf(e.Value)),
            _ => [],
        };

    private static ReadOption? Find(string root, IReadOnlyList<string> path, EvalScope scope)
    {
        object? at = root is "config" or "self" or "host" && scope.TryResolve(root, out object? view) ? view : null;
        string name = at is GroupView { Instance.Path: var outer } ? outer : string.Empty;
        ReadOption? found = null;
        foreach (string segment in path)
        {
            name = name.Length == 0 ? OptionPath.Quote(segment) : $"{name}.{OptionPath.Quote(segment)}";
            switch (at)
            {
                case GroupView above when above.Group.Find(segment) is OptionLeaf leaf:
                    OptionSlot slot = above.Instance.SlotOf(leaf);
                    at = slot.Known;
                    found = new ReadOption(name, [.. slot.Winners.Where(static d => !d.IsOptionDefault)], leaf.WithDefault?.Default?.Place);
                    break;
                case GroupView above when above.Group.Find(segment) is OptionGroup group:
                    at = new GroupView(above.Instance, group);
                    break;
                case AttrsValue attrs when attrs.Slots.TryGetValue(segment, out EntrySlot? entry):
                    at = entry.Known;
                    found = new ReadOption(name, Definition.AtBest(entry.Definitions), null);
                    break;
                default:
                    return found;
            }
        }

        return found;
    }
}
