using System.CommandLine;
using System.CommandLine.Parsing;
using HostTools.Cli.Parsing;
using HostTools.Commands.Framework;
using HostTools.Platform;

namespace HostTools.Cli;

/// <summary>Says in our words what is wrong with a command line.</summary>
internal static class UsageProblems
{
    /// <summary>Everything wrong with it; empty when it can be run.</summary>
    public static List<string> In(ParseResult parsed, CommandLineTree tree)
    {
        List<string> unknown = [.. parsed.UnmatchedTokens, .. MistakenForValues(parsed)];
        // What follows a misspelt command belongs to it.
        if (unknown is [var first, _, ..] && !first.StartsWith('-') && parsed.CommandResult.Command.Subcommands.Count > 0)
            unknown = [first];
        // What stands behind a misspelt option may be its value; the rest is looked at once the option is right.
        if (unknown.Exists(static word => word.StartsWith('-')))
            unknown.RemoveAll(static word => !word.StartsWith('-'));
        if (unknown.Count > 0)
            return [.. unknown.Select(word => Unknown(word, parsed.CommandResult.Command, tree))];
        bool leadsNowhere = tree.Find(parsed.CommandResult.Command) is null && parsed.CommandResult.Command.Subcommands.Count > 0;
        return leadsNowhere ? [] : [.. parsed.Errors.Select(error => InOurWords(error, parsed)).Distinct()];
    }

    /// <summary>The words of a command, the executable's included.</summary>
    public static string NameOf(Command command)
    {
        List<string> words = [];
        for (Symbol? symbol = command; symbol is Command and not RootCommand; symbol = symbol.Parents.FirstOrDefault())
            words.Insert(0, symbol.Name);
        return string.Join(' ', words.Prepend("hosttools"));
    }

    // What the parser says of a value that is missing or of another type names neither the argument nor a word of ours.
    private static string InOurWords(ParseError error, ParseResult parsed) => error.SymbolResult switch
    {
        ArgumentResult { Tokens.Count: 0, Argument.Arity.MinimumNumberOfValues: > 0 } missing when missing.Parent is CommandResult =>
            $"'{NameOf(parsed.CommandResult.Command)}' needs <{missing.Argument.Name}>.",
        CommandResult command when command.Command.Arguments.FirstOrDefault(argument => argument.Arity.MinimumNumberOfValues > 0 && parsed.GetResult(argument) is not { Tokens.Count: > 0 }) is { } absent =>
            $"'{NameOf(command.Command)}' needs <{absent.Name}>.",
        ArgumentResult { Parent: OptionResult { Option: Option<OutputFormat> }, Tokens: [var word, ..] } => $"--output: '{word.Value}' is no way to write objects: write table or json.",
        OptionResult { Option: Option<OutputFormat>, Tokens: [var word, ..] } => $"--output: '{word.Value}' is no way to write objects: write table or json.",
        _ => error.Message,
    };

    // An argument takes any word, so a misspelt option would be taken for a value; one that is meant stands behind --.
    private static IEnumerable<string> MistakenForValues(ParseResult parsed)
    {
        bool isExplicit = parsed.Tokens.Any(static token => token.Type == TokenType.DoubleDash);
        return from result in isExplicit ? [] : parsed.CommandResult.Children.OfType<ArgumentResult>()
               from token in result.Tokens
               where token.Value is ['-', _, ..]
               select token.Value;
    }

    private static string Unknown(string word, Command command, CommandLineTree tree)
    {
        bool isOption = word.StartsWith('-');
        IEnumerable<string> known = isOption
            ? command.Options.Concat(tree.Root.Options).Where(static option => !option.Hidden).Select(static option => option.Name)
            : command.Subcommands.Select(static inner => inner.Name);
        string what = isOption ? $"'{word}' is no option of '{NameOf(command)}'."
            : command.Subcommands.Count > 0 ? $"'{word}' is no command of '{NameOf(command)}'."
            : $"'{word}' is one argument too many for '{NameOf(command)}'.";
        return Suggestions.Nearest(word, known) is { } close ? $"{what} Did you mean '{close}'?" : what;
    }
}
