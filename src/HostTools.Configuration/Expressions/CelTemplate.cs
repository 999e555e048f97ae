using HostTools.Configuration.Expressions.Syntax;

namespace HostTools.Configuration.Expressions;

/// <summary>A scalar with embedded expressions: <c>/var/lib/${{ name }}.img</c>.</summary>
/// <remarks><c>$${{</c> is a literal <c>${{</c>. All offsets, those of the expressions included, count from the start of the scalar.</remarks>
public sealed class CelTemplate
{
    private const string Open = "${{";

    private CelTemplate(string text, IReadOnlyList<CelTemplatePiece> pieces)
    {
        (Text, Pieces) = (text, pieces);
        CelTemplatePiece? only = null;
        int expressions = 0;
        bool onlyBlanks = true;
        foreach (CelTemplatePiece piece in pieces)
        {
            if (piece.Expression != null)
                (only, expressions) = (piece, expressions + 1);
            else
                onlyBlanks &= string.IsNullOrWhiteSpace(piece.Literal);
        }

        HasExpressions = expressions > 0;
        Whole = expressions == 1 && onlyBlanks ? only!.Expression : null;
    }

    /// <summary>The scalar as it was parsed.</summary>
    public string Text { get; }

    /// <summary>Literal texts and expressions in order; empty for an empty scalar.</summary>
    public IReadOnlyList<CelTemplatePiece> Pieces { get; }

    /// <summary>Whether there is any expression; without one <see cref="Pieces"/> is at most one literal text.</summary>
    public bool HasExpressions { get; }

    /// <summary>Whether the scalar is one expression and nothing else but white space, so that it keeps the expression's type.</summary>
    public bool IsWhole => Whole != null;

    /// <summary>The expression of a scalar that is wholly one; null otherwise.</summary>
    public CelExpression? Whole { get; }

    /// <summary>Whether a text needs parsing as a template at all: it holds <c>${{</c>.</summary>
    public static bool MayHaveExpressions(string text) => text.Contains(Open, StringComparison.Ordinal);

    /// <summary>Splits a scalar and parses its expressions.</summary>
    /// <param name="text">The scalar.</param>
    /// <param name="knownRoots">Root names that exist where the scalar stands; null leaves that to the evaluation.</param>
    /// <exception cref="CelException">An expression has mistakes or does not end; all that were found are in it.</exception>
    public static CelTemplate Parse(string text, IReadOnlySet<string>? knownRoots = null)
    {
        List<CelTemplatePiece> pieces = [];
        var problems = new CelProblems();
        var literal = new System.Text.StringBuilder();
        int literalStart = 0;
        int at = 0;
        while (at < text.Length)
        {
            int open = text.IndexOf(Open, at, StringComparison.Ordinal);
            if (open < 0)
                break;
            if (open > at && text[open - 1] == '$')
            {
                literal.Append(text, at, open - 1 - at).Append(Open);
                at = open + Open.Length;
                continue;
            }

            literal.Append(text, at, open - at);
            AddLiteral(open);
            at = literalStart = AddExpression(text, open, knownRoots, pieces, problems);
        }

        literal.Append(text, at, text.Length - at);
        AddLiteral(text.Length);
        problems.ThrowIfAny();
        return new CelTemplate(text, pieces);

        void AddLiteral(int end)
        {
            if (literal.Length > 0)
                pieces.Add(new CelTemplatePiece(literalStart, end - literalStart, literal.ToString(), null));
            literal.Clear();
        }
    }

    /// <summary>The value: of any type for a whole expression, otherwise the rendered text.</summary>
    /// <exception cref="CelEvaluationException">An expression has no value, or one that cannot be embedded.</exception>
    public object? Evaluate(ICelScope scope, CelBudget? budget = null) => Whole != null ? Whole.Evaluate(scope, budget) : Render(scope, budget);

    /// <summary>The text with every expression replaced by its value.</summary>
    /// <exception cref="CelEvaluationException">As <see cref="RenderParts"/>, or a value is a secret.</exception>
    public string Render(ICelScope scope, CelBudget? budget = null) => CelRenderer.Text(this, scope, lines: false, budget);

    /// <summary>The text of a block scalar, by the rule of lines of <see cref="RenderParts"/>.</summary>
    /// <exception cref="CelEvaluationException">As <see cref="RenderParts"/>, or a value is a secret.</exception>
    public string RenderLines(ICelScope scope, CelBudget? budget = null) => CelRenderer.Text(this, scope, lines: true, budget);

    /// <summary>The text in parts, so that secrets can be embedded.</summary>
    /// <param name="scope">Finds the root names.</param>
    /// <param name="lines">
    /// The rule for block scalars: a line that holds only one expression takes a text of several lines with its indentation, a list with one
    /// line for each element, and goes away for null or an empty list.
    /// </param>
    /// <param name="budget">Limits; null stands for a new default budget.</param>
    /// <exception cref="CelEvaluationException">An expression has no value, or one that cannot be embedded.</exception>
    public CelRendered RenderParts(ICelScope scope, bool lines, CelBudget? budget = null) => CelRenderer.Parts(this, scope, lines, budget);

    private static int AddExpression(
        string text, int open, IReadOnlySet<string>? knownRoots, List<CelTemplatePiece> pieces, CelProblems problems)
    {
        // Problems of this piece alone decide whether its grammar is worth a message.
        var own = new CelProblems();
        var lexer = new CelLexer(text, open + Open.Length, embedded: true, own);
        List<CelToken> tokens = lexer.Read();
        int end = Math.Min(text.Length, lexer.End + 2);
        if (!lexer.IsClosed)
            own.AddFirst(CelErrors.Unterminated, "'${{' is not closed: '}}' is missing. Write '$${{' for the text '${{'.", open, open + Open.Length);
        CelExpression? expression = lexer.IsClosed ? CelExpression.Bind(text, tokens, knownRoots, own) : null;
        problems.AddAll(own);
        if (expression != null)
            pieces.Add(new CelTemplatePiece(open, end - open, "", expression));
        return end;
    }
}
