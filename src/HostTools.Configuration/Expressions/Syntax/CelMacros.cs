using HostTools.Configuration.Expressions.Nodes;

namespace HostTools.Configuration.Expressions.Syntax;

/// <summary>Calls that are no functions, because they bind names or do not evaluate what they are given.</summary>
internal static class CelMacros
{
    public static readonly string[] Names =
    [
        "has", "all", "exists", "exists_one", "existsOne", "map", "filter", "transformList", "transformMap", "transformMapEntry",
        "sortBy", "optMap", "optFlatMap", "bind",
    ];

    public static bool IsMacro(string name) => Array.Exists(Names, macro => macro == name);

    /// <summary>False when the call is no macro. The node is null when the macro is used wrongly, which is then reported.</summary>
    public static bool TryExpand(CelCall call, CelBinder binder, out CelNode? node)
    {
        node = null;
        if (call.Target == null)
        {
            if (call.Name != "has")
                return false;
            node = binder.BindHas(call);
            return true;
        }

        int count = call.Arguments.Count;
        switch (call.Name)
        {
            case "all" or "exists" when count is 2 or 3:
                node = Comprehension(call, binder, variables: count - 1, hasFilter: false);
                return true;
            case "exists_one" or "existsOne" when count is 2 or 3:
                node = Comprehension(call, binder, variables: count - 1, hasFilter: false);
                return true;
            case "map" when count is 2 or 3:
                node = Comprehension(call, binder, variables: 1, hasFilter: count == 3);
                return true;
            case "filter" when count == 2:
                node = Comprehension(call, binder, variables: 1, hasFilter: false);
                return true;
            case "transformList" or "transformMap" or "transformMapEntry" when count is 3 or 4:
                node = Comprehension(call, binder, variables: 2, hasFilter: count == 4);
                return true;
            case "sortBy" or "optMap" or "optFlatMap" when count == 2:
                node = WithOneVariable(call, binder);
                return true;
            case "bind" when call.Target is CelIdentifier { Name: "cel" }:
                node = Bind(call, binder);
                return true;
            default:
                if (!IsMacro(call.Name) || call.Name is "has" or "bind")
                    return false;
                binder.Report(CelErrors.WrongArguments, $"{call.Name}() is written {Shape(call.Name)}.", call);
                return true;
        }
    }

    private static string Shape(string name) => name switch
    {
        "map" => "list.map(x, result) or list.map(x, condition, result)",
        "filter" => "list.filter(x, condition)",
        "transformList" or "transformMap" => $"list.{name}(key, value, result) or list.{name}(key, value, condition, result)",
        "transformMapEntry" => "list.transformMapEntry(key, value, {newKey: newValue}), with a condition before the map where one is wanted",
        "sortBy" => "list.sortBy(x, key)",
        "optMap" or "optFlatMap" => $"optional.{name}(x, result)",
        _ => $"list.{name}(x, condition) or list.{name}(key, value, condition)",
    };

    private static CelNode? Comprehension(CelCall call, CelBinder binder, int variables, bool hasFilter)
    {
        CelNode range = binder.Bind(call.Target!);
        if (Variables(call, binder, variables) is not { } names)
            return null;
        CelSyntax? filter = hasFilter ? call.Arguments[variables] : null;
        CelNode?[] bodies = binder.BindBodies(names, [filter, call.Arguments[^1]], out int first);
        int second = variables == 2 ? first + 1 : -1;
        CelNode body = bodies[1]!;
        (int start, int end) = (call.Start, call.End);
        return call.Name switch
        {
            "all" or "exists" => new QuantifierNode(call.Name == "exists", range, first, second, body, start, end),
            "exists_one" or "existsOne" => new ExistsOneNode(range, first, second, body, start, end),
            "filter" => new TransformListNode(range, first, second, body, new SlotNode(first, names[0].Start, names[0].End), start, end),
            "transformMap" => new TransformMapNode(range, first, second, bodies[0], body, start, end),
            "transformMapEntry" => new TransformEntryNode(range, first, second, bodies[0], body, start, end),
            _ => new TransformListNode(range, first, second, bodies[0], body, start, end),
        };
    }

    private static CelNode? WithOneVariable(CelCall call, CelBinder binder)
    {
        CelNode target = binder.Bind(call.Target!);
        if (Variables(call, binder, 1) is not { } names)
            return null;
        CelNode body = binder.BindBodies(names, [call.Arguments[1]], out int slot)[0]!;
        return call.Name == "sortBy"
            ? new SortByNode(target, slot, body, call.Start, call.End)
            : new OptionalMapNode(call.Name == "optFlatMap", target, slot, body, call.Start, call.End);
    }

    private static BindNode? Bind(CelCall call, CelBinder binder)
    {
        if (call.Arguments.Count != 3)
        {
            binder.Report(CelErrors.WrongArguments, "cel.bind() is written cel.bind(name, value, result).", call);
            return null;
        }

        CelNode value = binder.Bind(call.Arguments[1]);
        if (Variables(call, binder, 1) is not { } names)
            return null;
        CelNode body = binder.BindBodies(names, [call.Arguments[2]], out int slot)[0]!;
        return new BindNode(slot, value, body, call.Start, call.End);
    }

    private static List<CelIdentifier>? Variables(CelCall call, CelBinder binder, int count)
    {
        List<CelIdentifier> names = [];
        for (int i = 0; i < count; i++)
        {
            if (call.Arguments[i] is CelIdentifier { IsAbsolute: false } name)
            {
                if (names.Exists(n => n.Name == name.Name))
                    binder.Report(CelErrors.WrongArguments, $"{call.Name}() needs two different names for key and value.", name);
                names.Add(name);
            }
            else
            {
                binder.Report(CelErrors.WrongArguments, $"{(call.Name == "bind" ? "cel.bind" : call.Name)}() needs a plain name for its variable here.", call.Arguments[i]);
                return null;
            }
        }

        return names;
    }
}
