namespace HostTools.Configuration.Expressions;

/// <summary>A piece of a scalar: literal text, or the expression between <c>${{</c> and <c>}}</c>.</summary>
/// <param name="Offset">Where the piece starts in the scalar, the delimiter included.</param>
/// <param name="Length">Its length in the scalar, the delimiters included.</param>
/// <param name="Literal">The text with <c>$${{</c> already unescaped; empty for an expression.</param>
/// <param name="Expression">The expression; null for literal text. Its offsets count from the start of the scalar.</param>
public sealed record CelTemplatePiece(int Offset, int Length, string Literal, CelExpression? Expression);
