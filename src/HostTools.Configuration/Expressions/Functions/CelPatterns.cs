using System.Text.RegularExpressions;
using HostTools.Configuration.Expressions.Nodes;
using HostTools.Configuration.Expressions.Syntax;

namespace HostTools.Configuration.Expressions.Functions;

/// <summary><c>matches()</c>: regular expressions in linear time, with the syntax of RE2.</summary>
internal static class CelPatterns
{
    /// <summary>A pattern that is known before evaluation is compiled once, and a mistake in it is reported then.</summary>
    public static void Check(CelCallNode call, CelNode[] arguments, CelProblems problems)
    {
        if (call.Name != "matches" || arguments.Length != 2 || arguments[1] is not ConstantNode { Value: string pattern } constant)
            return;
        if (TryCompile(pattern, out LinearPattern? regex, out string why))
            call.Cache = new Compiled(pattern, regex!);
        else
            problems.Add(CelErrors.BadPattern, why, constant.Start, constant.End);
    }

    public static object? Matches(CelCallNode call, CelFrame frame, ReadOnlySpan<object?> args)
    {
        string text = call.Text(args, 0);
        string pattern = call.Text(args, 1);
        if (call.Cache is not Compiled compiled || compiled.Pattern != pattern)
        {
            frame.Step(call, 1000 + pattern.Length);
            if (!TryCompile(pattern, out LinearPattern? regex, out string why))
                throw call.Bad(why, 1, CelErrors.BadPattern);
            call.Cache = compiled = new Compiled(pattern, regex!);
        }

        frame.Step(call, 1 + (text.Length / 4));
        return CelValue.Of(compiled.Regex.IsMatch(text));
    }

    private static bool TryCompile(string pattern, out LinearPattern? regex, out string why)
    {
        regex = null;
        var translation = new CelPatternTranslator(pattern);
        if (translation.Error is { } error)
        {
            why = $"The pattern {CelDisplay.Key(pattern)} is wrong: {error}";
            return false;
        }

        try
        {
            regex = new LinearPattern(translation.Result, translation.Options);
            why = "";
            return true;
        }
        catch (ArgumentException exception)
        {
            why = $"The pattern {CelDisplay.Key(pattern)} is wrong: {Reason((exception as RegexParseException)?.Error)}.";
        }
        catch (NotSupportedException)
        {
            why = $"The pattern {CelDisplay.Key(pattern)} is wrong: it uses what needs backtracking, or repeats too much.";
        }

        return false;
    }

    private static string Reason(RegexParseError? error) => error switch
    {
        RegexParseError.InsufficientClosingParentheses => "a '(' is not closed",
        RegexParseError.InsufficientOpeningParentheses => "a ')' was not opened",
        RegexParseError.QuantifierAfterNothing => "a repetition has nothing before it",
        RegexParseError.NestedQuantifiersNotParenthesized => "a repetition follows a repetition; group the first in '(…)'",
        RegexParseError.ReversedQuantifierRange => "a repetition ends before it begins",
        RegexParseError.ReversedCharacterRange => "a range of characters ends before it begins",
        RegexParseError.UnterminatedBracket => "a '[' is not closed",
        RegexParseError.InvalidGroupingConstruct => "a group has an unknown kind",
        _ => "it cannot be read",
    };

    private sealed record Compiled(string Pattern, LinearPattern Regex);
}
