using HostTools.Configuration.Expressions.Syntax;
using HostTools.Platform;

namespace HostTools.Configuration.Expressions.Nodes;

/// <summary><c>+ - * / %</c>, strict about types and exact about overflow.</summary>
internal sealed class ArithmeticNode(CelOperator op, CelNode left, CelNode right) : CelNode(left.Start, right.End)
{
    public CelNode Left => left;

    public CelNode Right => right;

    public override object? Evaluate(CelFrame frame)
    {
        frame.Step(this);
        object? a = left.Evaluate(frame);
        object? b = right.Evaluate(frame);
        try
        {
            return (a, b) switch
            {
                (long x, long y) => CelValue.Of(Compute(x, y)),
                (string x, string y) when op == CelOperator.Add => Join(x, y, frame),
                (double x, double y) when op != CelOperator.Modulo => CelValue.Of(Compute(x, y)),
                (ulong x, ulong y) => CelValue.Of(Compute(x, y)),
                (ICelList x, ICelList y) when op == CelOperator.Add => Join(x, y, frame),
                (byte[] x, byte[] y) when op == CelOperator.Add => Join(x, y, frame),
                _ => Times(a, b) ?? throw NoOverload(frame.Text, a, b),
            };
        }
        catch (OverflowException)
        {
            throw Overflow(frame, CelValue.TypeName(a));
        }
    }

    private long Compute(long x, long y) => op switch
    {
        CelOperator.Add => checked(x + y),
        CelOperator.Subtract => checked(x - y),
        CelOperator.Multiply => checked(x * y),
        CelOperator.Divide => y == 0 ? throw ByZero() : checked(x / y),
        _ => y == 0 ? throw ByZero() : y == -1 ? 0L : x % y,
    };

    private ulong Compute(ulong x, ulong y) => op switch
    {
        CelOperator.Add => checked(x + y),
        CelOperator.Subtract => checked(x - y),
        CelOperator.Multiply => checked(x * y),
        CelOperator.Divide => y == 0 ? throw ByZero() : x / y,
        _ => y == 0 ? throw ByZero() : x % y,
    };

    private double Compute(double x, double y) => op switch
    {
        CelOperator.Add => x + y,
        CelOperator.Subtract => x - y,
        CelOperator.Multiply => x * y,
        _ => x / y,
    };

    private string Join(string x, string y, CelFrame frame)
    {
        frame.Produce(this, x.Length + y.Length);
        return x.Length == 0 ? y : y.Length == 0 ? x : x + y;
    }

    private byte[] Join(byte[] x, byte[] y, CelFrame frame)
    {
        frame.Produce(this, x.Length + (long)y.Length);
        return [.. x, .. y];
    }

    private ICelList Join(ICelList x, ICelList y, CelFrame frame)
    {
        frame.ProduceElements(this, x.Count + (long)y.Count);
        return x.Count == 0 ? y : y.Count == 0 ? x : new CelJoinedList(x, y);
    }

    private object? Times(object? a, object? b)
    {
        bool aIsSpan = CelDuration.TryGet(a, out CelDuration span);
        bool bIsSpan = CelDuration.TryGet(b, out CelDuration otherSpan);
        bool aIsPoint = CelTimestamp.TryGet(a, out CelTimestamp point);
        bool bIsPoint = CelTimestamp.TryGet(b, out CelTimestamp otherPoint);
        return op switch
        {
            CelOperator.Add when aIsSpan && bIsSpan => new CelDuration(checked(span.Nanoseconds + otherSpan.Nanoseconds)).ToValue(),
            CelOperator.Subtract when aIsSpan && bIsSpan => new CelDuration(checked(span.Nanoseconds - otherSpan.Nanoseconds)).ToValue(),
            CelOperator.Add when aIsPoint && bIsSpan => InRange(point.Nanoseconds + otherSpan.Nanoseconds),
            CelOperator.Add when aIsSpan && bIsPoint => InRange(otherPoint.Nanoseconds + span.Nanoseconds),
            CelOperator.Subtract when aIsPoint && bIsSpan => InRange(point.Nanoseconds - otherSpan.Nanoseconds),
            CelOperator.Subtract when aIsPoint && bIsPoint => new CelDuration(checked((long)(point.Nanoseconds - otherPoint.Nanoseconds))).ToValue(),
            _ => null,
        };
    }

    private static object InRange(Int128 nanoseconds)
    {
        var result = new CelTimestamp(nanoseconds);
        return result.IsInRange ? result.ToValue() : throw new OverflowException();
    }

    /// <summary>The error for values of types that the operator cannot take; null when it can.</summary>
    public CelEvaluationException? Mismatch(string text, object? a, object? b) => (a, b) switch
    {
        (long, long) or (ulong, ulong) => null,
        (double, double) when op != CelOperator.Modulo => null,
        (string, string) or (byte[], byte[]) or (ICelList, ICelList) when op == CelOperator.Add => null,
        _ when op is CelOperator.Add or CelOperator.Subtract && IsTime(a) && IsTime(b) => null,
        _ => NoOverload(text, a, b),
    };

    private static bool IsTime(object? value) => CelDuration.TryGet(value, out _) || CelTimestamp.TryGet(value, out _);

    private CelEvaluationException ByZero() => Error(CelErrors.DivisionByZero, op == CelOperator.Divide ? "Division by zero." : "Remainder of a division by zero.");

    private CelEvaluationException Overflow(CelFrame frame, string type)
    {
        string source = CelDisplay.Source(frame.Text, Start, End);
        return Error(CelErrors.OutOfRange, type is "duration" or "timestamp"
            ? $"The result of '{source}' is out of range: timestamps reach from year 1 to 9999, durations over 292 years."
            : $"The result of '{source}' does not fit into a 64-bit {type}.");
    }

    private CelEvaluationException NoOverload(string text, object? a, object? b)
    {
        if ((a as Secret ?? b as Secret) is { } secret)
            return CelSecrets.Used(this, secret);
        string symbol = CelOperators.Symbol(op);
        string hint = CelHints.Conversion(op, a, b);
        if (op == CelOperator.Subtract && right is (RootNode or SlotNode) && CelHints.QuotedPath(text, Start, End) is { } path)
            hint = $"A name that contains '-' is written {path}.";
        return Error(CelErrors.WrongType, $"'{symbol}' cannot take {CelValue.WithArticle(a)} and {CelValue.WithArticle(b)}.{(hint.Length > 0 ? " " : "")}{hint}");
    }
}

/// <summary><c>-a</c>.</summary>
internal sealed class NegateNode(CelNode operand, int start, int end) : CelNode(start, end)
{
    public override object? Evaluate(CelFrame frame)
    {
        frame.Step(this);
        object? value = operand.Evaluate(frame);
        return value switch
        {
            long number when number != long.MinValue => CelValue.Of(-number),
            long number => throw Error(CelErrors.OutOfRange, $"-({number}) does not fit into a 64-bit int."),
            double number => CelValue.Of(-number),
            Secret secret => throw CelSecrets.Used(this, secret),
            _ when CelDuration.TryGet(value, out CelDuration span) && span.Nanoseconds != long.MinValue => new CelDuration(-span.Nanoseconds).ToValue(),
            _ => throw Error(CelErrors.WrongType, $"'-' cannot take {CelValue.WithArticle(value)}; it negates an int, a double or a duration."),
        };
    }
}
