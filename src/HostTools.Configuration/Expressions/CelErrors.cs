namespace HostTools.Configuration.Expressions;

/// <summary>The identifiers of what can be wrong with an expression.</summary>
internal static class CelErrors
{
    public const string Syntax = "ExpressionSyntax";
    public const string UnknownName = "ExpressionUnknownName";
    public const string UnknownFunction = "ExpressionUnknownFunction";
    public const string WrongArguments = "ExpressionWrongArguments";
    public const string BadLiteral = "ExpressionBadLiteral";
    public const string BadPattern = "ExpressionBadPattern";
    public const string TooDeep = "ExpressionTooDeep";
    public const string Unterminated = "ExpressionUnterminated";
    public const string NoSuchKey = "ExpressionNoSuchKey";
    public const string WrongType = "ExpressionWrongType";
    public const string OutOfRange = "ExpressionOutOfRange";
    public const string DivisionByZero = "ExpressionDivisionByZero";
    public const string BadValue = "ExpressionBadValue";
    public const string SecretUsed = "ExpressionSecretUsed";
    public const string NotText = "ExpressionNotText";
    public const string BudgetExceeded = "ExpressionBudgetExceeded";
}
