using HostTools.Configuration.Expressions.Nodes;
using HostTools.Platform;

namespace HostTools.Configuration.Expressions;

/// <summary>Sorts by keys of one type, stably.</summary>
internal static class CelSorting
{
    public static CelList Sort(CelNode node, CelFrame frame, object?[] items, object?[] keys)
    {
        frame.ProduceElements(node, items.Length);
        foreach (object? key in keys)
        {
            if (key is Secret secret)
                throw CelSecrets.Used(node, secret);
            if (!CelOrder.TryCompare(keys[0], key, out int? order) || order == null)
                throw node.Error(CelErrors.WrongType, CelValue.TypeName(keys[0]) == CelValue.TypeName(key)
                    ? $"Values of type {CelValue.TypeName(key)} have no order to sort by."
                    : $"A list sorts by values of one type; here are {CelValue.WithArticle(keys[0])} and {CelValue.WithArticle(key)}.");
        }

        int[] places = new int[items.Length];
        for (int i = 0; i < places.Length; i++)
            places[i] = i;
        frame.Step(node, items.Length * (long)System.Numerics.BitOperations.Log2((uint)items.Length + 1));
        Array.Sort(places, (a, b) =>
        {
            CelOrder.TryCompare(keys[a], keys[b], out int? order);
            return order is null or 0 ? a.CompareTo(b) : order.Value;
        });
        object?[] sorted = new object?[items.Length];
        for (int i = 0; i < sorted.Length; i++)
            sorted[i] = items[places[i]];
        return CelList.From(sorted);
    }
}
