using System.CommandLine;
using HostTools.Cli.Parsing;
using HostTools.Commands.Framework;

namespace HostTools.Cli.Tests;

/// <summary>Writes the manual page <c>hosttools(1)</c> from the texts that <c>--help</c> shows.</summary>
internal static class ManPage
{
    public static string Write()
    {
        var tree = new CommandLineTree();
        using var page = new StringWriter { NewLine = "\n" };
        page.WriteLine($".TH HOSTTOOLS 1 \"\" \"HostTools {Startup.Version}\" \"User Commands\"");
        Section(page, "NAME", "hosttools \\- declare machines in YAML, plan, apply, and go back");
        Section(page, "SYNOPSIS", ".B hosttools\n.I command\n.RI [ arguments ]\n.RI [ options ]");
        Section(page, "DESCRIPTION", Text("Evaluates the hosts of a configuration tree, shows what would change on a target, applies it as one transaction, and brings earlier states back. The tree is the nearest folder with a hosttools.yaml at or above the current one, or the one that --path names."));
        page.WriteLine(".SH COMMANDS");
        foreach (CommandDescriptor command in CommandCatalog.All)
            WriteCommand(page, tree, command);
        page.WriteLine($".SS hosttools completion <shell>\n{Text(tree.Completion.Description!)} {Text(tree.CompletionShell.Description!)}");
        page.WriteLine(".SH OPTIONS OF EVERY COMMAND");
        foreach (Option option in tree.Root.Options.Where(static option => !option.Hidden))
            Row(page, string.Join(", ", option.Aliases.Where(static alias => alias != "-?").Append(option.Name)), option.Description!);
        page.WriteLine(".SH EXIT STATUS");
        foreach ((string code, string text) in ExitRows)
            Row(page, code, text);
        page.WriteLine(".SH ENVIRONMENT");
        Row(page, "NO_COLOR", "Set to anything: no colours.");
        page.WriteLine(".SH FILES");
        Row(page, "hosttools.yaml", "Marks a configuration tree, and declares its parameters.");
        Row(page, "<root>/var/lib/hosttools", "Generations, content and journal of a target, unless --state names another folder.");
        return page.ToString();
    }

    private static (string Code, string Text)[] ExitRows =>
    [
        ("0", "Done, or nothing to do."), ("1", "Something failed; standard error says what."), ("2", "Changes are pending, with --exit-code."),
        ("3", "A person has to agree, and said no or was not there to ask."), ("64", "The command line makes no sense."), ("130, 143", "Interrupted, or told to end."),
    ];

    private static void WriteCommand(TextWriter page, CommandLineTree tree, CommandDescriptor command)
    {
        CommandLineVerb verb = tree.Verbs.First(known => known.Descriptor == command);
        CommandHelp help = CommandLineWords.Of(CommandHelp.Of(command), command);
        string positional = string.Concat(verb.Symbols.Where(static known => known.Symbol is Argument).Select(static known => $" <{known.Argument.CliName}>"));
        page.WriteLine($".SS hosttools {Text(command.Attribute.Cli + positional)}");
        page.WriteLine(Text(help.Synopsis));
        foreach (string paragraph in help.Description)
            page.WriteLine(".PP\n" + Text(paragraph));
        foreach ((ArgumentDescriptor argument, Symbol symbol) in verb.Symbols)
            Row(page, symbol is Option ? "--" + argument.CliName : $"<{argument.CliName}>", help.Parameters[argument.Name]);
        if (command.Attribute.Effect != Effect.Read)
        {
            Row(page, verb.WhatIf.Name, verb.WhatIf.Description!);
            Row(page, "-y, " + verb.Yes.Name, verb.Yes.Description!);
        }

        foreach (HelpExample example in help.Examples.Where(static example => example.Shell.Length > 0))
            page.WriteLine($".PP\n{Text(example.ShellText)}\n.PP\n.nf\n.RS\n{Text(example.Shell)}\n.RE\n.fi");
    }

    private static void Section(TextWriter page, string title, string body) => page.WriteLine($".SH {title}\n{body}");

    private static void Row(TextWriter page, string head, string text) => page.WriteLine($".TP\n.B {Text(head)}\n{Text(text)}");

    // In roff a plain hyphen may become a typographic one, which nobody can paste, and a line that begins with a point is a request.
    private static string Text(string text)
    {
        string plain = text.Replace("\\", "\\e", StringComparison.Ordinal).Replace("-", "\\-", StringComparison.Ordinal);
        return plain is ['.' or '\'', ..] ? "\\&" + plain : plain;
    }
}
