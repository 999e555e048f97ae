using System.CommandLine;
using System.Text;
using HostTools.Cli.Parsing;
using HostTools.Commands.Framework;

namespace HostTools.Cli;

/// <summary>Writes help: the documentation comments that Get-Help shows, in the executable's spelling.</summary>
internal sealed class HelpWriter(CommandLineTree tree, TextWriter output, int? width)
{
    private const int MaximumNameColumn = 30;

    private readonly int _width = Math.Min(width ?? 100, 120);

    public int Write(Command command)
    {
        if (tree.Find(command) is { } verb)
            WriteVerb(verb);
        else if (command.Subcommands.Count == 0)
            WriteOwn(command);
        else
            WriteGroup(command);
        return ExitCodes.Done;
    }

    private void WriteGroup(Command group)
    {
        if (group.Description is { Length: > 0 } description)
            output.WriteLine(Wrap(description, 0) + "\n");
        output.WriteLine($"Usage: {UsageProblems.NameOf(group)} <command> [options]\n\nCommands:");
        WriteRows(VerbsBelow(group).Select(static row => (string.Join(' ', row.Words), row.Text)));
        output.WriteLine("\nOptions:");
        WriteRows(OptionRows(tree.Root.Options));
        output.WriteLine("\n" + Wrap($"Run '{UsageProblems.NameOf(group)} <command> --help' for the arguments and examples of a command.", 0));
    }

    // A command of the executable alone, which no cmdlet stands for.
    private void WriteOwn(Command command)
    {
        output.WriteLine(Wrap(command.Description ?? string.Empty, 0) + "\n");
        output.WriteLine($"Usage: {UsageProblems.NameOf(command)} {string.Concat(command.Arguments.Select(static argument => $"<{argument.Name}> "))}[options]");
        output.WriteLine("\nArguments:");
        WriteRows(command.Arguments.Select(static argument => ($"<{argument.Name}>", argument.Description ?? string.Empty)));
        output.WriteLine("\nOptions:");
        WriteRows(OptionRows(command.Options.Concat(tree.Root.Options.Where(static option => option.Recursive))));
    }

    private void WriteVerb(CommandLineVerb verb)
    {
        CommandHelp help = CommandLineWords.Of(CommandHelp.Of(verb.Descriptor), verb.Descriptor);
        output.WriteLine(Wrap(help.Synopsis, 0) + "\n");
        output.WriteLine($"Usage: {Usage(verb)}");
        var arguments = verb.Symbols.Where(static known => known.Symbol is Argument).Select(known => ($"<{known.Argument.CliName}>", help.Parameters[known.Argument.Name])).ToList();
        if (arguments.Count > 0)
        {
            output.WriteLine("\nArguments:");
            WriteRows(arguments);
        }

        output.WriteLine("\nOptions:");
        WriteRows(verb.Symbols.Where(static known => known.Symbol is Option)
            .Select(known => (OptionName(known.Argument), help.Parameters[known.Argument.Name]))
            .Concat(OptionRows(verb.Command.Options.Where(option => verb.Symbols.All(known => known.Symbol != option))))
            .Concat(OptionRows(tree.Root.Options.Where(option => option.Recursive))));
        foreach (string paragraph in help.Description)
            output.WriteLine("\n" + Wrap(paragraph, 0));
        if (help.Examples.Any(static example => example.Shell.Length > 0))
            output.WriteLine("\nExamples:");
        foreach (HelpExample example in help.Examples.Where(static example => example.Shell.Length > 0))
            output.WriteLine($"  {Wrap(example.ShellText, 2)}\n    {example.Shell}\n");
        output.WriteLine($"In PowerShell: {verb.Descriptor.CmdletName}");
    }

    private static string Usage(CommandLineVerb verb)
    {
        var usage = new StringBuilder("hosttools ").AppendJoin(' ', verb.Words);
        foreach ((ArgumentDescriptor argument, Symbol symbol) in verb.Symbols.Where(static known => known.Symbol is Argument))
        {
            string name = $"<{argument.CliName}>" + (ValueReader.IsMany(argument.Property.PropertyType) ? "..." : string.Empty);
            usage.Append(' ').Append(((Argument)symbol).Arity.MinimumNumberOfValues > 0 ? name : $"[{name}]");
        }

        foreach ((ArgumentDescriptor argument, Symbol symbol) in verb.Symbols)
        {
            if (symbol is Option { Required: true })
                usage.Append(' ').Append(OptionName(argument));
        }

        return usage.Append(" [options]").ToString();
    }

    private static string OptionName(ArgumentDescriptor argument)
    {
        Type type = Nullable.GetUnderlyingType(argument.Property.PropertyType) ?? argument.Property.PropertyType;
        string value = type == typeof(bool) ? string.Empty
            : ValueReader.IsMap(type) ? " <name=value>"
            : argument.Attribute.Path != PathKind.None ? " <path>"
            : type.IsEnum ? $" <{string.Join('|', Enum.GetNames(type)).ToLowerInvariant()}>"
            : $" <{(type == typeof(int) || type == typeof(int[]) ? "number" : type == typeof(string) || type == typeof(string[]) ? "text" : type.Name.ToLowerInvariant())}>";
        return $"--{argument.CliName}{value}";
    }

    private static IEnumerable<(string Name, string Text)> OptionRows(IEnumerable<Option> options) =>
        options.Where(static option => !option.Hidden).Select(static option =>
            (string.Join(", ", option.Aliases.Where(static alias => alias != "-?").Append(option.Name)) + (option.ValueType == typeof(OutputFormat) ? " <table|json>" : string.Empty), option.Description ?? string.Empty));

    private IEnumerable<(IReadOnlyList<string> Words, string Text)> VerbsBelow(Command group)
    {
        foreach (Command inner in group.Subcommands)
        {
            if (tree.Find(inner) is { } verb)
                yield return (verb.Words, CommandHelp.Of(verb.Descriptor).Synopsis);
            else if (inner.Subcommands.Count == 0)
                yield return ([inner.Name], inner.Description ?? string.Empty);
            foreach ((IReadOnlyList<string> words, string text) in VerbsBelow(inner))
                yield return (words, text);
        }
    }

    private void WriteRows(IEnumerable<(string Name, string Text)> rows)
    {
        List<(string Name, string Text)> all = [.. rows];
        int column = Math.Min(MaximumNameColumn, all.Select(static row => row.Name.Length).DefaultIfEmpty().Max()) + 4;
        foreach ((string name, string text) in all)
        {
            string head = "  " + name;
            string gap = head.Length + 2 > column ? "\n" + new string(' ', column) : new string(' ', column - head.Length);
            output.WriteLine(text.Length == 0 ? head : head + gap + Wrap(text, column));
        }
    }

    private string Wrap(string text, int indent)
    {
        var wrapped = new StringBuilder();
        int column = indent;
        foreach (string word in text.Split(' '))
        {
            if (column > indent && column + 1 + word.Length > _width)
            {
                wrapped.Append('\n').Append(' ', indent);
                column = indent;
            }
            else if (column > indent)
            {
                wrapped.Append(' ');
                column++;
            }

            wrapped.Append(word);
            column += word.Length;
        }

        return wrapped.ToString();
    }
}
