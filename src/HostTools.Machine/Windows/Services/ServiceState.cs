using System.Text.Json;
using HostTools.Activation;

namespace HostTools.Machine.Windows;

/// <summary>How a service is; what is null is not spoken of.</summary>
internal sealed record ServiceState(ServiceStart? Start, bool? IsRunning) : ThingState, IThingState<ServiceState>
{
    public static ServiceState Absent { get; } = new(null, null) { IsThere = false };

    /// <summary>There is a service of that name.</summary>
    public bool IsThere { get; private init; } = true;

    public override bool IsAbsent => !IsThere;

    public override string Hash => IsThere ? $"{Start} {IsRunning}" : string.Empty;

    public override string InWords => !IsThere ? "absent"
        : string.Join(", ", new[] { Start?.ToString(), IsRunning switch { true => "Running", false => "Stopped", _ => null } }.OfType<string>());

    public static ServiceState Read(JsonElement json) => json.Flag("absent") ? Absent
        : new ServiceState(json.Optional("startupType") is null ? null : json.Word<ServiceStart>("startupType"), json.Optional("running") is null ? null : json.Flag("running"));

    public void Write(Utf8JsonWriter writer)
    {
        if (!IsThere)
            writer.WriteBoolean("absent", true);
        if (Start is { } start)
            writer.WriteString("startupType", start.ToString());
        if (IsRunning is { } running)
            writer.WriteBoolean("running", running);
    }

    public ServiceState Like(ServiceState other) =>
        IsThere && other.IsThere ? new ServiceState(other.Start is null ? null : Start, other.IsRunning is null ? null : IsRunning) : this;
}
