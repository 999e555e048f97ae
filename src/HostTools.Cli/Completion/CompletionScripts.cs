namespace HostTools.Cli.Completion;

/// <summary>Scripts that make a shell ask the executable for completions, and the answer to that question.</summary>
internal static class CompletionScripts
{
    /// <summary>The word the scripts call the executable with; the line up to the cursor follows.</summary>
    public const string Question = "__complete";

    /// <summary>Shells there is a script for.</summary>
    public static IReadOnlyList<string> Shells { get; } = ["bash", "zsh", "fish", "powershell"];

    /// <summary>Writes one proposal a line, with its description behind a tab; or one line that says that files are wanted.</summary>
    public static int Answer(string line, Parsing.CommandLineTree tree, string currentDirectory, TextWriter output)
    {
        foreach (CommandCompletion found in new CommandLineCompleter(tree, currentDirectory).Complete(ShellLine.Read(line)))
            output.Write(string.IsNullOrEmpty(found.Description) ? found.Value + "\n" : $"{found.Value}\t{found.Description.ReplaceLineEndings(" ")}\n");
        return ExitCodes.Done;
    }

    public static int Write(string shell, TextWriter output)
    {
        using Stream script = typeof(CompletionScripts).Assembly.GetManifestResourceStream($"completion.{(shell == "pwsh" ? "powershell" : shell)}")!;
        using var reader = new StreamReader(script);
        output.Write(reader.ReadToEnd());
        return ExitCodes.Done;
    }
}
