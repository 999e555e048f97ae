using System.CommandLine;
using HostTools.Cli.Completion;
using HostTools.Cli.Output;
using HostTools.Cli.Parsing;
using HostTools.Commands.Framework;

namespace HostTools.Cli;

/// <summary>The executable: parses a command line, runs the command, writes what comes out.</summary>
internal sealed class Application(Terminal terminal, string currentDirectory, CancellationToken token)
{
    public int Run(string[] args)
    {
        var tree = new CommandLineTree();
        if (args is [CompletionScripts.Question, .., var line])
            return CompletionScripts.Answer(line, tree, currentDirectory, terminal.Output);
        ParseResult parsed = tree.Root.Parse(args);
        if (parsed.GetValue(tree.Help) || args.Length == 0)
            return new HelpWriter(tree, terminal.Output, terminal.Width).Write(parsed.CommandResult.Command);
        if (parsed.GetValue(tree.Version))
            return Startup.WriteVersion();

        Terminal shown = parsed.GetValue(tree.NoColor) ? terminal.WithoutColor() : terminal;
        List<string> problems = UsageProblems.In(parsed, tree);
        if (problems.Count == 0 && parsed.CommandResult.Command == tree.Completion)
            return CompletionScripts.Write(parsed.GetRequiredValue(tree.CompletionShell), terminal.Output);
        object? command = problems.Count == 0 && tree.Find(parsed.CommandResult.Command) is { } verb ? verb.Bind(parsed, problems) : null;
        return command is null ? Refuse(problems, parsed, tree, shown) : Run(command, tree.Find(parsed.CommandResult.Command)!, parsed, tree, shown);
    }

    private static int Refuse(List<string> problems, ParseResult parsed, CommandLineTree tree, Terminal shown)
    {
        var paint = new Paint(shown.ColorsError);
        foreach (string problem in problems)
            shown.Error.WriteLine($"{paint.Red("error:")} {problem}");
        if (problems.Count == 0)
            new HelpWriter(tree, shown.Error, shown.Width).Write(parsed.CommandResult.Command);
        else
            shown.Error.WriteLine($"Run '{UsageProblems.NameOf(parsed.CommandResult.Command)} --help' to see what it takes.");
        return ExitCodes.Usage;
    }

    private int Run(object command, CommandLineVerb verb, ParseResult parsed, CommandLineTree tree, Terminal shown)
    {
        IRenderer renderer = parsed.GetValue(tree.Output) == OutputFormat.Json
            ? new JsonRenderer(shown.Output)
            : new TextRenderer(shown, verb.Words);
        bool changes = verb.Descriptor.Attribute.Effect != Effect.Read;
        var console = new TerminalConsole(shown, renderer, token)
        {
            IsVerbose = parsed.GetValue(tree.Verbose),
            IsQuiet = parsed.GetValue(tree.Quiet),
            WhatIf = changes && parsed.GetValue(verb.WhatIf),
            Yes = changes && parsed.GetValue(verb.Yes),
        };
        try
        {
            // Every output is a class, so the command is also one of objects.
            var outputs = (ICommand<object>)PathBinder.Resolve(command, verb.Descriptor, currentDirectory);
            CommandOutcome outcome = CommandRunner.Run(outputs, console, new CommandEnvironment { CurrentDirectory = currentDirectory }, token);
            Finish(renderer, shown);
            return console.ExitCode ?? outcome.ExitCode;
        }
        catch (Platform.HostToolsException refused)
        {
            foreach (Platform.HostError error in refused.Errors)
                ((ICommandConsole)console).Error(error);
            Finish(renderer, shown);
            return console.ExitCode ?? ExitCodes.Failed;
        }
        catch (OperationCanceledException)
        {
            shown.Error.WriteLine("Interrupted.");
            Finish(renderer, shown);
            return ExitCodes.Interrupted;
        }
        catch (IOException) when (!changes && OperatingSystem.IsWindows())
        {
            // The reader of a pipe, such as head, has seen enough.
            return ExitCodes.Done;
        }
    }

    /// <summary>However a command ends, what it wrote for programs can be read.</summary>
    private static void Finish(IRenderer renderer, Terminal shown)
    {
        renderer.Finish();
        shown.Output.Flush();
    }
}
