using HostTools.Configuration.Expressions.Syntax;
using HostTools.Platform;

namespace HostTools.Configuration.Expressions.Nodes;

/// <summary><c>==</c> and <c>!=</c>.</summary>
internal sealed class EqualNode(CelNode left, CelNode right, bool negated) : CelNode(left.Start, right.End)
{
    public override object? Evaluate(CelFrame frame)
    {
        frame.Step(this);
        object? a = left.Evaluate(frame);
        object? b = right.Evaluate(frame);
        return CelValue.Of(CelEquality.AreEqual(this, frame, a, b) != negated);
    }
}

/// <summary><c>&lt; &lt;= &gt; &gt;=</c>.</summary>
internal sealed class OrderNode(CelOperator op, CelNode left, CelNode right) : CelNode(left.Start, right.End)
{
    public CelNode Left => left;

    public CelNode Right => right;

    /// <summary>The error for values that have no common order; null when they have one.</summary>
    public CelEvaluationException? Mismatch(string text, object? a, object? b) => CelOrder.TryCompare(a, b, out _) ? null : NoOrder(a, b);

    public override object? Evaluate(CelFrame frame)
    {
        frame.Step(this);
        object? a = left.Evaluate(frame);
        object? b = right.Evaluate(frame);
        if (!CelOrder.TryCompare(a, b, out int? order))
            throw NoOrder(a, b);
        return CelValue.Of(op switch
        {
            CelOperator.Less => order < 0,
            CelOperator.LessOrEqual => order <= 0,
            CelOperator.Greater => order > 0,
            _ => order >= 0,
        });
    }

    private CelEvaluationException NoOrder(object? a, object? b)
    {
        if ((a as Secret ?? b as Secret) is { } secret)
            return CelSecrets.Used(this, secret);
        string hint = CelValue.TypeName(a) == CelValue.TypeName(b)
            ? $"Values of type {CelValue.TypeName(a)} have no order."
            : CelHints.Conversion(op, a, b);
        return Error(
            CelErrors.WrongType,
            $"'{CelOperators.Symbol(op)}' cannot compare {CelValue.WithArticle(a)} with {CelValue.WithArticle(b)}.{(hint.Length > 0 ? " " : "")}{hint}");
    }
}

/// <summary><c>in</c>: an element of a list, or a key of a map, whose values stay unevaluated.</summary>
internal sealed class InNode(CelNode left, CelNode right) : CelNode(left.Start, right.End)
{
    public CelNode Right => right;

    /// <summary>The error for what holds no elements; null for a list or a map.</summary>
    public CelEvaluationException? Mismatch(object? container) => container switch
    {
        ICelList or ICelMap => null,
        Secret hidden => CelSecrets.Used(this, hidden),
        _ => Error(
            CelErrors.WrongType,
            $"'in' looks into a list or a map, not into {CelValue.WithArticle(container)}.{(container is string ? " Write text.contains(part)." : "")}"),
    };

    public override object? Evaluate(CelFrame frame)
    {
        frame.Step(this);
        object? wanted = left.Evaluate(frame);
        object? container = right.Evaluate(frame);
        if (wanted is Secret secret)
            throw CelSecrets.Used(this, secret);
        switch (container)
        {
            case ICelMap map:
                return CelValue.Of(CelKeys.ForLookup(wanted) is { } key && map.ContainsKey(key));
            case ICelList list:
                return CelValue.Of(Contains(list, wanted, frame));
            default:
                // A list and a map are the only containers without a mismatch.
                throw Mismatch(container)!;
        }
    }

    private bool Contains(ICelList list, object? wanted, CelFrame frame)
    {
        for (int i = 0; i < list.Count; i++)
        {
            frame.Step(this);
            if (CelEquality.AreEqual(this, frame, list[i], wanted))
                return true;
        }

        return false;
    }
}
