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
            case Secret hidden:
                throw CelSecrets.Used(this, hidden);
            default:
                string hint = container is string ? " Write text.contains(part)." : "";
                throw Error(CelErrors.WrongType, $"'in' looks into a list or a map, not into {CelValue.WithArticle(container)}.{hint}");
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
