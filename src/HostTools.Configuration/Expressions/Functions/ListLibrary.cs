using HostTools.Configuration.Expressions.Nodes;

namespace HostTools.Configuration.Expressions.Functions;

/// <summary>CEL's extension for lists, and <c>sum</c> of the one that Kubernetes has. <c>sortBy</c> is a macro.</summary>
internal static class ListLibrary
{
    public static string[] Keys => ["lists.range", ".sort", ".distinct", ".flatten", ".slice", ".reverse", ".first", ".last", ".sum"];

    public static CelFunction? Find(string key, int count) => (key, count) switch
    {
        ("lists.range", 1) => Range,
        (".sort", 1) => static (call, frame, args) =>
        {
            object?[] items = Items(call, frame, call.List(args, 0));
            return CelSorting.Sort(call, frame, items, items);
        },
        (".distinct", 1) => Distinct,
        (".flatten", 1 or 2) => Flatten,
        (".slice", 3) => Slice,
        (".reverse", 1) => Reverse,
        (".first", 1) => static (call, _, args) => call.List(args, 0) is { Count: > 0 } list ? CelOptional.Of(list[0]) : CelOptional.None,
        (".last", 1) => static (call, _, args) => call.List(args, 0) is { Count: > 0 } list ? CelOptional.Of(list[list.Count - 1]) : CelOptional.None,
        (".sum", 1) => Sum,
        _ => null,
    };

    private static object?[] Items(CelCallNode call, CelFrame frame, ICelList list)
    {
        frame.Step(call, list.Count);
        object?[] items = new object?[list.Count];
        for (int i = 0; i < items.Length; i++)
            items[i] = list[i];
        return items;
    }

    private static CelList Range(CelCallNode call, CelFrame frame, ReadOnlySpan<object?> args)
    {
        long count = call.Int(args, 0);
        if (count < 0)
            throw call.Bad($"A range has no {count} numbers.", 0, CelErrors.OutOfRange);
        frame.ProduceElements(call, count);
        object?[] numbers = new object?[count];
        for (int i = 0; i < numbers.Length; i++)
            numbers[i] = (long)i;
        return CelList.From(numbers);
    }

    private static CelList Distinct(CelCallNode call, CelFrame frame, ReadOnlySpan<object?> args)
    {
        ICelList list = call.List(args, 0);
        List<object?> kept = [];
        HashSet<object> keys = new(CelKeys.Comparer);
        for (int i = 0; i < list.Count; i++)
        {
            frame.Step(call);
            object? element = list[i];
            bool isNew = CelKeys.ForLookup(element) is { } key ? keys.Add(key) : !Contains(call, frame, kept, element);
            if (!isNew)
                continue;
            frame.ProduceElements(call, 1);
            kept.Add(element);
        }

        return CelList.From(kept);
    }

    private static bool Contains(CelCallNode call, CelFrame frame, List<object?> kept, object? element)
    {
        foreach (object? one in kept)
        {
            frame.Step(call);
            if (CelEquality.AreEqual(call, frame, one, element))
                return true;
        }

        return false;
    }

    private static CelList Flatten(CelCallNode call, CelFrame frame, ReadOnlySpan<object?> args)
    {
        long depth = args.Length == 2 ? call.Int(args, 1) : 1;
        if (depth < 0)
            throw call.Bad("flatten() takes a depth of 0 or more.", 1, CelErrors.OutOfRange);
        List<object?> flat = [];
        Flatten(call, frame, call.List(args, 0), depth, flat);
        return CelList.From(flat);
    }

    private static void Flatten(CelCallNode call, CelFrame frame, ICelList list, long depth, List<object?> into)
    {
        CelEquality.EnsureStack(call);
        for (int i = 0; i < list.Count; i++)
        {
            frame.Step(call);
            if (depth > 0 && list[i] is ICelList inner)
            {
                Flatten(call, frame, inner, depth - 1, into);
                continue;
            }

            frame.ProduceElements(call, 1);
            into.Add(list[i]);
        }
    }

    private static CelList Slice(CelCallNode call, CelFrame frame, ReadOnlySpan<object?> args)
    {
        ICelList list = call.List(args, 0);
        long from = call.Int(args, 1);
        long to = call.Int(args, 2);
        if (from < 0 || to < from || to > list.Count)
            throw call.Bad($"A list of {list.Count} has no slice from {from} to {to}.", from < 0 || from > to ? 1 : 2, CelErrors.OutOfRange);
        frame.ProduceElements(call, to - from);
        object?[] items = new object?[to - from];
        for (int i = 0; i < items.Length; i++)
            items[i] = list[(int)from + i];
        return CelList.From(items);
    }

    private static object? Reverse(CelCallNode call, CelFrame frame, ReadOnlySpan<object?> args)
    {
        if (args[0] is string text)
            return TextLibrary.Made(call, frame, CelCodePoints.Reverse(text));
        object?[] items = Items(call, frame, args[0] as ICelList ?? throw call.Wrong(args, 0, "a string or list"));
        frame.ProduceElements(call, items.Length);
        Array.Reverse(items);
        return CelList.From(items);
    }

    private static object? Sum(CelCallNode call, CelFrame frame, ReadOnlySpan<object?> args)
    {
        object?[] items = Items(call, frame, call.List(args, 0));
        if (items.Length > 0 && items.All(static item => item is double))
            return items.Sum(static item => (double)item!); // All are doubles.
        if (items.FirstOrDefault(static item => item is not long) is { } other)
            throw call.Bad($"sum() adds ints, or doubles; here is {CelValue.WithArticle(other)}.", 0, CelErrors.WrongType);
        try
        {
            return items.Sum(static item => (long)item!); // As above.
        }
        catch (OverflowException)
        {
            throw call.Bad("The sum is too large for an int.", 0, CelErrors.OutOfRange);
        }
    }
}
