using HostTools.Platform;

namespace HostTools.Configuration.Expressions.Nodes;

/// <summary>A chain of <c>&amp;&amp;</c> or <c>||</c>: a term that decides wins over terms that fail, whatever the order.</summary>
internal sealed class LogicalNode(bool isOr, CelNode[] terms) : CelNode(terms[0].Start, terms[^1].End)
{
    public IReadOnlyList<CelNode> Terms => terms;

    public string Symbol => isOr ? "||" : "&&";

    public override object? Evaluate(CelFrame frame)
    {
        frame.Step(this);
        CelEvaluationException? failure = null;
        foreach (CelNode term in terms)
        {
            try
            {
                if (CelTruth.Of(term, term.Evaluate(frame), Symbol) == isOr)
                    return CelValue.Of(isOr);
            }
            catch (CelEvaluationException error) when (error.CanBeAbsorbed)
            {
                failure ??= error;
                frame.Absorbed(this);
            }
        }

        return failure == null ? CelValue.Of(!isOr) : throw failure;
    }
}

/// <summary><c>c ? a : b</c>, where only the chosen value is evaluated.</summary>
internal sealed class ConditionalNode(CelNode condition, CelNode then, CelNode otherwise) : CelNode(condition.Start, otherwise.End)
{
    public CelNode Condition => condition;

    public override object? Evaluate(CelFrame frame)
    {
        frame.Step(this);
        return CelTruth.Of(condition, condition.Evaluate(frame), "?:") ? then.Evaluate(frame) : otherwise.Evaluate(frame);
    }
}

/// <summary><c>!a</c>.</summary>
internal sealed class NotNode(CelNode operand, int start, int end) : CelNode(start, end)
{
    public CelNode Operand => operand;

    public override object? Evaluate(CelFrame frame)
    {
        frame.Step(this);
        return CelValue.Of(!CelTruth.Of(operand, operand.Evaluate(frame), "!"));
    }
}

/// <summary>Conditions are truth values: nothing else stands for true or false.</summary>
internal static class CelTruth
{
    public static bool Of(CelNode node, object? value, string wantedBy) =>
        value is bool truth ? truth : throw Mismatch(node, value, wantedBy)!;

    /// <summary>The error for a condition that is no truth value; null when it is one.</summary>
    public static CelEvaluationException? Mismatch(CelNode node, object? value, string wantedBy) => value switch
    {
        bool => null,
        Secret secret => CelSecrets.Used(node, secret),
        _ => node.Error(CelErrors.WrongType, $"'{wantedBy}' needs a bool, not {CelValue.WithArticle(value)}.{Hint(value)}"),
    };

    private static string Hint(object? value) => value switch
    {
        null => " Compare it: x != null.",
        string => " Compare it: x != \"\", or read it with bool().",
        long or ulong or double => " Compare it: x != 0.",
        ICelList or ICelMap => " Compare its size: x.size() > 0.",
        CelOptional => " Ask it with hasValue(), or take it with orValue(false).",
        _ => "",
    };
}
