using System.Collections.Generic;
using System.Threading;

namespace System.Management.Automation;

/// <summary>Something a cmdlet wrote, and the thread it did so on.</summary>
public sealed record Written(string Stream, object? Value, int Thread);

/// <summary>Records what is written and answers what is asked.</summary>
public abstract class Cmdlet
{
    public List<Written> Output { get; } = [];

    /// <summary>Called before an object is recorded; throws what a stopped pipeline throws.</summary>
    public Action<object>? OnWriteObject { get; set; }

    /// <summary>Answers ShouldProcess, given what would be done.</summary>
    public Func<string, bool> Answer { get; set; } = static _ => true;

    public void RunRecord() => ProcessRecord();

    public void Stop() => StopProcessing();

    public void WriteError(ErrorRecord errorRecord)
    {
        errorRecord.Command = GetType();
        Record("Error", errorRecord);
    }

    public void WriteObject(object sendToPipeline, bool enumerateCollection)
    {
        OnWriteObject?.Invoke(sendToPipeline);
        Record("Output", sendToPipeline);
    }

    public void WriteWarning(string text) => Record("Warning", text);

    public void WriteVerbose(string text) => Record("Verbose", text);

    public void WriteInformation(object messageData, string[] tags) => Record("Information", messageData);

    public void WriteProgress(ProgressRecord progressRecord) => Record("Progress", progressRecord);

    public bool ShouldProcess(string verboseDescription, string verboseWarning, string caption)
    {
        Record("ShouldProcess", verboseDescription);
        return Answer(verboseDescription);
    }

    protected virtual void ProcessRecord()
    {
    }

    protected virtual void StopProcessing()
    {
    }

    private void Record(string stream, object? value) => Output.Add(new Written(stream, value, Environment.CurrentManagedThreadId));
}

public abstract class PSCmdlet : Cmdlet
{
    public InvocationInfo MyInvocation { get; } = new();

    public SessionState SessionState { get; } = new();

    public Dictionary<string, object?> Variables { get; } = [];

    public object? GetVariableValue(string name) => Variables.GetValueOrDefault(name);
}

public sealed class InvocationInfo
{
    public Dictionary<string, object> BoundParameters { get; } = [];
}

public interface IModuleAssemblyInitializer
{
    void OnImport();
}

public sealed class PipelineStoppedException : Exception;

public sealed class ErrorRecord(Exception exception, string errorId, ErrorCategory errorCategory, object targetObject)
{
    public Exception Exception => exception;

    public string ErrorId => errorId;

    public ErrorCategory Category => errorCategory;

    public object TargetObject => targetObject;

    public ErrorDetails? ErrorDetails { get; set; }

    /// <summary>The cmdlet that wrote it.</summary>
    public Type? Command { get; set; }

    public string FullyQualifiedErrorId => $"{errorId},{Command?.FullName}";
}

public sealed class ErrorDetails(string message)
{
    public string Message => message;
}

public sealed class ProgressRecord(int activityId, string activity, string statusDescription)
{
    public int ActivityId => activityId;

    public string Activity => activity;

    public string StatusDescription => statusDescription;

    public int PercentComplete { get; set; } = -1;

    public ProgressRecordType RecordType { get; set; }
}
