using System.Text.Json;
using HostTools.Activation;
using HostTools.Activation.Resources;

namespace HostTools.Machine.Windows;

/// <summary>Services of Windows: when they start, and whether they run. Only what is said of one is looked at.</summary>
internal sealed class ServiceProvider(Target target, WindowsMachine? windows)
    : ThingProvider<ServiceResource, ServiceState>(target, windows is null ? null : new Services(new ServiceControl(windows.Processes, windows.Pause)))
{
    public override string Kind => ServiceResource.KindName;

    public override Phase Phase => Phase.Start;

    /// <summary>What was said once, and is not any more, goes back to how it was.</summary>
    protected override ServiceState Wanted(ServiceResource desired, ServiceState now, Recorded? recorded)
    {
        ServiceState? original = recorded is { Resource: ServiceResource before, Original: ServiceState { IsAbsent: false } full } ? full.Like(SaidOf(before)) : null;
        return new ServiceState(desired.Start ?? original?.Start, desired.IsRunning ?? original?.IsRunning);
    }

    protected override string? Waits(ServiceResource desired, ServiceState now) =>
        now.IsAbsent ? "there is no service of that name yet, as before its package is installed" : null;

    /// <summary>How it was before its program was installed means nothing.</summary>
    protected override Change? Undeclared(Change change, ServiceState now, Recorded recorded) =>
        recorded.Original is ServiceState { IsAbsent: true } && !now.IsAbsent ? change with { Reason = "is no longer declared; it came after the wish for it, and stays as it is" } : base.Undeclared(change, now, recorded);

    // A service that starts anew is another process.
    protected override UndoQuality QualityOf(ServiceState before, ServiceState after) => before.IsRunning == after.IsRunning ? UndoQuality.Exact : UndoQuality.BestEffort;

    protected override string? RiskOf(string key) => WindowsRisk.OfService(key);

    public override Resource ReadResource(JsonElement json, int version)
    {
        var state = ServiceState.Read(json);
        string name = json.Text("name");
        return new ServiceResource(ServiceControl.IsName(name) ? name : throw new FormatException($"has '{name}' where a service is expected")) { Start = state.Start, IsRunning = state.IsRunning };
    }

    protected override void WriteResource(Utf8JsonWriter writer, ServiceResource resource)
    {
        writer.WriteString("name", resource.Name);
        SaidOf(resource).Write(writer);
    }

    private static ServiceState SaidOf(ServiceResource resource) => new(resource.Start, resource.IsRunning);
}
