using System.Runtime.CompilerServices;

namespace HostTools.Configuration.Expressions.Syntax;

/// <summary>Reads tokens by CEL's grammar. Stops at the first mistake: what follows one is guesswork.</summary>
internal sealed class CelParser(string text, List<CelToken> tokens, CelProblems problems)
{
    /// <summary>How deep parts may nest, in brackets or in chains of operators; keeps every later walk within the stack.</summary>
    public const int DeepestNesting = 200;

    private int _next;
    private int _depth;

    private CelToken Current => tokens[_next];

    /// <summary>The whole expression; null when problems were found.</summary>
    public CelSyntax? Parse()
    {
        try
        {
            if (Current.Kind == CelTokenKind.End)
                throw Unexpected("an expression");
            CelSyntax expression = Expression();
            return Current.Kind == CelTokenKind.End ? expression : throw Unexpected("an operator or the end of the expression");
        }
        catch (SyntaxStop stop)
        {
            // Stray characters and open strings were reported already and are the reason for what the grammar misses.
            if (problems.Count == 0)
                problems.Add(stop.Id, stop.Message, stop.Start, stop.End);
            return null;
        }
    }

    private CelSyntax Expression()
    {
        Enter();
        CelSyntax condition = Logical(CelTokenKind.Or);
        if (Accept(CelTokenKind.Question))
        {
            CelSyntax then = Logical(CelTokenKind.Or);
            Expect(CelTokenKind.Colon, "':' and the value for the other case");
            condition = new CelConditional(condition, then, Expression());
        }

        _depth--;
        return Checked(condition);
    }

    private CelSyntax Logical(CelTokenKind kind)
    {
        CelSyntax first = kind == CelTokenKind.Or ? Logical(CelTokenKind.And) : Relation();
        if (Current.Kind != kind)
            return first;
        List<CelSyntax> terms = [first];
        while (Accept(kind))
            terms.Add(kind == CelTokenKind.Or ? Logical(CelTokenKind.And) : Relation());
        return new CelLogical(kind == CelTokenKind.Or ? CelOperator.Or : CelOperator.And, terms);
    }

    private CelSyntax Relation()
    {
        CelSyntax left = Arithmetic(additive: true);
        while (RelationOperator() is { } op)
        {
            _next++;
            left = Checked(new CelBinary(op, left, Arithmetic(additive: true)));
        }

        return left;
    }

    private CelOperator? RelationOperator() => Current.Kind switch
    {
        CelTokenKind.Equal => CelOperator.Equal,
        CelTokenKind.NotEqual => CelOperator.NotEqual,
        CelTokenKind.Less => CelOperator.Less,
        CelTokenKind.LessOrEqual => CelOperator.LessOrEqual,
        CelTokenKind.Greater => CelOperator.Greater,
        CelTokenKind.GreaterOrEqual => CelOperator.GreaterOrEqual,
        CelTokenKind.Identifier when IsWord("in") => CelOperator.In,
        _ => null,
    };

    private CelSyntax Arithmetic(bool additive)
    {
        CelSyntax left = additive ? Arithmetic(additive: false) : Unary();
        while (ArithmeticOperator(additive) is { } op)
        {
            _next++;
            left = Checked(new CelBinary(op, left, additive ? Arithmetic(additive: false) : Unary()));
        }

        return left;
    }

    private CelOperator? ArithmeticOperator(bool additive) => (Current.Kind, additive) switch
    {
        (CelTokenKind.Plus, true) => CelOperator.Add,
        (CelTokenKind.Minus, true) => CelOperator.Subtract,
        (CelTokenKind.Star, false) => CelOperator.Multiply,
        (CelTokenKind.Slash, false) => CelOperator.Divide,
        (CelTokenKind.Percent, false) => CelOperator.Modulo,
        _ => null,
    };

    private CelSyntax Unary()
    {
        CelToken token = Current;
        if (token.Kind == CelTokenKind.Minus && tokens[_next + 1].Kind is CelTokenKind.Int or CelTokenKind.Double)
        {
            // The smallest int has no positive counterpart, so the sign belongs to the number.
            _next++;
            return Member(Number(tokens[_next++], negative: true, token.Start));
        }

        if (token.Kind is not (CelTokenKind.Minus or CelTokenKind.Not))
            return Member(Primary());
        Enter();
        _next++;
        CelSyntax operand = Unary();
        _depth--;
        return new CelUnary(token.Kind == CelTokenKind.Not ? CelOperator.Not : CelOperator.Negate, operand, token.Start, operand.End);
    }

    private CelSyntax Member(CelSyntax target)
    {
        while (true)
        {
            if (Accept(CelTokenKind.Dot))
                target = Checked(Selection(target));
            else if (Accept(CelTokenKind.OpenBracket))
                target = Checked(Indexing(target));
            else
                return target;
        }
    }

    private CelSyntax Selection(CelSyntax target)
    {
        bool optional = Accept(CelTokenKind.Question);
        CelToken name = Current;
        if (name.Kind is not (CelTokenKind.Identifier or CelTokenKind.QuotedIdentifier))
            throw Unexpected("a name after '.'");
        if (name.Kind == CelTokenKind.Identifier && CelWords.IsKeyword((string)name.Value!))
            throw Stop($"'{name.Value}' is a keyword of CEL; select such a key as [\"{name.Value}\"].", name);
        _next++;
        if (!optional && name.Kind == CelTokenKind.Identifier && Current.Kind == CelTokenKind.OpenParen)
            return Call(target, (string)name.Value!, name.Start, target.Start);
        return new CelSelect(target, (string)name.Value!, optional, name.Start, name.End);
    }

    private CelIndex Indexing(CelSyntax target)
    {
        bool optional = Accept(CelTokenKind.Question);
        CelSyntax index = Expression();
        CelToken close = Expect(CelTokenKind.CloseBracket, "']'");
        return new CelIndex(target, index, optional, target.Start, close.End);
    }

    private CelCall Call(CelSyntax? target, string name, int nameStart, int start)
    {
        Expect(CelTokenKind.OpenParen, "'('");
        List<CelSyntax> arguments = [];
        if (Current.Kind != CelTokenKind.CloseParen)
        {
            do
                arguments.Add(Expression());
            while (Accept(CelTokenKind.Comma));
        }

        CelToken close = Expect(CelTokenKind.CloseParen, "',' or ')'");
        return new CelCall(target, name, arguments, nameStart, start, close.End);
    }

    private CelSyntax Primary()
    {
        CelToken token = Current;
        switch (token.Kind)
        {
            case CelTokenKind.Identifier:
                return Identifier(token, token.Start, isAbsolute: false);
            case CelTokenKind.Dot when tokens[_next + 1].Kind == CelTokenKind.Identifier:
                _next++;
                return Identifier(Current, token.Start, isAbsolute: true);
            case CelTokenKind.Int or CelTokenKind.UInt or CelTokenKind.Double:
                _next++;
                return Number(token, negative: false, token.Start);
            case CelTokenKind.String or CelTokenKind.Bytes:
                _next++;
                return new CelLiteral(token.Value, token.Start, token.End);
            case CelTokenKind.OpenParen:
                _next++;
                CelSyntax inner = Expression();
                Expect(CelTokenKind.CloseParen, "')'");
                return inner;
            case CelTokenKind.OpenBracket:
                return List(token);
            case CelTokenKind.OpenBrace:
                return Map(token);
            case CelTokenKind.QuotedIdentifier:
                throw Stop($"A name in backquotes stands only after a dot: config.`{token.Value}`.", token);
            default:
                throw Unexpected("a value");
        }
    }

    private CelSyntax Identifier(CelToken token, int start, bool isAbsolute)
    {
        string name = (string)token.Value!;
        _next++;
        switch (name)
        {
            case "true" or "false" when !isAbsolute:
                return new CelLiteral(CelValue.Of(name == "true"), token.Start, token.End);
            case "null" when !isAbsolute:
                return new CelLiteral(null, token.Start, token.End);
        }

        if (CelWords.IsKeyword(name))
            throw Stop($"'{name}' stands between two values: x {name} [1, 2].", token);
        if (CelWords.IsReserved(name))
            throw Stop($"'{name}' is a reserved word of CEL and cannot be a name.", token);
        if (Current.Kind == CelTokenKind.OpenParen)
            return Call(null, name, token.Start, start);
        if (Current.Kind == CelTokenKind.OpenBrace)
            throw Stop($"'{name}{{…}}' would make a message, and there are none; write a map: {{\"key\": value}}.", token);
        return new CelIdentifier(name, isAbsolute, start, token.End);
    }

    private CelLiteral Number(CelToken token, bool negative, int start)
    {
        string digits = (string)token.Value!;
        if (Current.Kind == CelTokenKind.Identifier && Current.Start == token.End)
            throw Stop($"'{digits}{Current.Value}' is no number; write text in quotes, and a product as {digits} * {Current.Value}.", token);
        object? value = token.Kind switch
        {
            CelTokenKind.Int when CelNumberLexer.TryInt(digits, negative, out long number) => CelValue.Of(number),
            CelTokenKind.UInt when CelNumberLexer.TryUInt(digits, out ulong number) => CelValue.Of(number),
            CelTokenKind.Double when CelNumberLexer.TryDouble(digits, out double number) => CelValue.Of(negative ? -number : number),
            _ => null,
        };
        if (value != null)
            return new CelLiteral(value, start, token.End);
        string type = token.Kind switch { CelTokenKind.Int => "int", CelTokenKind.UInt => "uint", _ => "double" };
        throw new SyntaxStop(CelErrors.BadLiteral, $"{(negative ? "-" : "")}{digits} does not fit into a 64-bit {type}.", start, token.End);
    }

    private CelListLiteral List(CelToken open)
    {
        _next++;
        List<CelElement> elements = [];
        while (Current.Kind != CelTokenKind.CloseBracket)
        {
            bool optional = Accept(CelTokenKind.Question);
            elements.Add(new CelElement(Expression(), optional));
            if (!Accept(CelTokenKind.Comma))
                break;
        }

        return new CelListLiteral(elements, open.Start, Expect(CelTokenKind.CloseBracket, "',' or ']'").End);
    }

    private CelMapLiteral Map(CelToken open)
    {
        _next++;
        List<CelEntry> entries = [];
        while (Current.Kind != CelTokenKind.CloseBrace)
        {
            bool optional = Accept(CelTokenKind.Question);
            CelSyntax key = Expression();
            Expect(CelTokenKind.Colon, "':' and the value of the key");
            entries.Add(new CelEntry(key, Expression(), optional));
            if (!Accept(CelTokenKind.Comma))
                break;
        }

        return new CelMapLiteral(entries, open.Start, Expect(CelTokenKind.CloseBrace, "',' or '}'").End);
    }

    private bool IsWord(string word) => (string)Current.Value! == word;

    private bool Accept(CelTokenKind kind)
    {
        if (Current.Kind != kind)
            return false;
        _next++;
        return true;
    }

    private CelToken Expect(CelTokenKind kind, string wanted)
    {
        CelToken token = Current;
        if (token.Kind != kind)
            throw Unexpected(wanted);
        _next++;
        return token;
    }

    private void Enter()
    {
        if (++_depth > DeepestNesting || !RuntimeHelpers.TryEnsureSufficientExecutionStack())
            throw TooDeep(Current.Start, Current.End);
    }

    private static CelSyntax Checked(CelSyntax part) =>
        part.Depth > DeepestNesting ? throw TooDeep(part.Start, part.End) : part;

    private static SyntaxStop TooDeep(int start, int end) =>
        new(CelErrors.TooDeep, $"The expression nests deeper than {DeepestNesting} levels; split it with let.", start, end);

    private static SyntaxStop Stop(string message, CelToken token) => new(CelErrors.Syntax, message, token.Start, token.End);

    private SyntaxStop Unexpected(string wanted)
    {
        CelToken token = Current;
        string found = token.Kind == CelTokenKind.End ? "the expression ends" : $"there is '{CelDisplay.Source(text, token.Start, token.End)}'";
        return Stop($"Expected {wanted}, but {found}.{Hint(token)}", token);
    }

    private string Hint(CelToken token) => (token.Kind, token.Value as string) switch
    {
        _ when _next > 0 && tokens[_next - 1].Value is "not" => " Write '!' in place of 'not'.",
        (CelTokenKind.Identifier, "and") => " Write '&&'.",
        (CelTokenKind.Identifier, "or") => " Write '||'.",
        (CelTokenKind.Identifier, "not") => " Write '!'.",
        (CelTokenKind.Question, _) when _next > 0 && tokens[_next - 1].Kind == CelTokenKind.Question =>
            " CEL has no '??'; write a.?b.orValue(c), or a != null ? a : c.",
        _ => "",
    };

    private sealed class SyntaxStop(string id, string message, int start, int end) : Exception(message)
    {
        public string Id { get; } = id;

        public int Start { get; } = start;

        public int End { get; } = end;
    }
}
