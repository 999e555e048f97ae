using HostTools.Configuration.Expressions;
using HostTools.Configuration.Yaml;
using HostTools.Platform;

namespace HostTools.Configuration.Evaluation;

/// <summary>Compiles the expressions of scalars, once each, and evaluates them with their places in the file.</summary>
internal static class Compiler
{
    public static CelTemplate Template(YamlScalar scalar, EvalScope scope)
    {
        if (scalar.Compiled is CelTemplate done)
            return done;
        try
        {
            var template = CelTemplate.Parse(scalar.Value, scope.KnownNames());
            scalar.Compiled = template;
            return template;
        }
        catch (CelException problems)
        {
            throw Failure(problems, scalar, 0);
        }
    }

    /// <summary>The expression of a key that takes a bare one, such as <c>when</c>; an enclosing <c>${{ }}</c> is accepted.</summary>
    public static CelExpression Bare(YamlScalar scalar, EvalScope scope, int offset = 0)
    {
        if (scalar.Compiled is CelExpression done)
            return done;
        string text = offset == 0 ? scalar.Value : scalar.Value[offset..];
        try
        {
            bool wrapped = text.AsSpan().TrimStart().StartsWith("${{");
            CelExpression expression = wrapped && CelTemplate.Parse(text, scope.KnownNames()).Whole is { } whole
                ? whole
                : CelExpression.Parse(text, scope.KnownNames());
            scalar.Compiled = expression;
            return expression;
        }
        catch (CelException problems)
        {
            throw Failure(problems, scalar, offset);
        }
    }

    public static object? Evaluate(CelExpression expression, EvalScope scope, YamlScalar scalar, int offset = 0)
    {
        try
        {
            object? value = expression.Evaluate(scope);
            return value is CelOptional optional ? optional.HasValue ? optional.Value : null : value;
        }
        catch (CelEvaluationException cause)
        {
            throw Failure(cause, scalar, offset);
        }
    }

    public static object? EvaluateBare(YamlScalar scalar, EvalScope scope, int offset = 0) =>
        Evaluate(Bare(scalar, scope, offset), scope, scalar, offset);

    /// <summary>A condition: anything but true and false is an error.</summary>
    public static bool Condition(YamlScalar scalar, EvalScope scope) =>
        EvaluateBare(scalar, scope) switch
        {
            bool value => value,
            var other => throw new EvaluationFailure(ConfigurationErrors.ConditionNotBool(scalar.Place, ValueText.Describe(other))),
        };

    /// <summary>The text of a scalar with its expressions replaced; block scalars follow the rule of lines.</summary>
    public static object Render(YamlScalar scalar, EvalScope scope)
    {
        CelTemplate template = Template(scalar, scope);
        try
        {
            CelRendered rendered = template.RenderParts(scope, lines: scalar.Kind == ScalarKind.Block);
            return rendered.HasSecrets ? rendered : rendered.Text!;
        }
        catch (CelEvaluationException cause)
        {
            throw Failure(cause, scalar, 0);
        }
    }

    public static string KeyText(KeySegment segment, EvalScope scope)
    {
        try
        {
            return CelTemplate.Parse(segment.Text, scope.KnownNames()).Render(scope);
        }
        catch (CelException problems)
        {
            throw Failure(problems, segment.At.Key, segment.At.Position);
        }
        catch (CelEvaluationException cause)
        {
            throw Failure(cause, segment.At.Key, segment.At.Position);
        }
    }

    private static EvaluationFailure Failure(CelException problems, YamlScalar scalar, int offset) =>
        CommentAfter(scalar) is { } comment && problems.Problems.Any(static p => p.Id is CelErrors.Unterminated or CelErrors.Syntax)
            ? new EvaluationFailure(ConfigurationErrors.CommentInExpression(comment))
            : new([.. problems.Problems.Select(p => ConfigurationErrors.Expression(ExpressionPlaces.Map(scalar, p.Offset + offset), p.Id, p.Message))]);

    private static EvaluationFailure Failure(CelEvaluationException cause, YamlScalar scalar, int offset) =>
        new(ConfigurationErrors.Expression(ExpressionPlaces.Map(scalar, cause.Offset + offset), cause.Id, cause.Message));

    /// <summary>Where a comment begins behind a scalar that is not quoted, on its line.</summary>
    private static Place? CommentAfter(YamlScalar scalar)
    {
        string text = scalar.File.Text;
        int at = Math.Min(scalar.End, text.Length);
        while (at < text.Length && text[at] is ' ' or '\t')
            at++;
        return scalar.IsPlain && at > scalar.End && at < text.Length && text[at] == '#' ? new Place(scalar.File, at) : null;
    }
}
