using HostTools.Activation.Resources;

namespace HostTools.Machine.Windows;

/// <summary>A scheduled task.</summary>
/// <param name="Path">Its place, <c>\Backup\Nightly</c>.</param>
/// <param name="Xml">Its definition, in the words of the Task Scheduler Schema.</param>
internal sealed record TaskResource(string Path, string Xml) : Resource
{
    public const string KindName = "scheduled-task";

    public override ResourceId Id => new(KindName, Path);
}
