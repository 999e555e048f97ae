namespace HostTools.Configuration.Expressions.Syntax;

internal enum CelTokenKind
{
    End,
    Identifier,
    QuotedIdentifier,
    Int,
    UInt,
    Double,
    String,
    Bytes,
    OpenParen,
    CloseParen,
    OpenBracket,
    CloseBracket,
    OpenBrace,
    CloseBrace,
    Dot,
    Comma,
    Colon,
    Question,
    Plus,
    Minus,
    Star,
    Slash,
    Percent,
    Not,
    And,
    Or,
    Equal,
    NotEqual,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
}

/// <summary>A word of an expression; <see cref="Value"/> is the name, the string's content, or the digits of a number.</summary>
internal sealed record CelToken(CelTokenKind Kind, int Start, int End, object? Value);
