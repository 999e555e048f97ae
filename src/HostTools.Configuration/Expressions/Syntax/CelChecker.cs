using HostTools.Configuration.Expressions.Nodes;

namespace HostTools.Configuration.Expressions.Syntax;

/// <summary>Finds operands whose types are known from the text alone and cannot work: <c>"a" + 1</c>, <c>size(x) &amp;&amp; y</c>.</summary>
/// <remarks>A type is carried as a value of that type, so that the messages are those of the evaluation.</remarks>
internal sealed class CelChecker(string text, CelProblems problems)
{
    private static readonly object s_unknown = new();

    public T Check<T>(T node)
        where T : CelNode
    {
        CelEvaluationException? mistake = node switch
        {
            ArithmeticNode arithmetic => Operands(arithmetic.Left, arithmetic.Right, arithmetic.Mismatch),
            OrderNode order => Operands(order.Left, order.Right, order.Mismatch),
            LogicalNode logical => Conditions(logical),
            ConditionalNode conditional => CelTruth.Mismatch(conditional.Condition, Condition(conditional.Condition), "?:"),
            NotNode not => CelTruth.Mismatch(not.Operand, Condition(not.Operand), "!"),
            InNode member => TypeOf(member.Right) is var container && container == s_unknown ? null : member.Mismatch(container),
            ComprehensionNode comprehension => TypeOf(comprehension.Range) is var range && range == s_unknown ? null : comprehension.Mismatch(range),
            _ => null,
        };
        Report(mistake);
        return node;
    }

    /// <summary>Computes a conversion of a literal now, and reports one that cannot work: <c>duration("5 minutes")</c>.</summary>
    public CelNode Fold(CelCallNode call)
    {
        if (call.Name is not ("duration" or "timestamp" or "KiB" or "MiB" or "GiB" or "int" or "uint" or "double" or "bytes" or
            "ip" or "cidr"))
            return call;
        foreach (CelNode argument in call.Arguments)
        {
            if (argument is not ConstantNode)
                return call;
        }

        try
        {
            return new ConstantNode(call.Evaluate(new CelFrame(text, NoScope.Instance, new CelBudget(), 0)), call.Start, call.End);
        }
        catch (CelEvaluationException mistake)
        {
            Report(mistake);
            return call;
        }
    }

    private CelEvaluationException? Operands(CelNode left, CelNode right, Func<string, object?, object?, CelEvaluationException?> mismatch)
    {
        object? a = TypeOf(left);
        object? b = TypeOf(right);
        return a == s_unknown || b == s_unknown ? null : mismatch(text, a, b);
    }

    private static CelEvaluationException? Conditions(LogicalNode logical)
    {
        foreach (CelNode term in logical.Terms)
        {
            if (CelTruth.Mismatch(term, Condition(term), logical.Symbol) is { } mistake)
                return mistake;
        }

        return null;
    }

    private static object? Condition(CelNode node) => TypeOf(node) is var type && type == s_unknown ? CelValue.Of(true) : type;

    private void Report(CelEvaluationException? mistake)
    {
        if (mistake != null)
            problems.Add(mistake.Id, mistake.Message, mistake.Offset, mistake.Offset + mistake.Length);
    }

    private static object? TypeOf(CelNode node) => node switch
    {
        ConstantNode constant => constant.Value,
        EqualNode or OrderNode or InNode or LogicalNode or NotNode or HasNode or QuantifierNode or ExistsOneNode => CelValue.Of(true),
        ListNode or TransformListNode or SortByNode => CelList.Empty,
        MapNode or TransformMapNode or TransformEntryNode => CelMap.Empty,
        ArithmeticNode arithmetic => TypeOf(arithmetic.Left) is var left && left != s_unknown && TypeOf(arithmetic.Right) is var right &&
            right != s_unknown && CelValue.TypeName(left) == CelValue.TypeName(right) && left is long or ulong or double or string ? left : s_unknown,
        CelCallNode call => ResultOf(call.Name),
        _ => s_unknown,
    };

    private static object? ResultOf(string function) => function switch
    {
        "size" or "int" or "indexOf" or "lastIndexOf" or "KiB" or "MiB" or "GiB" or "getHours" or "getMinutes" or "getSeconds" or "getFullYear" => 0L,
        "uint" => 0UL,
        "double" or "math.ceil" or "math.floor" or "math.round" or "math.trunc" or "math.sqrt" => 0.0,
        "string" or "join" or "substring" or "replace" or "trim" or "lowerAscii" or "upperAscii" or "charAt" or "format" or "strings.quote" or
        "toJson" or "toYaml" or "toToml" or "toIni" or "indent" or "padLeft" or "dirname" or "baseName" or "shellQuote" or "systemdEscape" or
        "sha256" or "uuid5" or "base64.encode" => "",
        "contains" or "startsWith" or "endsWith" or "matches" or "bool" or "hasValue" or "math.isNaN" or "math.isInf" or "math.isFinite" =>
            CelValue.Of(true),
        "split" or "sort" or "distinct" or "flatten" or "slice" or "lists.range" or "values" => CelList.Empty,
        "first" or "last" or "optional.of" or "optional.none" or "optional.ofNonZeroValue" => CelOptional.None,
        _ => s_unknown,
    };

    private sealed class NoScope : ICelScope
    {
        public static readonly NoScope Instance = new();

        public bool TryResolve(string name, out object? value)
        {
            value = null;
            return false;
        }
    }
}
