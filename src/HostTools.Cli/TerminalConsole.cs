using HostTools.Cli.Output;
using HostTools.Commands.Framework;
using HostTools.Platform;

namespace HostTools.Cli;

/// <summary>The executable's face: objects to standard output, everything said about them to standard error.</summary>
internal sealed class TerminalConsole(Terminal terminal, IRenderer renderer, CancellationToken token) : ICommandConsole
{
    private readonly Paint _paint = new(terminal.ColorsError);
    private bool _progressVisible;

    public bool IsVerbose { get; init; }

    public bool IsQuiet { get; init; }

    public bool WhatIf { get; init; }

    public bool Yes { get; init; }

    /// <summary>What errors and a refused question so far mean for the exit code; null without.</summary>
    public int? ExitCode { get; private set; }

    void ICommandConsole.Write(object value)
    {
        HideProgress();
        renderer.Write(value);
    }

    void ICommandConsole.Error(HostError error)
    {
        // Needing consent outweighs other failures: scripts act on it.
        ExitCode = error.Kind == ErrorKind.ConfirmationRequired ? ExitCodes.ConfirmationRequired : ExitCode ?? ExitCodes.Failed;
        Say($"{_paint.Red($"error[{error.Id}]:")} {ErrorText.Of(error)}");
    }

    void ICommandConsole.Warning(string text)
    {
        if (!IsQuiet)
            Say($"{_paint.Yellow("warning:")} {text}");
    }

    void ICommandConsole.Note(string text)
    {
        if (!IsQuiet)
            Say(text);
    }

    void ICommandConsole.Verbose(string text)
    {
        if (IsVerbose)
            Say(_paint.Faint(text));
    }

    void ICommandConsole.Progress(ProgressReport? report)
    {
        HideProgress();
        if (report is null || !terminal.ColorsError || IsQuiet)
            return;
        string line = report.Percent is { } percent ? $"{report.Activity} {percent,3}% {report.Status}" : $"{report.Activity} {report.Status}";
        terminal.Error.Write(line.Length < (terminal.Width ?? 80) ? line : line[..((terminal.Width ?? 80) - 1)]);
        terminal.Error.Flush();
        _progressVisible = true;
    }

    bool ICommandConsole.Confirm(ProposedChange change)
    {
        HideProgress();
        if (WhatIf)
        {
            renderer.WriteChange(change);
            return false;
        }

        if (Yes || change.Impact != Impact.High)
            return true;
        if (!terminal.IsInteractive)
            throw new HostToolsException(CommandErrors.ConfirmationRequired(change.Summary));
        foreach (string line in change.Lines)
            terminal.Error.WriteLine(PlanPaint.Line(_paint, line));
        if (Ask(change.Summary))
            return true;
        // A script that asked a person must be able to tell that nothing was done.
        ExitCode ??= ExitCodes.ConfirmationRequired;
        return false;
    }

    private bool Ask(string summary)
    {
        terminal.Error.Write($"{_paint.Bold(summary + "?")} [y/N] ");
        terminal.Error.Flush();
        // Reading a line cannot be cancelled, waiting for it can: an interruption must not hang until somebody presses Enter.
        var line = Task.Run(() => terminal.Input().ReadLine(), CancellationToken.None);
        line.Wait(token);
        return line.Result?.Trim() is { } answer &&
            (answer.Equals("y", StringComparison.OrdinalIgnoreCase) || answer.Equals("yes", StringComparison.OrdinalIgnoreCase));
    }

    private void Say(string text)
    {
        HideProgress();
        terminal.Error.WriteLine(text);
    }

    private void HideProgress()
    {
        if (!_progressVisible)
            return;
        terminal.Error.Write("\r\u001b[K");
        _progressVisible = false;
    }
}
