using System.Text.Json;
using HostTools.Activation;
using HostTools.Platform;

namespace HostTools.Machine.Units;

/// <summary>How a unit ran before it was touched, and what was to be done to it.</summary>
internal sealed record UnitRecord(UnitVerb Verb, string Unit, string Active, string Invocation)
{
    public bool WasActive => UnitStatus.IsActiveWord(Active);

    public static void Write(Utf8JsonWriter writer, IReadOnlyList<UnitRecord> units)
    {
        writer.WriteStartArray("units");
        foreach (UnitRecord unit in units)
            writer.WriteStringValue($"{unit.Verb} {unit.Unit} {unit.Active} {unit.Invocation}");
        writer.WriteEndArray();
    }

    public static IReadOnlyList<UnitRecord> Read(JsonElement record) =>
        [.. record.Texts("units").Select(static text => text.Split(' ') is [var verb, var unit, var active, var invocation] && Enum.TryParse(verb, out UnitVerb known) && DeclaredUnits.IsUnitName(unit)
            ? new UnitRecord(known, unit, active, invocation) : throw new FormatException($"has '{text}' where a unit is expected"))];
}

/// <summary>Before the old files come back: what was started stops by the definition it was started with.</summary>
internal sealed class UnitStartUndo : IUndo
{
    public static UnitStartUndo Instance { get; } = new();

    public string Kind => UnitStartOperation.StartKind;

    public bool IsLast => false;

    public async Task UndoAsync(JsonElement record, OperationContext context, CancellationToken token)
    {
        var systemd = new Systemd(context.Target, context.Processes);
        if (!systemd.IsRunning)
            return;
        string[] idle = [.. UnitRecord.Read(record).Where(static unit => !unit.WasActive).Select(static unit => unit.Unit)];
        string[] started = [.. (await systemd.StatusAsync(idle, token).ConfigureAwait(false)).Where(static unit => unit.IsActive).Select(static unit => unit.Name)];
        ProcessResult result = await systemd.StopAsync(started, context.CommandLimit, token).ConfigureAwait(false);
        if (result.ExitCode != 0)
            context.Note($"What was started could not be stopped: {result.StandardError.Trim()}");
    }
}

/// <summary>After the old files are back and commands were run again: each unit runs as it did.</summary>
internal sealed class UnitStatesUndo : IUndo
{
    public static UnitStatesUndo Instance { get; } = new();

    public string Kind => UnitStopOperation.StatesKind;

    public bool IsLast => true;

    public int Rank => 10;

    public async Task UndoAsync(JsonElement record, OperationContext context, CancellationToken token)
    {
        IReadOnlyList<UnitRecord> units = UnitRecord.Read(record);
        var systemd = new Systemd(context.Target, context.Processes);
        if (!systemd.IsRunning)
            return; // After a boot systemd itself has started what its old files say.
        await systemd.ReloadAsync(token).ConfigureAwait(false);
        IReadOnlyList<UnitStatus> now = await systemd.StatusAsync([.. units.Select(static unit => unit.Unit)], token).ConfigureAwait(false);
        (UnitRecord Then, UnitStatus Now)[] all = [.. units.Zip(now)];
        await DoAsync("stop", all.Where(static unit => !unit.Then.WasActive && unit.Now.IsActive)).ConfigureAwait(false);
        await DoAsync("reset-failed", all.Where(static unit => unit.Now.Active == "failed" && unit.Then.Active != "failed")).ConfigureAwait(false);
        // The same invocation is the same process: it may have read new settings, but was not started anew.
        await DoAsync("reload-or-restart", all.Where(static unit => unit.Then.WasActive && unit.Then.Verb is UnitVerb.Reload && unit.Now.IsActive)).ConfigureAwait(false);
        await DoAsync("restart", all.Where(static unit => unit.Then.WasActive && (unit.Then.Verb is not UnitVerb.Reload || !unit.Now.IsActive) && !(unit.Now.IsActive && unit.Now.Invocation == unit.Then.Invocation))).ConfigureAwait(false);

        async Task DoAsync(string verb, IEnumerable<(UnitRecord Then, UnitStatus Now)> some)
        {
            string[] names = [.. some.Select(static unit => unit.Then.Unit)];
            ProcessResult result = await systemd.DoAsync(verb, names, context.CommandLimit, token).ConfigureAwait(false);
            if (result.ExitCode != 0)
                context.Note($"After the undo 'systemctl {verb} {string.Join(' ', names)}' failed: {result.StandardError.Trim()}");
        }
    }
}
