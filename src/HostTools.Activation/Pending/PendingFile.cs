using System.Text.Json;
using HostTools.Platform;

namespace HostTools.Activation;

/// <summary>The file in a machine's state that says what its next start applies: plans, of which only what is wanted counts by then.</summary>
internal static class PendingFile
{
    private const string FilePath = "/pending";
    private const int Version = 1;
    private const long MaximumSize = 64 << 20;

    /// <summary>What waits; null when nothing does, or something else was applied since.</summary>
    /// <exception cref="HostToolsException">PendingDamaged.</exception>
    public static PendingApply? Find(Target machine) => Read(machine, static json => Header(json)) is { } found && IsInForce(machine, found) ? found : null;

    public static bool IsAny(Target machine) => machine.State.Stat(FilePath) is not null;

    /// <summary>The plans that wait, as they were made.</summary>
    /// <exception cref="HostToolsException">PendingDamaged.</exception>
    public static IReadOnlyList<Plan> Plans(Target machine, Func<Target, IEnumerable<IProvider>>? providers) =>
        Read(machine, json => PlanFile.ReadAll(json.Member("wanted"), providers, machine.State.Describe(FilePath))) ?? [];

    /// <summary>Writes it, in one instant and durably.</summary>
    /// <remarks>Like a journal it holds what only root should read.</remarks>
    public static void Write(Target machine, PendingApply pending, IReadOnlyList<Plan> plans) =>
        StateFile.Write(machine.State, FilePath, writer => Write(writer, pending, () => PlanFile.WriteAll(writer, plans, withDiffs: false)), isPrivate: true);

    /// <summary>Says why it was not applied.</summary>
    public static void Fail(Target machine, PendingApply pending, string failure)
    {
        using JsonDocument json = JsonDocument.Parse(machine.State.ReadAllBytes(FilePath, MaximumSize));
        StateFile.Write(machine.State, FilePath, writer => Write(writer, pending with { Failure = failure }, () => json.RootElement.Member("wanted").WriteTo(writer)), isPrivate: true);
    }

    /// <summary>Removes it, whatever it says, with what it keeps. The caller holds the lock.</summary>
    public static void Remove(Target machine)
    {
        if (machine.State.Stat(FilePath) is null)
            return;
        foreach (string plan in Known(machine)?.Plans ?? [])
            Lease.Remove(machine.State, plan);
        StateFile.Remove(machine.State, FilePath);
    }

    // A test, and taking it back, do not change what the machine is to start with.
    private static bool IsInForce(Target machine, PendingApply pending)
    {
        var files = new GenerationFiles(machine);
        int current = files.CurrentNumber();
        if ((ConfirmationMarker.TestOf(machine)?.BaseGeneration ?? current) == pending.BaseGeneration)
            return true;
        Generation header = files.ReadHeader(current, current);
        return pending.BaseGeneration > 0 ? header.RestoredFrom == pending.BaseGeneration : header.ResourceCount == 0;
    }

    /// <summary>What is written, whether it counts or not; null when it cannot be read.</summary>
    public static PendingApply? Known(Target machine)
    {
        try
        {
            return Read(machine, static json => Header(json));
        }
        catch (HostToolsException)
        {
            return null; // Its leases keep a little content longer than needed.
        }
    }

    private static T? Read<T>(Target machine, Func<JsonElement, T> read)
        where T : class
    {
        Root state = machine.State;
        try
        {
            if (state.Stat(FilePath) is null)
                return null;
            using var json = JsonDocument.Parse(state.ReadAllBytes(FilePath, MaximumSize));
            return json.RootElement.Number("version") == Version ? read(json.RootElement) : throw new FormatException("is of another version");
        }
        catch (RootIOException cause) when (cause.Reason is RootFailure.AccessDenied or RootFailure.NotFound)
        {
            return null; // It went in this instant, or it is not ours to judge.
        }
        catch (Exception cause) when (cause is RootIOException or JsonException or FormatException or InvalidOperationException or ArgumentException)
        {
            throw new HostToolsException(ActivationErrors.PendingDamaged(state.Describe(FilePath)));
        }
    }

    private static void Write(Utf8JsonWriter writer, PendingApply pending, Action plans)
    {
        writer.WriteStartObject();
        writer.WriteNumber("version", Version);
        writer.WriteString("start", pending.Start);
        writer.WriteString("createdAt", pending.CreatedAt);
        writer.WriteString("user", pending.User);
        writer.WriteString("hostName", pending.HostName);
        writer.WriteString("variant", pending.Variant);
        writer.WriteNumber("base", pending.BaseGeneration);
        writer.WriteString("failure", pending.Failure);
        ActivationJson.WriteTexts(writer, "plans", pending.Plans);
        writer.WritePropertyName("wanted");
        plans();
        writer.WriteEndObject();
    }

    private static PendingApply Header(JsonElement json) =>
        new(json.Text("start"), json.Time("createdAt"), json.Text("user"), json.Text("hostName"), json.OptionalText("variant"), json.Number("base"))
        {
            Failure = json.OptionalText("failure"),
            // They become part of a path.
            Plans = [.. json.Texts("plans").Select(static id => id.Length == 32 && id.All(char.IsAsciiHexDigitLower) ? id : throw new FormatException("names no plan"))],
        };
}
