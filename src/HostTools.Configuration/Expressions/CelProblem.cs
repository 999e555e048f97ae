namespace HostTools.Configuration.Expressions;

/// <summary>One mistake in an expression, found before it is evaluated.</summary>
/// <param name="Id">Stable identifier, for example <c>ExpressionUnknownName</c>.</param>
/// <param name="Message">What is wrong and how to write it; ends with a full stop.</param>
/// <param name="Offset">Where it starts in the parsed text, in UTF-16 characters from 0.</param>
/// <param name="Length">How many characters it covers; 0 at the end of the text.</param>
public sealed record CelProblem(string Id, string Message, int Offset, int Length);
