using System.Text;

namespace HostTools.Machine.Boot;

/// <summary>A script of GRUB in words: as much of its grammar as it takes to find menu entries and what is in them.</summary>
/// <remarks>Quotes and escapes are as in a shell; variables stay as they are written.</remarks>
internal sealed class GrubScript
{
    // Menus are shallow; more is an attack on the stack.
    private const int Deepest = 32;

    private readonly string _text;
    private int _at;
    private int _line = 1;
    private int _count;

    private GrubScript(string text) => _text = text;

    /// <summary>Its commands; those between braces are part of the one before them.</summary>
    /// <exception cref="FormatException">A quote or a brace is not closed, or it nests too deep.</exception>
    public static IReadOnlyList<GrubCommand> Parse(byte[] bytes) => new GrubScript(Encoding.UTF8.GetString(bytes)).Commands(0);

    private List<GrubCommand> Commands(int depth)
    {
        if (depth > Deepest)
            throw new FormatException($"nests deeper than {Deepest} braces in line {_line}");
        var commands = new List<GrubCommand>();
        var words = new List<string>();
        int line = _line;
        while (Next() is { } token)
        {
            if (token is { IsWord: false, Text: "}" } && depth > 0)
            {
                Flush(commands, words, line, []);
                return commands;
            }

            if (token.IsWord)
            {
                if (words.Count == 0)
                    line = token.Line;
                words.Add(token.Text);
            }
            else if (token.Text == "{" && words.Count > 0)
            {
                Flush(commands, words, line, Commands(depth + 1));
            }
            else
            {
                Flush(commands, words, line, []);
            }
        }

        if (depth > 0)
            throw new FormatException($"has a brace that is not closed, opened before line {_line}");
        Flush(commands, words, line, []);
        return commands;
    }

    private void Flush(List<GrubCommand> commands, List<string> words, int line, IReadOnlyList<GrubCommand> body)
    {
        while (words.Count > 0 && words[0] is ("if" or "then" or "else" or "elif" or "while" or "until" or "do" or "!"))
            words.RemoveAt(0);
        if (words.Count == 0)
        {
            commands.AddRange(body);
            return;
        }

        if (words[0] is "menuentry" or "submenu" && ++_count > BootFiles.MostEntries)
            throw new FormatException($"has more than {BootFiles.MostEntries} entries");
        commands.Add(new GrubCommand([.. words], line, body));
        words.Clear();
    }

    private Token? Next()
    {
        while (_at < _text.Length)
        {
            char c = _text[_at];
            if (c is ' ' or '\t' or '\r')
                _at++;
            else if (c == '\\' && _at + 1 < _text.Length && _text[_at + 1] == '\n')
                Skip(2);
            else if (c == '#')
                SkipComment();
            else if (c is '\n' or ';' or '&' or '|' || (c is '{' or '}' && IsAlone()))
                return Mark(c);
            else
                return Word();
        }

        return null;
    }

    private Token Mark(char c)
    {
        int line = _line;
        Skip(1);
        return new Token(c.ToString(), IsWord: false, line);
    }

    // Braces are marks where they stand alone; in ${x} they are part of a word.
    private bool IsAlone() => _at + 1 >= _text.Length || _text[_at + 1] is ' ' or '\t' or '\r' or '\n' or ';' or '}';

    private Token Word()
    {
        int line = _line;
        var word = new StringBuilder();
        while (_at < _text.Length && _text[_at] is var c && c is not (' ' or '\t' or '\r' or '\n' or ';' or '&' or '|'))
        {
            if (c == '\'')
                Quoted(word, '\'', line);
            else if (c == '"')
                Quoted(word, '"', line);
            else if (c == '\\')
                Escaped(word);
            else
            {
                word.Append(c);
                _at++;
            }
        }

        return new Token(word.ToString(), IsWord: true, line);
    }

    private void Quoted(StringBuilder word, char quote, int line)
    {
        for (Skip(1); _at < _text.Length;)
        {
            char c = _text[_at];
            if (c == quote)
            {
                _at++;
                return;
            }

            if (quote == '"' && c == '\\' && _at + 1 < _text.Length && _text[_at + 1] is '"' or '\\' or '$' or '\n')
            {
                Escaped(word);
                continue;
            }

            word.Append(c);
            Skip(1);
        }

        throw new FormatException($"has a quote in line {line} that is not closed");
    }

    private void Escaped(StringBuilder word)
    {
        Skip(1);
        if (_at >= _text.Length)
            return;
        if (_text[_at] != '\n')
            word.Append(_text[_at]);
        Skip(1);
    }

    private void SkipComment()
    {
        while (_at < _text.Length && _text[_at] != '\n')
            _at++;
    }

    private void Skip(int count)
    {
        for (int end = _at + count; _at < end; _at++)
        {
            if (_text[_at] == '\n')
                _line++;
        }
    }

    private readonly record struct Token(string Text, bool IsWord, int Line);
}

/// <summary>A command with its words, unquoted, and the commands between its braces.</summary>
internal sealed record GrubCommand(IReadOnlyList<string> Words, int Line, IReadOnlyList<GrubCommand> Body)
{
    public string Name => Words[0];

    /// <summary>Itself and all commands inside.</summary>
    public IEnumerable<GrubCommand> All => Body.SelectMany(static command => command.All).Prepend(this);
}
