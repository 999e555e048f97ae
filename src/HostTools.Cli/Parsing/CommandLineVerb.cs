using System.CommandLine;
using System.CommandLine.Parsing;
using HostTools.Commands.Framework;

namespace HostTools.Cli.Parsing;

/// <summary>One verb of the executable: the arguments and options of a command, and the way back to its properties.</summary>
internal sealed class CommandLineVerb
{
    private const int MaximumWords = 100_000;

    private readonly List<(ArgumentDescriptor Argument, Symbol Symbol)> _symbols = [];

    public CommandLineVerb(CommandDescriptor descriptor, IReadOnlyList<string> words)
    {
        (Descriptor, Words) = (descriptor, words);
        Command = new Command(words[^1]);
        foreach (ArgumentDescriptor argument in descriptor.Arguments.Where(static known => known.Attribute.Faces.HasFlag(Faces.Cli)).OrderBy(static known => known.Attribute.Position < 0 ? int.MaxValue : known.Attribute.Position))
            Add(argument);
        if (descriptor.Attribute.Effect != Effect.Read)
        {
            Command.Add(WhatIf);
            Command.Add(Yes);
        }
    }

    public CommandDescriptor Descriptor { get; }

    /// <summary>The words that lead to it.</summary>
    public IReadOnlyList<string> Words { get; }

    public Command Command { get; }

    public Option<bool> WhatIf { get; } = new("--what-if") { Description = "Show what would be done, and do nothing." };

    public Option<bool> Yes { get; } = new("--yes", "-y") { Description = "Do it without asking." };

    /// <summary>Parameters with what they are on the command line, arguments first.</summary>
    public IEnumerable<(ArgumentDescriptor Argument, Symbol Symbol)> Symbols => _symbols;

    /// <summary>The parameter a word of the command line stands for; null for an option that every command has.</summary>
    public ArgumentDescriptor? Find(Symbol symbol) => _symbols.Find(known => known.Symbol == symbol).Argument;

    /// <summary>A fresh command with the given values; null, with problems, when one does not fit.</summary>
    public object? Bind(ParseResult parsed, List<string> problems)
    {
        object command = Activator.CreateInstance(Descriptor.Type)!;
        foreach ((ArgumentDescriptor argument, Symbol symbol) in _symbols)
        {
            if (parsed.GetResult(symbol) is not { Tokens.Count: > 0 } and not OptionResult { Implicit: false })
                continue;
            object? value = argument.Property.PropertyType == typeof(bool)
                ? parsed.GetValue((Option<bool>)symbol)
                : Read(argument, [.. parsed.GetResult(symbol)!.Tokens.Select(static token => token.Value)], problems);
            if (value is not null)
                argument.Property.SetValue(command, value);
        }

        return problems.Count == 0 ? command : null;
    }

    private static object? Read(ArgumentDescriptor argument, IReadOnlyList<string> words, List<string> problems)
    {
        if (argument.Attribute.Path != PathKind.None && words.Any(string.IsNullOrWhiteSpace))
        {
            problems.Add(CommandErrors.PathEmpty("--" + argument.CliName).Message);
            return null;
        }

        object? value = ValueReader.Read(argument.Property.PropertyType, words, out string? problem);
        if (problem is not null)
            problems.Add($"{(argument.Attribute.Position >= 0 ? argument.CliName : "--" + argument.CliName)}: {problem}");
        return value;
    }

    private void Add(ArgumentDescriptor argument)
    {
        Type type = argument.Property.PropertyType;
        bool isRequired = argument.Attribute.Mandatory && (argument.Attribute.Set is null || argument.Attribute.Set == Descriptor.Attribute.DefaultSet);
        if (argument.Attribute.Position >= 0)
        {
            Argument positional = ValueReader.IsMany(type) ? new Argument<string[]>(argument.CliName) : new Argument<string>(argument.CliName);
            positional.Arity = new ArgumentArity(isRequired ? 1 : 0, ValueReader.IsMany(type) ? MaximumWords : 1);
            Command.Add(positional);
            _symbols.Add((argument, positional));
        }
        else if (type == typeof(bool))
        {
            AddOption(argument, new Option<bool>("--" + argument.CliName));
        }
        else
        {
            Option option = ValueReader.IsMany(type) ? new Option<string[]>("--" + argument.CliName) : new Option<string>("--" + argument.CliName);
            option.Required = isRequired;
            AddOption(argument, option);
        }
    }

    private void AddOption(ArgumentDescriptor argument, Option option)
    {
        Command.Add(option);
        _symbols.Add((argument, option));
    }
}
