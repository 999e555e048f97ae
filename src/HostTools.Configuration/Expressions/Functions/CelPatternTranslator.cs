using System.Text;
using System.Text.RegularExpressions;

namespace HostTools.Configuration.Expressions.Functions;

/// <summary>Rewrites a pattern of RE2 for .NET, where the two mean different things by the same signs.</summary>
/// <remarks>
/// In RE2 <c>\d \w \s</c> are ASCII, <c>$</c> is the very end of the text, <c>(?P&lt;n&gt;…)</c> names a group, <c>[[:alpha:]]</c> are classes,
/// <c>\Q…\E</c> quotes, and a repetition counts to 1000 at most.
/// </remarks>
internal sealed class CelPatternTranslator
{
    private const int LongestPattern = 4096;
    private const int MostRepetitions = 1000;
    private const int DeepestGroups = 100;

    private readonly string _pattern;
    private readonly StringBuilder _result = new();
    private int _at;
    private int _depth;
    private bool _isMultiline;

    public CelPatternTranslator(string pattern)
    {
        _pattern = pattern;
        if (pattern.Length > LongestPattern)
        {
            Error = $"it is longer than {LongestPattern} characters.";
            return;
        }

        LeadingFlags();
        while (_at < pattern.Length && Error == null)
            Step();
    }

    /// <summary>The pattern for .NET.</summary>
    public string Result => _result.ToString();

    public RegexOptions Options { get; private set; }

    /// <summary>What cannot be translated, as the end of a sentence; null when all was.</summary>
    public string? Error { get; private set; }

    private void LeadingFlags()
    {
        if (!_pattern.StartsWith("(?", StringComparison.Ordinal))
            return;
        int end = _pattern.IndexOfAny([')', ':'], 2);
        string flags = end > 2 && _pattern[end] == ')' ? _pattern[2..end] : "";
        if (flags.Length == 0 || flags.AsSpan().ContainsAnyExcept("ims"))
            return;
        Options |= flags.Contains('i') ? RegexOptions.IgnoreCase : 0;
        Options |= flags.Contains('s') ? RegexOptions.Singleline : 0;
        Options |= flags.Contains('m') ? RegexOptions.Multiline : 0;
        _isMultiline = flags.Contains('m');
        _at = end + 1;
    }

    private void Step()
    {
        char c = _pattern[_at];
        switch (c)
        {
            case '\\':
                Escape(inClass: false);
                break;
            case '[':
                Class();
                break;
            case '(':
                Group();
                break;
            case ')':
                _depth--;
                Copy(1);
                break;
            case '{':
                Repetition();
                break;
            case '$' when !_isMultiline:
                _result.Append("\\z");
                _at++;
                break;
            case '#' or ' ':
                _result.Append('\\');
                Copy(1);
                break;
            default:
                Copy(1);
                break;
        }
    }

    private void Copy(int count)
    {
        _result.Append(_pattern, _at, count);
        _at += count;
    }

    private void Group()
    {
        if (++_depth > DeepestGroups)
        {
            Error = $"its groups nest deeper than {DeepestGroups} levels.";
            return;
        }

        ReadOnlySpan<char> rest = _pattern.AsSpan(_at);
        if (rest.StartsWith("(?P<"))
        {
            _result.Append("(?<");
            _at += 4;
        }
        else if (rest.StartsWith("(?=") || rest.StartsWith("(?!") || rest.StartsWith("(?<=") || rest.StartsWith("(?<!"))
        {
            Error = "it looks ahead or behind, which linear time does not allow.";
        }
        else if (rest.StartsWith("(?>") || rest.StartsWith("(?#") || rest.StartsWith("(?("))
        {
            Error = $"'{rest[..3]}' is no group of RE2.";
        }
        else
        {
            Copy(rest.StartsWith("(?") ? 2 : 1);
        }
    }

    private void Repetition()
    {
        int end = _pattern.IndexOf('}', _at);
        string counts = end < 0 ? "" : _pattern[(_at + 1)..end];
        string[] bounds = counts.Split(',');
        bool isRepetition = bounds.Length <= 2 && bounds[0].Length > 0 && counts.All(static c => char.IsAsciiDigit(c) || c == ',');
        if (!isRepetition)
        {
            _result.Append("\\{");
            _at++;
            return;
        }

        foreach (string bound in bounds)
        {
            if (bound.Length > 4 || (bound.Length > 0 && int.Parse(bound, System.Globalization.CultureInfo.InvariantCulture) > MostRepetitions))
                Error = $"it repeats more than {MostRepetitions} times.";
        }

        Copy(end + 1 - _at);
    }

    private void Escape(bool inClass)
    {
        if (_at + 1 >= _pattern.Length)
        {
            Error = "it ends with a single backslash.";
            return;
        }

        char c = _pattern[_at + 1];
        string? meaning = (c, inClass) switch
        {
            ('d', true) => "0-9",
            ('w', true) => "0-9A-Za-z_",
            ('s', true) => "\\t\\n\\f\\r ",
            ('D', true) => "\\x00-/:-\\uFFFF",
            ('W', true) => "\\x00-/:-@\\[-\\^`{-\\uFFFF",
            ('S', true) => "\\x00-\\x08\\x0B\\x0E-\\x1F!-\\uFFFF",
            ('d', false) => "[0-9]",
            ('D', false) => "[^0-9]",
            ('w', false) => "[0-9A-Za-z_]",
            ('W', false) => "[^0-9A-Za-z_]",
            ('s', false) => "[\\t\\n\\f\\r ]",
            ('S', false) => "[^\\t\\n\\f\\r ]",
            ('z' or 'A' or 'b' or 'B', false) => "\\" + c,
            ('C', false) => "[\\s\\S]",
            _ => null,
        };
        if (meaning != null)
        {
            _result.Append(meaning);
            _at += 2;
        }
        else if (c == 'Q' && !inClass)
        {
            int end = _pattern.IndexOf("\\E", _at, StringComparison.Ordinal);
            string quoted = end < 0 ? _pattern[(_at + 2)..] : _pattern[(_at + 2)..end];
            _result.Append(Regex.Escape(quoted));
            _at = end < 0 ? _pattern.Length : end + 2;
        }
        else if (c is 'p' or 'P')
        {
            UnicodeClass(c);
        }
        else if (c == 'x' && _at + 2 < _pattern.Length && _pattern[_at + 2] == '{')
        {
            CodePoint(inClass);
        }
        else if (char.IsAsciiLetterOrDigit(c) && !(c is 'a' or 'f' or 'n' or 'r' or 't' or 'v' or 'x' or '0'))
        {
            Error = char.IsAsciiDigit(c) ? "it refers back to a group, which linear time does not allow." : $"'\\{c}' is no escape of RE2.";
        }
        else
        {
            Copy(2);
        }
    }

    private void UnicodeClass(char c)
    {
        int nameAt = _at + 2;
        if (nameAt >= _pattern.Length)
            Error = $"'\\{c}' needs the name of a class: \\{c}{{L}}.";
        else if (_pattern[nameAt] == '{' && _pattern.IndexOf('}', nameAt) is var end and > 0)
            Copy(end + 1 - _at);
        else
        {
            _result.Append('\\').Append(c).Append('{').Append(_pattern[nameAt]).Append('}');
            _at += 3;
        }
    }

    private void CodePoint(bool inClass)
    {
        int end = _pattern.IndexOf('}', _at);
        if (end < 0 || !int.TryParse(_pattern.AsSpan(_at + 3, end - _at - 3), System.Globalization.NumberStyles.AllowHexSpecifier, null, out int code) ||
            !Rune.IsValid(code) || (inClass && code > 0xFFFF))
        {
            Error = "'\\x{…}' names no character that can stand here.";
            return;
        }

        _result.Append(code <= 0xFFFF ? $"\\u{code:X4}" : $"(?:{new Rune(code)})");
        _at = end + 1;
    }

    private void Class()
    {
        Copy(1);
        if (_at < _pattern.Length && _pattern[_at] == '^')
            Copy(1);
        bool isFirst = true;
        while (_at < _pattern.Length && Error == null && (_pattern[_at] != ']' || isFirst))
        {
            isFirst = false;
            if (_pattern[_at] == '\\')
                Escape(inClass: true);
            else if (_pattern.AsSpan(_at).StartsWith("[:"))
                PosixClass();
            else if (_pattern[_at] is '[' or ']')
            {
                _result.Append('\\');
                Copy(1);
            }
            else
                Copy(1);
        }

        if (Error == null && _at >= _pattern.Length)
            Error = "a '[' is not closed.";
        else if (Error == null)
            Copy(1);
    }

    private void PosixClass()
    {
        int end = _pattern.IndexOf(":]", _at, StringComparison.Ordinal);
        string name = end < 0 ? "" : _pattern[(_at + 2)..end];
        string? members = name switch
        {
            "alnum" => "0-9A-Za-z",
            "alpha" => "A-Za-z",
            "ascii" => "\\x00-\\x7F",
            "blank" => "\\t ",
            "cntrl" => "\\x00-\\x1F\\x7F",
            "digit" => "0-9",
            "graph" => "!-~",
            "lower" => "a-z",
            "print" => " -~",
            "punct" => "!-/:-@\\[-`{-~",
            "space" => "\\t\\n\\v\\f\\r ",
            "upper" => "A-Z",
            "word" => "0-9A-Za-z_",
            "xdigit" => "0-9A-Fa-f",
            _ => null,
        };
        if (members == null)
        {
            Error = $"there is no class '[:{name}:]'.";
            return;
        }

        _result.Append(members);
        _at = end + 2;
    }
}
