using System.CommandLine;
using HostTools.Cli.Completion;
using HostTools.Commands.Framework;

namespace HostTools.Cli.Parsing;

/// <summary>The executable's command line, built from the same classes as the cmdlets.</summary>
internal sealed class CommandLineTree
{
    private readonly Dictionary<Command, CommandLineVerb> _verbs = [];

    public CommandLineTree()
    {
        Root = new RootCommand("Declares machines in YAML: evaluates, plans, applies, and goes back.") { Output, NoColor, Verbose, Quiet };
        foreach (Option option in Root.Options.ToList())
        {
            // Help and version are ours: the same text as Get-Help, and a version that costs nothing.
            if (option is System.CommandLine.Help.HelpOption or VersionOption)
                Root.Options.Remove(option);
        }

        Root.Directives.Clear();
        Root.Options.Add(Help);
        Root.Options.Add(Version);
        foreach (CommandDescriptor command in CommandCatalog.All)
        {
            foreach (IReadOnlyList<string> words in command.CliSpellings)
                Add(command, words);
        }

        CompletionShell = new Argument<string>("shell") { Description = "bash, zsh, fish or powershell." };
        CompletionShell.Validators.Add(static given =>
        {
            if (given.Tokens is [var word, ..] && word.Value != "pwsh" && !CompletionScripts.Shells.Contains(word.Value))
                given.AddError($"'{word.Value}' is none of {string.Join(", ", CompletionScripts.Shells)}.");
        });
        Output.Validators.Add(static given =>
        {
            if (given.Tokens is [var word, ..] && !Enum.GetNames<OutputFormat>().Contains(word.Value, StringComparer.OrdinalIgnoreCase))
                given.AddError($"--output: '{word.Value}' is no way to write objects: write table or json.");
        });
        Completion = new Command("completion", "Writes the script that makes a shell complete this executable's arguments.") { CompletionShell };
        Root.Add(Completion);
    }

    public RootCommand Root { get; }

    public Command Completion { get; }

    public Argument<string> CompletionShell { get; }

    public Option<OutputFormat> Output { get; } = new("--output", "-o") { Description = "table for people, json for programs.", Recursive = true };

    public Option<bool> NoColor { get; } = new("--no-color") { Description = "Write no colours; NO_COLOR=1 does the same.", Recursive = true };

    public Option<bool> Verbose { get; } = new("--verbose") { Description = "Say more on standard error.", Recursive = true };

    public Option<bool> Quiet { get; } = new("--quiet", "-q") { Description = "Say only what failed.", Recursive = true };

    public Option<bool> Help { get; } = new("--help", "-h", "-?") { Description = "Show this help.", Recursive = true };

    public Option<bool> Version { get; } = new("--version") { Description = "Show the version." };

    /// <summary>All verbs.</summary>
    public IEnumerable<CommandLineVerb> Verbs => _verbs.Values;

    /// <summary>The verb of a parsed command; null for a word that only leads to verbs.</summary>
    public CommandLineVerb? Find(Command command) => _verbs.GetValueOrDefault(command);

    private void Add(CommandDescriptor descriptor, IReadOnlyList<string> words)
    {
        Command parent = Root;
        foreach (string word in words.SkipLast(1))
        {
            Command? group = parent.Subcommands.FirstOrDefault(known => known.Name == word);
            if (group is null)
                parent.Add(group = new Command(word));
            parent = group;
        }

        var verb = new CommandLineVerb(descriptor, words);
        parent.Add(verb.Command);
        _verbs.Add(verb.Command, verb);
    }
}

/// <summary>How objects are written.</summary>
internal enum OutputFormat
{
    /// <summary>For people.</summary>
    Table,

    /// <summary>For programs; the fields are a promise.</summary>
    Json,
}
