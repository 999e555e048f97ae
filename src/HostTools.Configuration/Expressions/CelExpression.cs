using System.Runtime.CompilerServices;
using HostTools.Configuration.Expressions.Nodes;
using HostTools.Configuration.Expressions.Syntax;

namespace HostTools.Configuration.Expressions;

/// <summary>An expression of CEL, the Common Expression Language: parsed, checked, immutable and safe for all threads.</summary>
/// <remarks>
/// Values are <c>null</c>, <see cref="bool"/>, <see cref="long"/> (int), <see cref="ulong"/> (uint), <see cref="double"/>, <see cref="string"/>,
/// <see cref="byte"/> arrays (bytes), <see cref="HostTools.Platform.Duration"/>, <see cref="DateTimeOffset"/> (timestamp), <see cref="ICelList"/>,
/// <see cref="ICelMap"/>, <see cref="CelOptional"/>, <see cref="CelType"/> and <see cref="HostTools.Platform.Secret"/>. Anything else that
/// comes out (an IP address, a network, a negative duration) is opaque: it can be given to another expression, or to <see cref="CelText"/>.
/// </remarks>
public sealed class CelExpression
{
    private readonly CelNode _node;
    private readonly int _slots;

    private CelExpression(string text, CelNode node, CelBinder binder)
    {
        (Text, _node, _slots) = (text, node, binder.Slots);
        (References, Roots) = (binder.References, binder.Roots);
    }

    /// <summary>The text that was parsed; for a piece of a template the whole scalar.</summary>
    public string Text { get; }

    /// <summary>What the expression reads, as far as that is known without evaluating it, in the order of the text.</summary>
    public IReadOnlyList<CelReference> References { get; }

    /// <summary>The root names the expression uses.</summary>
    public IReadOnlySet<string> Roots { get; }

    /// <summary>Parses and checks an expression.</summary>
    /// <param name="text">Bare CEL, without <c>${{ }}</c>.</param>
    /// <param name="knownRoots">Root names that exist where the expression stands; null leaves that to the evaluation.</param>
    /// <exception cref="CelException">The text has mistakes; all that were found are in it.</exception>
    public static CelExpression Parse(string text, IReadOnlySet<string>? knownRoots = null) => Parse(text, knownRoots, isChecked: true);

    /// <summary>Whether no root but these is used.</summary>
    public bool UsesOnly(IReadOnlySet<string> roots)
    {
        foreach (string root in Roots)
        {
            if (!roots.Contains(root))
                return false;
        }

        return true;
    }

    /// <summary>Evaluates the expression.</summary>
    /// <param name="scope">Finds the root names.</param>
    /// <param name="budget">Limits; null stands for a new default budget.</param>
    /// <exception cref="CelEvaluationException">The expression has no value; exceptions of scope and views pass through unchanged.</exception>
    public object? Evaluate(ICelScope scope, CelBudget? budget = null)
    {
        if (_node is ConstantNode constant)
            return constant.Value;
        if (!RuntimeHelpers.TryEnsureSufficientExecutionStack())
            throw _node.Error(CelErrors.TooDeep, "Too many expressions wait for one another.");
        return _node.Evaluate(new CelFrame(Text, scope, budget ?? new CelBudget(), _slots));
    }

    /// <summary>Without the check an unknown function is an error only where it is called.</summary>
    internal static CelExpression Parse(string text, IReadOnlySet<string>? knownRoots, bool isChecked)
    {
        var problems = new CelProblems();
        List<CelToken> tokens = new CelLexer(text, 0, embedded: false, problems).Read();
        CelExpression? expression = Bind(text, tokens, knownRoots, problems, isChecked);
        problems.ThrowIfAny();
        return expression!;
    }

    /// <summary>Parses and checks tokens; null when there are problems, of the tokens included.</summary>
    internal static CelExpression? Bind(
        string text, List<CelToken> tokens, IReadOnlySet<string>? knownRoots, CelProblems problems, bool isChecked = true)
    {
        if (new CelParser(text, tokens, problems).Parse() is not { } syntax || problems.Count > 0)
            return null;
        var binder = new CelBinder(text, knownRoots, problems, isChecked);
        CelNode node = binder.Bind(syntax);
        return problems.Count == 0 ? new CelExpression(text, node, binder) : null;
    }
}
