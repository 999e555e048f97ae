namespace HostTools.Configuration.Expressions.Syntax;

/// <summary>Splits an expression into tokens, up to the end of the text or, in a template, up to the <c>}}</c> that closes it.</summary>
internal sealed class CelLexer(string text, int start, bool embedded, CelProblems problems)
{
    private readonly List<CelToken> _tokens = [];
    private int _at = start;
    private int _braces;

    /// <summary>After <see cref="Read"/>: where the expression ends, the closing <c>}}</c> not included.</summary>
    public int End { get; private set; }

    /// <summary>After <see cref="Read"/>: whether the closing <c>}}</c> was found; true where none is wanted.</summary>
    public bool IsClosed { get; private set; }

    public List<CelToken> Read()
    {
        IsClosed = !embedded;
        while (SkipBlanks())
        {
            if (embedded && _braces <= 0 && IsAt("}}"))
            {
                IsClosed = true;
                break;
            }

            ReadToken();
        }

        End = _at;
        _tokens.Add(new CelToken(CelTokenKind.End, _at, _at, null));
        return _tokens;
    }

    private bool IsAt(string what) => string.CompareOrdinal(text, _at, what, 0, what.Length) == 0;

    private bool SkipBlanks()
    {
        while (_at < text.Length)
        {
            if (text[_at] is ' ' or '\t' or '\n' or '\r' or '\f')
                _at++;
            else if (IsAt("//"))
                SkipComment();
            else
                return true;
        }

        return false;
    }

    // A comment inside ${{ }} may end with it, so that one-line scalars can have comments too.
    private void SkipComment()
    {
        while (_at < text.Length && text[_at] != '\n' && !(embedded && _braces <= 0 && IsAt("}}")))
            _at++;
    }

    private void ReadToken()
    {
        char c = text[_at];
        if (CelStringLexer.StartsString(text, _at))
            ReadString();
        else if (CelNames.IsIdentifierStart(c))
            ReadIdentifier();
        else if (char.IsAsciiDigit(c) || (c == '.' && _at + 1 < text.Length && char.IsAsciiDigit(text[_at + 1])))
            ReadNumber();
        else if (c == '`')
            ReadQuotedIdentifier();
        else
            ReadSymbol(c);
    }

    private void Add(CelTokenKind kind, int end, object? value = null)
    {
        _tokens.Add(new CelToken(kind, _at, end, value));
        _at = end;
    }

    private void ReadString()
    {
        (CelTokenKind kind, int end, object? value) = CelStringLexer.Read(text, _at, embedded, problems);
        Add(kind, end, value);
    }

    private void ReadIdentifier()
    {
        int end = _at + 1;
        while (end < text.Length && CelNames.IsIdentifierPart(text[end]))
            end++;
        Add(CelTokenKind.Identifier, end, text[_at..end]);
    }

    private void ReadQuotedIdentifier()
    {
        int end = _at + 1;
        while (end < text.Length && CelNames.IsQuotablePart(text[end]))
            end++;
        if (end == text.Length || text[end] != '`' || end == _at + 1)
        {
            string hint = end == _at + 1
                ? "A name in backquotes is empty."
                : "A name in backquotes is not closed: it may hold letters, digits, blanks and _ - . / : @ +. Write other names as [\"…\"].";
            problems.Add(CelErrors.Syntax, hint, _at, end);
            Add(CelTokenKind.QuotedIdentifier, Math.Min(text.Length, end + 1), "");
            return;
        }

        Add(CelTokenKind.QuotedIdentifier, end + 1, text[(_at + 1)..end]);
    }

    private void ReadNumber()
    {
        (CelTokenKind kind, int end) = CelNumberLexer.Scan(text, _at);
        Add(kind, end, text[_at..end]);
    }

    private void ReadSymbol(char c)
    {
        char next = _at + 1 < text.Length ? text[_at + 1] : '\0';
        (CelTokenKind kind, int length) = (c, next) switch
        {
            ('&', '&') => (CelTokenKind.And, 2),
            ('|', '|') => (CelTokenKind.Or, 2),
            ('=', '=') => (CelTokenKind.Equal, 2),
            ('!', '=') => (CelTokenKind.NotEqual, 2),
            ('<', '=') => (CelTokenKind.LessOrEqual, 2),
            ('>', '=') => (CelTokenKind.GreaterOrEqual, 2),
            ('(', _) => (CelTokenKind.OpenParen, 1),
            (')', _) => (CelTokenKind.CloseParen, 1),
            ('[', _) => (CelTokenKind.OpenBracket, 1),
            (']', _) => (CelTokenKind.CloseBracket, 1),
            ('{', _) => (CelTokenKind.OpenBrace, 1),
            ('}', _) => (CelTokenKind.CloseBrace, 1),
            ('.', _) => (CelTokenKind.Dot, 1),
            (',', _) => (CelTokenKind.Comma, 1),
            (':', _) => (CelTokenKind.Colon, 1),
            ('?', _) => (CelTokenKind.Question, 1),
            ('+', _) => (CelTokenKind.Plus, 1),
            ('-', _) => (CelTokenKind.Minus, 1),
            ('*', _) => (CelTokenKind.Star, 1),
            ('/', _) => (CelTokenKind.Slash, 1),
            ('%', _) => (CelTokenKind.Percent, 1),
            ('!', _) => (CelTokenKind.Not, 1),
            ('<', _) => (CelTokenKind.Less, 1),
            ('>', _) => (CelTokenKind.Greater, 1),
            _ => (CelTokenKind.End, 0),
        };
        if (length == 0)
        {
            ReportStray(c);
            return;
        }

        _braces += kind switch { CelTokenKind.OpenBrace => 1, CelTokenKind.CloseBrace => -1, _ => 0 };
        Add(kind, _at + length);
    }

    private void ReportStray(char c)
    {
        int width = char.IsHighSurrogate(c) && _at + 1 < text.Length ? 2 : 1;
        string message = c switch
        {
            '=' => "A single '=' is no operator; write '==' to compare.",
            '&' => "A single '&' is no operator; write '&&'.",
            '|' => "A single '|' is no operator; write '||'.",
            '$' => "'$' has no place inside an expression; a name is written without it.",
            '#' => "'#' has no place in an expression; a comment begins with '//'.",
            '‘' or '’' or '“' or '”' => "Typographic quotes do not quote; write ' or \".",
            _ => $"The character {CelDisplay.Character(text, _at)} has no place in an expression.",
        };
        problems.Add(CelErrors.Syntax, message, _at, _at + width);
        _at += width;
    }
}
