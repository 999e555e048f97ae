namespace HostTools.Configuration.Expressions;

/// <summary>The identifiers of what can be wrong with an expression.</summary>
internal static class CelErrors
{
    /// <summary>An expression does not follow the grammar of CEL; the message says what was expected where.</summary>
    /// <remarks>Correct it there. CEL writes &amp;&amp;, || and ! for and, or and not.</remarks>
    /// <example>
    /// <code lang="yaml">
    /// options: { a: { type: int } }
    /// config:
    ///   a: ${{ 1 + }}
    /// </code>
    /// </example>
    public const string Syntax = "ExpressionSyntax";

    /// <summary>An expression begins with a name that stands for nothing where it is written.</summary>
    /// <remarks>Use one of the names the message lists; text stands in quotes.</remarks>
    /// <example>
    /// <code lang="yaml">
    /// options: { a: { type: int } }
    /// config:
    ///   a: ${{ cfg.port }}
    /// </code>
    /// </example>
    public const string UnknownName = "ExpressionUnknownName";

    /// <summary>An expression calls a function that does not exist.</summary>
    /// <remarks>Correct the name; docs/expressions.md lists all there are.</remarks>
    /// <example>
    /// <code lang="yaml">
    /// options: { a: { type: str } }
    /// config:
    ///   a: ${{ toJosn([1]) }}
    /// </code>
    /// </example>
    public const string UnknownFunction = "ExpressionUnknownFunction";

    /// <summary>A function was given too few or too many arguments, or is called as one of the other kind.</summary>
    /// <remarks>Call it as the message shows.</remarks>
    /// <example>
    /// <code lang="yaml">
    /// options: { a: { type: int } }
    /// config:
    ///   a: ${{ size() }}
    /// </code>
    /// </example>
    public const string WrongArguments = "ExpressionWrongArguments";

    /// <summary>A number or text in an expression cannot be read, or does not fit.</summary>
    /// <remarks>Write it as CEL does: 64-bit whole numbers, text in quotes.</remarks>
    /// <example>
    /// <code lang="yaml">
    /// options: { a: { type: int } }
    /// config:
    ///   a: ${{ 99999999999999999999 }}
    /// </code>
    /// </example>
    public const string BadLiteral = "ExpressionBadLiteral";

    /// <summary>A regular expression cannot be used; CEL takes those of RE2, which never run away.</summary>
    /// <remarks>Correct it where the message says.</remarks>
    /// <example>
    /// <code lang="yaml">
    /// options: { a: { type: bool } }
    /// config:
    ///   a: ${{ "x".matches("[a") }}
    /// </code>
    /// </example>
    public const string BadPattern = "ExpressionBadPattern";

    /// <summary>Brackets or operators are nested deeper than any reader follows.</summary>
    /// <remarks>Split the expression with let.</remarks>
    /// <example><code lang="text">${{ ((((((((((((((((((((1)))))))))))))))))))) }}      … and so on, 200 times</code></example>
    public const string TooDeep = "ExpressionTooDeep";

    /// <summary>An expression begins with ${{ and does not end with }}, or a text in it is not closed.</summary>
    /// <remarks>Close it, or write $${{ for the text ${{.</remarks>
    /// <example>
    /// <code lang="yaml">
    /// options: { a: { type: str } }
    /// config:
    ///   a: "${{ 1 + 2"
    /// </code>
    /// </example>
    public const string Unterminated = "ExpressionUnterminated";

    /// <summary>An expression selects something that is not there: an option no imported module declares, or a name of a map.</summary>
    /// <remarks>Correct the name, or ask first: has(config.a.b), config.?a.?b, "name" in map.</remarks>
    /// <example>
    /// <code lang="yaml">
    /// options: { web.port: { type: port, default: 80 }, a: { type: int } }
    /// config:
    ///   a: ${{ config.web.prot }}
    /// </code>
    /// </example>
    public const string NoSuchKey = "ExpressionNoSuchKey";

    /// <summary>An operator or function takes values of another type.</summary>
    /// <remarks>Convert one of them: string(…), int(…), double(…).</remarks>
    /// <example>
    /// <code lang="yaml">
    /// options: { a: { type: str } }
    /// config:
    ///   a: ${{ "port " + 80 }}
    /// </code>
    /// </example>
    public const string WrongType = "ExpressionWrongType";

    /// <summary>An index or a result lies outside of what is possible: behind the end of a list, beyond 64 bits.</summary>
    /// <remarks>Count from 0, or ask for the size first.</remarks>
    /// <example>
    /// <code lang="yaml">
    /// options: { a: { type: int } }
    /// config:
    ///   a: ${{ [1, 2][2] }}
    /// </code>
    /// </example>
    public const string OutOfRange = "ExpressionOutOfRange";

    /// <summary>A whole number is divided by zero.</summary>
    /// <remarks>Test the divisor first: b == 0 ? 0 : a / b.</remarks>
    /// <example>
    /// <code lang="yaml">
    /// options: { a: { type: int } }
    /// config:
    ///   a: ${{ 8 / (1 - 1) }}
    /// </code>
    /// </example>
    public const string DivisionByZero = "ExpressionDivisionByZero";

    /// <summary>A function cannot make sense of a value: a text that is no number, date or address.</summary>
    /// <remarks>Give it a value of the form that the message names.</remarks>
    /// <example>
    /// <code lang="yaml">
    /// options: { a: { type: int } }
    /// config:
    ///   a: ${{ int("x") }}
    /// </code>
    /// </example>
    public const string BadValue = "ExpressionBadValue";

    /// <summary>A secret is opaque: it can be assigned whole, embedded in text, or compared with null, and nothing else.</summary>
    /// <remarks>Let the program that needs the secret read it from a file.</remarks>
    /// <example>
    /// <code lang="yaml">
    /// options: { a: { type: int } }
    /// config:
    ///   a: ${{ size(secret("x")) }}
    /// </code>
    /// </example>
    public const string SecretUsed = "ExpressionSecretUsed";

    /// <summary>A list, map or null stands where an expression is embedded in text.</summary>
    /// <remarks>Write list.join(", "), toJson(value), or a condition.</remarks>
    /// <example>
    /// <code lang="yaml">
    /// options: { a: { type: str } }
    /// config:
    ///   a: x ${{ [1] }}
    /// </code>
    /// </example>
    public const string NotText = "ExpressionNotText";

    /// <summary>An expression takes more steps or makes more data than any configuration needs; it could run for ever.</summary>
    /// <remarks>Let it go over fewer elements, or compute less in each.</remarks>
    /// <example>
    /// <code lang="yaml">
    /// let: { all: "${{ lists.range(3000) }}" }
    /// options: { a: { type: int } }
    /// config:
    ///   a: ${{ all.map(x, all.map(y, x * y)).size() }}
    /// </code>
    /// </example>
    public const string BudgetExceeded = "ExpressionBudgetExceeded";
}
