using System.CommandLine;
using HostTools.Cli.Parsing;
using HostTools.Commands.Framework;

namespace HostTools.Cli.Completion;

/// <summary>Says what may come next on a command line: words of commands, options, and what the cmdlets' completers propose as values.</summary>
internal sealed class CommandLineCompleter(CommandLineTree tree, string currentDirectory)
{
    /// <summary>The answer when a file or a folder is wanted: the shell knows these better.</summary>
    public const string Files = ":files";

    /// <summary>Proposals that begin as the word at the cursor does.</summary>
    public IReadOnlyList<CommandCompletion> Complete(ShellLine line)
    {
        var state = new Walk(tree, currentDirectory);
        foreach (string word in line.Words)
            state.Take(word);
        return [.. state.Propose(line.Current).Where(found => found.Value == Files || found.Value.StartsWith(line.Current, StringComparison.Ordinal))];
    }

    private sealed class Walk(CommandLineTree tree, string currentDirectory)
    {
        private readonly Dictionary<string, string> _given = new(StringComparer.Ordinal);
        private readonly HashSet<Option> _used = [];
        private Command _command = tree.Root;
        private Option? _waiting;
        private int _position;
        private bool _onlyArguments;

        private CommandLineVerb? Verb => tree.Find(_command);

        public void Take(string word)
        {
            if (_waiting is { } option)
            {
                Give(option, word);
                _waiting = null;
            }
            else if (!_onlyArguments && word == "--")
            {
                _onlyArguments = true;
            }
            else if (!_onlyArguments && word.StartsWith('-'))
            {
                TakeOption(word);
            }
            else if (_command.Subcommands.FirstOrDefault(inner => inner.Name == word) is { } inner)
            {
                _command = inner;
            }
            else
            {
                if (PositionalAt(_position) is { } argument)
                    Give(argument, word);
                _position++;
            }
        }

        public IEnumerable<CommandCompletion> Propose(string current)
        {
            if (_waiting is { } option)
                return Values(option, current, string.Empty);
            if (!_onlyArguments && current.StartsWith('-'))
                return current.IndexOf('=') is var equals and > 0 && FindOption(current[..equals]) is { } named
                    ? Values(named, current[(equals + 1)..], current[..(equals + 1)])
                    : Options();
            if (_command.Subcommands.Count > 0)
                return _command.Subcommands.Where(static inner => !inner.Hidden).Select(inner => new CommandCompletion(inner.Name, DescriptionOf(inner)));
            return PositionalAt(_position) is { } argument ? Values(argument, current, string.Empty) : [];
        }

        private void TakeOption(string word)
        {
            int equals = word.IndexOf('=');
            if (FindOption(equals > 0 ? word[..equals] : word) is not { } option)
                return;
            _used.Add(option);
            if (equals > 0)
                Give(option, word[(equals + 1)..]);
            else if (option.ValueType != typeof(bool))
                _waiting = option;
        }

        private IEnumerable<Option> AllOptions() => _command.Options.Concat(tree.Root.Options.Where(option => option.Recursive || _command == tree.Root)).Distinct();

        private Option? FindOption(string name) => AllOptions().FirstOrDefault(option => option.Name == name || option.Aliases.Contains(name));

        private Argument? PositionalAt(int position)
        {
            IList<Argument> arguments = _command.Arguments;
            if (position < arguments.Count)
                return arguments[position];
            return arguments is [.., { Arity.MaximumNumberOfValues: > 1 } last] ? last : null;
        }

        private IEnumerable<CommandCompletion> Options()
        {
            CommandHelp? help = Verb is { } verb ? CommandLineWords.Of(CommandHelp.Of(verb.Descriptor), verb.Descriptor) : null;
            return AllOptions()
                .Where(option => !option.Hidden && (!_used.Contains(option) || option.Arity.MaximumNumberOfValues > 1))
                .Select(option => new CommandCompletion(option.Name, Verb?.Find(option) is { } argument ? help!.Parameters[argument.Name] : option.Description));
        }

        private string? DescriptionOf(Command command) => tree.Find(command) is { } verb ? CommandHelp.Of(verb.Descriptor).Synopsis : command.Description;

        private void Give(Symbol symbol, string word)
        {
            if (Verb?.Find(symbol) is { } argument)
                _given.TryAdd(argument.Name, argument.Attribute.Path == PathKind.None ? word : System.IO.Path.GetFullPath(word, currentDirectory));
        }

        private IEnumerable<CommandCompletion> Values(Symbol symbol, string current, string before)
        {
            IEnumerable<CommandCompletion> found = Verb?.Find(symbol) is { } argument ? ArgumentValues.Of(argument, current, _given, currentDirectory)
                : symbol is Option<OutputFormat> ? Enum.GetNames<OutputFormat>().Select(static name => new CommandCompletion(name.ToLowerInvariant(), null))
                : symbol == tree.CompletionShell ? CompletionScripts.Shells.Select(static name => new CommandCompletion(name, null))
                : [];
            return before.Length == 0 ? found : found.Where(static value => value.Value != Files).Select(value => value with { Value = before + value.Value });
        }
    }
}

/// <summary>A proposal.</summary>
/// <param name="Value">The whole word.</param>
/// <param name="Description">What shells that have room show beside it; null for nothing.</param>
internal sealed record CommandCompletion(string Value, string? Description);
