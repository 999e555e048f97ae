using System.Text.RegularExpressions;

namespace HostTools.Configuration.Expressions.Functions;

/// <summary>A regular expression whose time grows with the text's length alone.</summary>
/// <remarks>
/// The engine that promises this takes 40 ms to start in a new process. Patterns that cannot be slow in the ordinary one (few
/// repetitions, none of a group) run there on short texts; the other is made when it is needed.
/// </remarks>
internal sealed class LinearPattern
{
    private const int MaxSimpleRepetitions = 3;
    private const int MaxSimpleText = 256;

    private readonly string _pattern;
    private readonly RegexOptions _options;
    private readonly bool _isSimple;
    private readonly Regex _ordinary;
    private Regex? _linear;

    /// <exception cref="ArgumentException">The pattern is wrong.</exception>
    /// <exception cref="NotSupportedException">The pattern needs backtracking.</exception>
    public LinearPattern(string pattern, RegexOptions options = RegexOptions.None)
    {
        (_pattern, _options, _isSimple) = (pattern, options | RegexOptions.CultureInvariant, IsSimple(pattern));
        _ordinary = new Regex(pattern, _options);
        if (MayBeRefused(pattern))
            _linear = Linear();
    }

    public bool IsMatch(string text) =>
        _isSimple && text.Length <= MaxSimpleText ? _ordinary.IsMatch(text) : (_linear ??= Linear()).IsMatch(text);

    private Regex Linear() => new(_pattern, _options | RegexOptions.NonBacktracking);

    private static bool IsSimple(string pattern)
    {
        int repetitions = 0;
        int classStart = -1;
        for (int i = 0; i < pattern.Length; i++)
        {
            char c = pattern[i];
            if (c == '\\')
                i++;
            else if (classStart >= 0)
                classStart = c == ']' && i > classStart + 1 ? -1 : classStart;
            else if (c == '[')
                classStart = i;
            else if (c is '*' or '+' or '{' && i > 0 && pattern[i - 1] == ')')
                return false;
            else if (c is '*' or '+' or '{' || (c == '?' && i > 0 && pattern[i - 1] != '('))
                repetitions++;
        }

        return repetitions <= MaxSimpleRepetitions;
    }

    /// <summary>Whether only the linear engine can say that the pattern cannot be had: groups of special kinds, references, large counts.</summary>
    private bool MayBeRefused(string pattern)
    {
        for (int i = 0; i < pattern.Length; i++)
        {
            char next = i + 1 < pattern.Length ? pattern[i + 1] : '\0';
            bool special = pattern[i] == '(' && next == '?' && pattern.AsSpan(i).StartsWith("(?:") is false;
            bool reference = pattern[i] == '\\' && (next is 'G' or 'k' || char.IsAsciiDigit(next));
            if (special || reference || (pattern[i] == '{' && (!_isSimple || HasLargeCount(pattern.AsSpan(i)))))
                return true;
        }

        return pattern.Length > 2000;
    }

    /// <summary>Whether <c>{1000}</c> or more begins the text.</summary>
    private static bool HasLargeCount(ReadOnlySpan<char> text)
    {
        int digits = 0;
        for (int i = 1; i < text.Length && text[i] != '}'; i++)
        {
            digits = char.IsAsciiDigit(text[i]) ? digits + 1 : 0;
            if (digits > 3)
                return true;
        }

        return false;
    }
}
