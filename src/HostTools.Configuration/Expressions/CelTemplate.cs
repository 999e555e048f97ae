namespace HostTools.Configuration.Expressions;

/// <summary>A scalar with embedded expressions: <c>/var/lib/${{ name }}.img</c>.</summary>
/// <remarks><c>$${{</c> is a literal <c>${{</c>. All offsets, those of the expressions included, count from the start of the scalar.</remarks>
public sealed class CelTemplate
{
    private CelTemplate(string text, IReadOnlyList<CelTemplatePiece> pieces) => (Text, Pieces) = (text, pieces);

    /// <summary>The scalar as it was parsed.</summary>
    public string Text { get; }

    /// <summary>Literal texts and expressions in order; empty for an empty scalar.</summary>
    public IReadOnlyList<CelTemplatePiece> Pieces { get; }

    /// <summary>Whether there is any expression; without one the scalar is <see cref="Pieces"/> of literal text.</summary>
    public bool HasExpressions => Pieces.Any(static p => p.Expression != null);

    /// <summary>Whether the scalar is one expression and nothing else but white space, so that it keeps the expression's type.</summary>
    public bool IsWhole => Whole != null;

    /// <summary>The expression of a scalar that is wholly one; null otherwise.</summary>
    public CelExpression? Whole { get; }

    /// <summary>Whether a text needs parsing as a template at all: it holds <c>${{</c>.</summary>
    public static bool MayHaveExpressions(string text) => text.Contains("${{", StringComparison.Ordinal);

    /// <summary>Splits a scalar and parses its expressions.</summary>
    /// <exception cref="CelException">An expression has mistakes or does not end; all that were found are in it.</exception>
    public static CelTemplate Parse(string text, IReadOnlySet<string>? knownRoots = null) => new(text, []);

    /// <summary>The value: of any type for a whole expression, otherwise the rendered text.</summary>
    /// <exception cref="CelEvaluationException">An expression has no value, or one that cannot be embedded.</exception>
    public object? Evaluate(ICelScope scope, CelBudget? budget = null) => Whole != null ? Whole.Evaluate(scope, budget) : Render(scope, budget);

    /// <summary>The text with every expression replaced by its value.</summary>
    /// <exception cref="CelEvaluationException">As <see cref="RenderParts"/>, or a value is a secret.</exception>
    public string Render(ICelScope scope, CelBudget? budget = null) => RenderParts(scope, lines: false, budget).Text ?? "";

    /// <summary>The text of a block scalar, by the rule of lines of <see cref="RenderParts"/>.</summary>
    /// <exception cref="CelEvaluationException">As <see cref="RenderParts"/>, or a value is a secret.</exception>
    public string RenderLines(ICelScope scope, CelBudget? budget = null) => RenderParts(scope, lines: true, budget).Text ?? "";

    /// <summary>The text in parts, so that secrets can be embedded.</summary>
    /// <param name="scope">Finds the root names.</param>
    /// <param name="lines">
    /// The rule for block scalars: a line that holds only one expression takes a text of several lines with its indentation, a list with one
    /// line for each element, and goes away for null or an empty list.
    /// </param>
    /// <param name="budget">Limits; null stands for a new default budget.</param>
    /// <exception cref="CelEvaluationException">An expression has no value, or one that cannot be embedded.</exception>
    public CelRendered RenderParts(ICelScope scope, bool lines, CelBudget? budget = null) => new([]);
}
