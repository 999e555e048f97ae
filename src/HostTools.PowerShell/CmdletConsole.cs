using System.Management.Automation;
using HostTools.Commands.Framework;
using HostTools.Platform;

namespace HostTools.PowerShell;

/// <summary>What a command says and asks, on the streams of its cmdlet.</summary>
internal sealed class CmdletConsole(PSCmdlet cmdlet) : ICommandConsole
{
    private const int ProgressId = 1;

    public void Write(object value) => cmdlet.WriteObject(ConfigView.Of(value), enumerateCollection: false);

    public void Error(HostError error) => cmdlet.WriteError(ErrorRecords.Of(error));

    public void Warning(string text) => cmdlet.WriteWarning(text);

    public void Note(string text) => cmdlet.WriteInformation(text, ["HostTools"]);

    public void Verbose(string text) => cmdlet.WriteVerbose(text);

    public void Progress(ProgressReport? report) => cmdlet.WriteProgress(
        report is null
            ? new ProgressRecord(ProgressId, "HostTools", "Done") { RecordType = ProgressRecordType.Completed }
            : new ProgressRecord(ProgressId, report.Activity, report.Status) { PercentComplete = report.Percent ?? -1 });

    public bool Confirm(ProposedChange change)
    {
        // The engine knows one impact per cmdlet; a plan without changes is not worth a question.
        if (change.Impact == Impact.Low && !IsWhatIf)
            return true;
        string consequences = string.Join(System.Environment.NewLine, change.Lines);
        try
        {
            return cmdlet.ShouldProcess(consequences, consequences + System.Environment.NewLine + change.Summary + "?", change.Summary);
        }
        catch (Exception unasked) when (IsNobodyThere(unasked))
        {
            throw new HostToolsException(CommandErrors.ConfirmationRequired(change.Summary));
        }
    }

    // -NonInteractive is the first, a host without a user the second; the engine has no type of its own for either.
    private static bool IsNobodyThere(Exception failure) =>
        failure is InvalidOperationException || failure.GetType().Name == "HostException";

    private bool IsWhatIf =>
        (cmdlet.MyInvocation.BoundParameters.TryGetValue("WhatIf", out object? given) ? given : cmdlet.GetVariableValue("WhatIfPreference")) switch
        {
            SwitchParameter chosen => chosen.ToBool(),
            bool preferred => preferred,
            _ => false,
        };
}
