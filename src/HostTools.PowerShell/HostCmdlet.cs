using System.Collections;
using System.Globalization;
using System.Management.Automation;
using HostTools.Commands.Framework;
using HostTools.Platform;

namespace HostTools.PowerShell;

/// <summary>What every cmdlet is: parameters above, a command below, and between them this. The only cmdlet code written by hand.</summary>
/// <remarks>
/// Import reads the public types before <see cref="ModuleInitializer"/> has run: none of them has a base, an interface, a constraint, an
/// overridden method's type or a value type's field from another assembly of ours.
/// </remarks>
public abstract class HostCmdlet : PSCmdlet, IDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private ICommand<object>? _collector;

    /// <inheritdoc/>
    public void Dispose()
    {
        _stop.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>The <see cref="ICommand{T}"/> with the parameters of this pipeline record.</summary>
    protected abstract object Create();

    /// <inheritdoc/>
    protected override void ProcessRecord() => Guard(() =>
    {
        var command = (ICommand<object>)Create();
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

    private void Run(ICommand<object> command)
    {
        var environment = new CommandEnvironment
        {
            CurrentDirectory = SessionState.Path.CurrentFileSystemLocation.ProviderPath,
            PowerShellVersion = EngineVersion,
        };
        CommandRunner.Run(command, new CmdletConsole(this), environment, _stop.Token);
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
