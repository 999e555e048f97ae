namespace HostTools.Configuration.Expressions;

/// <summary>An expression of CEL, the Common Expression Language: parsed, checked, immutable and safe for all threads.</summary>
/// <remarks>
/// Values are <c>null</c>, <see cref="bool"/>, <see cref="long"/> (int), <see cref="ulong"/> (uint), <see cref="double"/>, <see cref="string"/>,
/// <see cref="byte"/> arrays (bytes), <see cref="HostTools.Platform.Duration"/>, <see cref="DateTimeOffset"/> (timestamp), <see cref="ICelList"/>,
/// <see cref="ICelMap"/>, <see cref="CelOptional"/>, <see cref="CelType"/> and <see cref="HostTools.Platform.Secret"/>.
/// </remarks>
public sealed class CelExpression
{
    private CelExpression(string text) => Text = text;

    /// <summary>The text that was parsed; for a piece of a template the whole scalar.</summary>
    public string Text { get; }

    /// <summary>What the expression reads, as far as that is known without evaluating it, in the order of the text.</summary>
    public IReadOnlyList<CelReference> References { get; } = [];

    /// <summary>The root names the expression uses.</summary>
    public IReadOnlySet<string> Roots { get; } = new HashSet<string>();

    /// <summary>Parses and checks an expression.</summary>
    /// <param name="text">Bare CEL, without <c>${{ }}</c>.</param>
    /// <param name="knownRoots">Root names that exist where the expression stands; null leaves that to the evaluation.</param>
    /// <exception cref="CelException">The text has mistakes; all that were found are in it.</exception>
    public static CelExpression Parse(string text, IReadOnlySet<string>? knownRoots = null) => new(text);

    /// <summary>Whether no root but these is used.</summary>
    public bool UsesOnly(IReadOnlySet<string> roots) => Roots.All(roots.Contains);

    /// <summary>Evaluates the expression.</summary>
    /// <param name="scope">Finds the root names.</param>
    /// <param name="budget">Limits; null stands for a new default budget.</param>
    /// <exception cref="CelEvaluationException">The expression has no value; exceptions of scope and views pass through unchanged.</exception>
    public object? Evaluate(ICelScope scope, CelBudget? budget = null) => throw new CelEvaluationException(CelErrors.BadValue, "Not evaluated.", 0, 0);
}
