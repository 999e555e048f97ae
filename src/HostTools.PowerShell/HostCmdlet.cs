using System.Collections;
using System.Globalization;
using System.Management.Automation;
using HostTools.Commands.Framework;
using HostTools.Platform;

namespace HostTools.PowerShell;

/// <summary>What every cmdlet is: parameters above, a command below, and between them this. The only cmdlet code written by hand.</summary>
/// <remarks>Not generic: a type argument would make import load the assembly that the cmdlet's output comes from.</remarks>
public abstract class HostCmdlet : PSCmdlet, ICommandConsole, IDisposable
{
    private const int ProgressId = 1;

    private readonly CancellationTokenSource _stop = new();
    private ICommand<object>? _collector;

    /// <inheritdoc/>
    public void Dispose()
    {
        _stop.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>The command with the parameters of this pipeline record.</summary>
    protected abstract ICommand<object> Create();

    /// <inheritdoc/>
    protected override void ProcessRecord() => Guard(() =>
    {
        ICommand<object> command = Create();
        if (command is not ICollectingCommand record)
            Run(command);
        else if (_collector is ICollectingCommand collector)
            collector.Add(record);
        else
            _collector = command;
    });

    /// <inheritdoc/>
    protected override void EndProcessing() => Guard(() =>
    {
        if (_collector is not null)
            Run(_collector);
    });

    // The version of a preview ends in a label, which no Version holds.
    private Version? EngineVersion() =>
        SessionState.PSVariable.GetValue("PSVersionTable") is IDictionary table && Version.TryParse(table["PSVersion"]?.ToString()?.Split('-')[0], out Version? version) ? version : null;

    /// <inheritdoc/>
    protected override void StopProcessing() => _stop.Cancel();

    /// <summary>Whether the person gave a parameter; one that was not given keeps the command's default.</summary>
    protected bool IsGiven(string parameter) => MyInvocation.BoundParameters.ContainsKey(parameter);

    /// <summary>A text as an absolute path of the file system, seen from PowerShell's location.</summary>
    /// <exception cref="HostToolsException">PathEmpty, PathNotFound, PathAmbiguous or PathNotFileSystem.</exception>
    protected string ResolvePath(string parameter, string? path, PathKind kind) =>
        string.IsNullOrWhiteSpace(path)
            ? throw new HostToolsException(CommandErrors.PathEmpty("-" + parameter))
            : PathResolver.Resolve(SessionState.Path, path, kind);

    /// <summary>Several texts as absolute paths.</summary>
    protected string[] ResolvePaths(string parameter, string?[]? paths, PathKind kind) =>
        [.. (paths ?? [null]).Select(path => ResolvePath(parameter, path, kind))];

    /// <summary>A hashtable as texts; lists are joined with commas, as environment variables are written.</summary>
    protected static IReadOnlyDictionary<string, string> ToTextMap(IDictionary table)
    {
        var map = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (DictionaryEntry entry in table)
            map[ToText(entry.Key)] = ToText(entry.Value);
        return map;
    }

    void ICommandConsole.Write(object value) => WriteObject(ConfigView.Of(value), enumerateCollection: false);

    void ICommandConsole.Error(HostError error) => WriteError(ErrorRecords.Of(error));

    void ICommandConsole.Warning(string text) => WriteWarning(text);

    void ICommandConsole.Note(string text) => WriteInformation(text, ["HostTools"]);

    void ICommandConsole.Verbose(string text) => WriteVerbose(text);

    void ICommandConsole.Progress(ProgressReport? report) => WriteProgress(
        report is null
            ? new ProgressRecord(ProgressId, "HostTools", "Done") { RecordType = ProgressRecordType.Completed }
            : new ProgressRecord(ProgressId, report.Activity, report.Status) { PercentComplete = report.Percent ?? -1 });

    bool ICommandConsole.Confirm(ProposedChange change)
    {
        // The engine knows one impact per cmdlet; a plan without changes is not worth a question.
        if (change.Impact == Impact.Low && !IsWhatIf)
            return true;
        string consequences = string.Join(System.Environment.NewLine, change.Lines);
        try
        {
            return ShouldProcess(consequences, consequences + System.Environment.NewLine + change.Summary + "?", change.Summary);
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
        (MyInvocation.BoundParameters.TryGetValue("WhatIf", out object? given) ? given : GetVariableValue("WhatIfPreference")) switch
        {
            SwitchParameter chosen => chosen.ToBool(),
            bool preferred => preferred,
            _ => false,
        };

    private void Run(ICommand<object> command)
    {
        var environment = new CommandEnvironment
        {
            CurrentDirectory = SessionState.Path.CurrentFileSystemLocation.ProviderPath,
            PowerShellVersion = EngineVersion,
        };
        CommandRunner.Run(command, this, environment, _stop.Token);
    }

    private void Guard(Action work)
    {
        try
        {
            work();
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            throw new PipelineStoppedException();
        }
        catch (HostToolsException refused)
        {
            foreach (HostError error in refused.Errors)
                WriteError(ErrorRecords.Of(error));
        }
    }

    private static string ToText(object? value) => value switch
    {
        null => string.Empty,
        PSObject wrapped => ToText(wrapped.BaseObject),
        string text => text,
        bool truth => truth ? "true" : "false",
        IEnumerable list => string.Join(',', list.Cast<object?>().Select(ToText)),
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString() ?? string.Empty,
    };
}
