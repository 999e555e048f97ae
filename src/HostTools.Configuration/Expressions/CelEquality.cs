using System.Runtime.CompilerServices;
using HostTools.Configuration.Expressions.Nodes;
using HostTools.Platform;

namespace HostTools.Configuration.Expressions;

/// <summary>Equality as CEL defines it: numbers by value across their types, lists and maps deeply, other types never equal.</summary>
internal static class CelEquality
{
    public static bool AreEqual(CelNode node, CelFrame frame, object? left, object? right)
    {
        if (left is string a && right is string b)
            return string.Equals(a, b);
        if ((left ?? right) is Secret secret)
            return left != null && right != null ? throw CelSecrets.Used(node, secret) : false;
        if (left is null || right is null)
            return left is null && right is null;
        if (right is Secret other)
            throw CelSecrets.Used(node, other);
        if (CelNumbers.IsNumber(left) && CelNumbers.IsNumber(right))
            return CelNumbers.Compare(left, right) == 0;
        return (left, right) switch
        {
            (bool x, bool y) => x == y,
            (byte[] x, byte[] y) => x.AsSpan().SequenceEqual(y),
            (ICelList x, ICelList y) => AreEqual(node, frame, x, y),
            (ICelMap x, ICelMap y) => AreEqual(node, frame, x, y),
            (CelType x, CelType y) => x == y,
            (CelAddress x, CelAddress y) => x == y,
            (CelNetwork x, CelNetwork y) => x == y,
            (CelOptional x, CelOptional y) => x.HasValue == y.HasValue && (!x.HasValue || AreEqual(node, frame, x.Value, y.Value)),
            _ when CelDuration.TryGet(left, out CelDuration x) && CelDuration.TryGet(right, out CelDuration y) => x == y,
            _ when CelTimestamp.TryGet(left, out CelTimestamp x) && CelTimestamp.TryGet(right, out CelTimestamp y) => x == y,
            _ => false,
        };
    }

    private static bool AreEqual(CelNode node, CelFrame frame, ICelList left, ICelList right)
    {
        if (left.Count != right.Count)
            return false;
        EnsureStack(node);
        for (int i = 0; i < left.Count; i++)
        {
            frame.Step(node);
            if (!AreEqual(node, frame, left[i], right[i]))
                return false;
        }

        return true;
    }

    private static bool AreEqual(CelNode node, CelFrame frame, ICelMap left, ICelMap right)
    {
        if (left.Count != right.Count)
            return false;
        EnsureStack(node);
        foreach (object key in left.Keys)
        {
            frame.Step(node);
            if (!right.ContainsKey(key))
                return false;
        }

        foreach (object key in left.Keys)
        {
            frame.Step(node);
            if (!left.TryGetValue(key, out object? x) || !right.TryGetValue(key, out object? y) || !AreEqual(node, frame, x, y))
                return false;
        }

        return true;
    }

    /// <summary>Data may nest deeper than any expression does.</summary>
    public static void EnsureStack(CelNode node)
    {
        if (!RuntimeHelpers.TryEnsureSufficientExecutionStack())
            throw node.Error(CelErrors.TooDeep, "The value nests too deeply to be walked through.");
    }
}
