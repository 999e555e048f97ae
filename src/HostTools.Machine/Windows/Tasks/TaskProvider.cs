using System.Text.Json;
using HostTools.Activation;
using HostTools.Activation.Resources;
using HostTools.Platform;

namespace HostTools.Machine.Windows;

/// <summary>Scheduled tasks of Windows, compared by what they mean.</summary>
internal sealed class TaskProvider(Target target, WindowsMachine? windows)
    : ThingProvider<TaskResource, TaskState>(target, windows is null ? null : new ScheduledTasks(new WindowsPowerShell(windows.Processes)))
{
    public override string Kind => TaskResource.KindName;

    public override Phase Phase => Phase.Start;

    // One start of PowerShell for all.
    public override int BatchSize => int.MaxValue;

    protected override TaskState Wanted(TaskResource desired, TaskState now, Recorded? recorded) => new(desired.Xml) { Missing = now.Missing };

    protected override HostError? Problem(TaskResource desired, TaskState now) =>
        now.Xml is { } xml && TaskXml.HasPassword(xml) ? MachineErrors.TaskHasPassword(desired.Path, desired.Origins) : null;

    public override Resource ReadResource(JsonElement json, int version)
    {
        (string? path, string? why) = TaskPath.Parse(json.Text("path"));
        _ = TaskXml.Lines(json.Text("xml"), new Dictionary<string, string>());
        return new TaskResource(path ?? throw new FormatException($"has no place of a task: {why}"), json.Text("xml"));
    }

    protected override void WriteResource(Utf8JsonWriter writer, TaskResource resource)
    {
        writer.WriteString("path", resource.Path);
        writer.WriteString("xml", resource.Xml);
    }
}
