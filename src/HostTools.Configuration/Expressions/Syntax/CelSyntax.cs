namespace HostTools.Configuration.Expressions.Syntax;

internal enum CelOperator
{
    Add,
    Subtract,
    Multiply,
    Divide,
    Modulo,
    Equal,
    NotEqual,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
    In,
    Not,
    Negate,
    And,
    Or,
}

/// <summary>A part of an expression as it was written, before names mean anything.</summary>
internal abstract class CelSyntax(int start, int end, int depthBelow = 0)
{
    public int Start { get; } = start;

    public int End { get; } = end;

    /// <summary>Levels of parts from here down: what a recursive walk needs of the stack.</summary>
    public int Depth { get; } = depthBelow + 1;

    protected static int Deepest(CelSyntax a, CelSyntax b) => Math.Max(a.Depth, b.Depth);

    protected static int Deepest(IReadOnlyList<CelSyntax> parts)
    {
        int depth = 0;
        foreach (CelSyntax part in parts)
            depth = Math.Max(depth, part.Depth);
        return depth;
    }
}

internal sealed class CelLiteral(object? value, int start, int end) : CelSyntax(start, end)
{
    public object? Value { get; } = value;
}

internal sealed class CelIdentifier(string name, bool isAbsolute, int start, int end) : CelSyntax(start, end)
{
    public string Name { get; } = name;

    /// <summary>Written with a leading dot: variables of macros do not hide the root.</summary>
    public bool IsAbsolute { get; } = isAbsolute;
}

internal sealed class CelSelect(CelSyntax target, string name, bool isOptional, int nameStart, int end)
    : CelSyntax(target.Start, end, target.Depth)
{
    public int NameStart { get; } = nameStart;

    public CelSyntax Target { get; } = target;

    public string Name { get; } = name;

    public bool IsOptional { get; } = isOptional;
}

internal sealed class CelIndex(CelSyntax target, CelSyntax index, bool isOptional, int start, int end)
    : CelSyntax(start, end, Deepest(target, index))
{
    public CelSyntax Target { get; } = target;

    public CelSyntax Index { get; } = index;

    public bool IsOptional { get; } = isOptional;
}

internal sealed class CelCall(CelSyntax? target, string name, IReadOnlyList<CelSyntax> arguments, int nameStart, int start, int end)
    : CelSyntax(start, end, Math.Max(target?.Depth ?? 0, Deepest(arguments)))
{
    public CelSyntax? Target { get; } = target;

    public string Name { get; } = name;

    public IReadOnlyList<CelSyntax> Arguments { get; } = arguments;

    public int NameStart { get; } = nameStart;
}

internal sealed class CelUnary(CelOperator op, CelSyntax operand, int start, int end) : CelSyntax(start, end, operand.Depth)
{
    public CelOperator Operator { get; } = op;

    public CelSyntax Operand { get; } = operand;
}

internal sealed class CelBinary(CelOperator op, CelSyntax left, CelSyntax right) : CelSyntax(left.Start, right.End, Deepest(left, right))
{
    public CelOperator Operator { get; } = op;

    public CelSyntax Left { get; } = left;

    public CelSyntax Right { get; } = right;
}

/// <summary>A chain of <c>&amp;&amp;</c> or of <c>||</c>, kept flat so that its length does not make it deep.</summary>
internal sealed class CelLogical(CelOperator op, IReadOnlyList<CelSyntax> terms)
    : CelSyntax(terms[0].Start, terms[^1].End, Deepest(terms))
{
    public CelOperator Operator { get; } = op;

    public IReadOnlyList<CelSyntax> Terms { get; } = terms;
}

internal sealed class CelConditional(CelSyntax condition, CelSyntax then, CelSyntax otherwise)
    : CelSyntax(condition.Start, otherwise.End, Math.Max(condition.Depth, Deepest(then, otherwise)))
{
    public CelSyntax Condition { get; } = condition;

    public CelSyntax Then { get; } = then;

    public CelSyntax Otherwise { get; } = otherwise;
}

internal sealed record CelElement(CelSyntax Value, bool IsOptional);

internal sealed class CelListLiteral(IReadOnlyList<CelElement> elements, int start, int end)
    : CelSyntax(start, end, elements.Count == 0 ? 0 : elements.Max(static e => e.Value.Depth))
{
    public IReadOnlyList<CelElement> Elements { get; } = elements;
}

internal sealed record CelEntry(CelSyntax Key, CelSyntax Value, bool IsOptional);

internal sealed class CelMapLiteral(IReadOnlyList<CelEntry> entries, int start, int end)
    : CelSyntax(start, end, entries.Count == 0 ? 0 : entries.Max(static e => Deepest(e.Key, e.Value)))
{
    public IReadOnlyList<CelEntry> Entries { get; } = entries;
}
