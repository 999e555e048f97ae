using System.Text.Json.Nodes;
using HostTools.Configuration.Evaluation;
using HostTools.Configuration.Expressions;
using HostTools.Configuration.Options;

namespace HostTools.Configuration.Tests.Nix;

/// <summary>What becomes of each option of a module set here, in the words of <see cref="NixOracle"/>.</summary>
internal static class OwnOutcomes
{
    public static (IReadOnlyList<string> Outcomes, HostEvaluation Evaluation) Of(ModuleSet set)
    {
        using var tree = new TemporaryTree(("hosts/h/default.yaml", "imports: [../../modules/m0.yaml]\n"));
        for (int m = 0; m < set.Modules.Count; m++)
            tree.Write($"modules/m{m}.yaml", set.Yaml(m));
        List<string> outcomes = [];
        var request = new EvaluationRequest("h") { Environment = static _ => null, Inspect = root => outcomes.AddRange(set.Options.Select(option => Outcome(root, option))) };
        return (outcomes, HostEvaluator.Evaluate(ConfigurationTree.Open(tree.Directory, []), request));
    }

    private static string Outcome(GroupView root, GeneratedOption option)
    {
        OptionTreeNode? node = root.Group;
        foreach (string name in option.Names)
            node = (node as OptionGroup)?.Find(name);
        if (node is not OptionLeaf leaf)
            return "undeclared";
        OptionSlot slot = root.Instance.SlotOf(leaf);
        try
        {
            return slot.IsDefined ? "value " + NixOracle.Canonical(Json(slot.Force())) : "none";
        }
        catch (EvaluationFailure)
        {
            return "error";
        }
    }

    private static JsonNode? Json(object? value) =>
        value switch
        {
            null => null,
            bool flag => JsonValue.Create(flag),
            long number => JsonValue.Create(number),
            string text => JsonValue.Create(text),
            ICelMap map => new JsonObject(map.Keys.Select(key => KeyValuePair.Create((string)key, Json(map.TryGetValue(key, out object? below) ? below : null)))),
            ICelList list => new JsonArray([.. Enumerable.Range(0, list.Count).Select(i => Json(list[i]))]),
            _ => throw new InvalidOperationException($"No value of a module set is a {value.GetType().Name}."),
        };
}
