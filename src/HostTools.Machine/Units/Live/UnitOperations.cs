using System.Text.Json;
using HostTools.Activation;
using HostTools.Activation.Resources;
using HostTools.Platform;

namespace HostTools.Machine.Units;

/// <summary>Stops units while systemd still knows their old definitions, and remembers how all that will be touched runs.</summary>
internal sealed class UnitStopOperation(ResourceId resource, IReadOnlyList<(UnitVerb Verb, string Unit)> actions) : Operation
{
    public const string StatesKind = "unit-states";

    public override string Kind => StatesKind;

    public override ResourceId Resource => resource;

    public override Phase? Phase => Activation.Phase.Stop;

    public override string Description => "Stopping units";

    public override UndoQuality Undo => UndoQuality.BestEffort;

    public override bool AnnouncesStart => true;

    public override async Task<Action<Utf8JsonWriter>> CaptureAsync(OperationContext context, CancellationToken token)
    {
        IReadOnlyList<UnitStatus> states = await new Systemd(context.Target, context.Processes).StatusAsync([.. actions.Select(static action => action.Unit)], token).ConfigureAwait(false);
        return writer => UnitRecord.Write(writer, [.. states.Zip(actions, static (state, action) => new UnitRecord(action.Verb, state.Name, state.Active, state.Invocation))]);
    }

    public override async Task DoAsync(OperationContext context, CancellationToken token)
    {
        var systemd = new Systemd(context.Target, context.Processes);
        var mounts = new LeftMounts(systemd, context);
        await mounts.KeepAsync([.. actions.Where(static action => action.Verb is UnitVerb.Leave).Select(static action => action.Unit)], token).ConfigureAwait(false);
        string[] stopping = [.. actions.Where(static action => action.Verb is UnitVerb.Stop or UnitVerb.StopStart).Select(static action => action.Unit)];
        string[] active = [.. (await systemd.StatusAsync(stopping, token).ConfigureAwait(false)).Where(static unit => unit.IsActive).Select(static unit => unit.Name)];
        ProcessResult result = await systemd.StopAsync(active, context.Options.TriggerTimeout, token).ConfigureAwait(false);
        if (result.ExitCode != 0 && !await mounts.AreAllAsync(active, token).ConfigureAwait(false))
            throw new HostToolsException(await WhyAsync(systemd, context, active, result, token).ConfigureAwait(false));
        await mounts.EndAsync(active, token).ConfigureAwait(false);
    }

    private static async Task<HostError> WhyAsync(Systemd systemd, OperationContext context, string[] units, ProcessResult result, CancellationToken token)
    {
        string[] left = [.. (await systemd.StatusAsync(units, token).ConfigureAwait(false)).Where(static unit => unit.IsActive || unit.Active == "failed").Select(static unit => unit.Name)];
        var words = new List<string>();
        foreach (string unit in left)
            words.Add(await systemd.DescribeAsync(unit, token).ConfigureAwait(false));
        string[] mounts = [.. left.Where(static unit => unit.EndsWith(Systemd.MountSuffix, StringComparison.Ordinal))];
        foreach (UnitProperties mount in await systemd.ShowAsync(mounts, ["Where"], token).ConfigureAwait(false))
            words.AddRange(MountUse.Of(context.Target.Root, mount.Of("Where")).Select(user => $"{mount.Of("Where")} is used by {user}"));
        return MachineErrors.UnitsNotStopped(left.Length > 0 ? left : units, result.StandardError.Trim(), words);
    }

    public override Task VerifyAsync(OperationContext context, CancellationToken token) => Task.CompletedTask;
}

/// <summary>Reloads, restarts and starts units, and waits until they have settled.</summary>
internal sealed class UnitStartOperation(ResourceId resource, IReadOnlyList<(UnitVerb Verb, string Unit)> actions) : Operation
{
    public const string StartKind = "unit-start";

    public override string Kind => StartKind;

    public override ResourceId Resource => resource;

    public override string Description => "Starting units";

    public override UndoQuality Undo => UndoQuality.BestEffort;

    public override bool AnnouncesStart => true;

    public override async Task<Action<Utf8JsonWriter>> CaptureAsync(OperationContext context, CancellationToken token)
    {
        (UnitVerb Verb, string Unit)[] started = [.. actions.Where(static action => action.Verb is UnitVerb.Start or UnitVerb.StopStart)];
        IReadOnlyList<UnitStatus> states = await new Systemd(context.Target, context.Processes).StatusAsync([.. started.Select(static action => action.Unit)], token).ConfigureAwait(false);
        return writer => UnitRecord.Write(writer, [.. states.Zip(started, static (state, action) => new UnitRecord(action.Verb, state.Name, state.Active, state.Invocation))]);
    }

    public override async Task DoAsync(OperationContext context, CancellationToken token)
    {
        var systemd = new Systemd(context.Target, context.Processes);
        TimeSpan limit = context.Options.TriggerTimeout;
        IReadOnlyList<UnitStatus> reloading = await systemd.StatusAsync(Units(UnitVerb.Reload), token).ConfigureAwait(false);
        string[] reloads = [.. reloading.Where(static unit => unit.IsActive).Select(static unit => unit.Name)];
        // What should be reloaded and has stopped meanwhile, as something it needs was stopped, is expected to run.
        string[] starts = [.. Units(UnitVerb.Start), .. Units(UnitVerb.StopStart), .. reloading.Where(static unit => !unit.IsActive).Select(static unit => unit.Name)];
        string[] restarts = Units(UnitVerb.Restart);
        string[] failedBefore = [.. (await systemd.StatusAsync(starts, token).ConfigureAwait(false)).Where(static unit => unit.Active == "failed").Select(static unit => unit.Name)];
        await systemd.DoAsync("reset-failed", failedBefore, limit, token).ConfigureAwait(false);
        ProcessResult[] results =
        [
            await systemd.DoAsync("reload", reloads, limit, token).ConfigureAwait(false),
            await systemd.DoAsync("restart", restarts, limit, token).ConfigureAwait(false),
            await systemd.DoAsync("start", starts, limit, token).ConfigureAwait(false),
        ];
        IReadOnlyList<UnitStatus> failed = await UnitSettling.WaitAsync(systemd, [.. reloads, .. restarts, .. starts], token).ConfigureAwait(false);
        string[] said = [.. results.Where(static result => result.ExitCode != 0).Select(static result => result.StandardError.Trim())];
        if (failed.Count == 0 && said.Length == 0)
        {
            foreach (string mount in reloads.Where(static unit => unit.EndsWith(Systemd.MountSuffix, StringComparison.Ordinal)))
                new FstabMounts(context.Target.Root).Forget(mount); // It has the new options, and was on the right device.
            return;
        }

        var words = new List<string>();
        foreach (UnitStatus unit in failed)
            words.Add(await systemd.DescribeAsync(unit.Name, token).ConfigureAwait(false));
        throw new HostToolsException(MachineErrors.UnitsFailed([.. failed.Select(static unit => unit.Name)], failed.Count > 0 ? words : said));
    }

    public override Task VerifyAsync(OperationContext context, CancellationToken token) => Task.CompletedTask;

    private string[] Units(UnitVerb verb) => [.. actions.Where(action => action.Verb == verb).Select(static action => action.Unit)];
}

/// <summary>Waits until units do not change any more: one that fails at once was still started successfully.</summary>
internal static class UnitSettling
{
    private static readonly TimeSpan s_step = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan s_quiet = TimeSpan.FromMilliseconds(400);
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(90);

    /// <summary>Those that failed, or try again and again.</summary>
    public static async Task<IReadOnlyList<UnitStatus>> WaitAsync(Systemd systemd, IReadOnlyList<string> units, CancellationToken token)
    {
        IReadOnlyList<UnitStatus> before = await systemd.StatusAsync(units, token).ConfigureAwait(false);
        TimeSpan waited = TimeSpan.Zero, quiet = TimeSpan.Zero;
        while (waited < s_limit && (quiet < s_quiet || before.Any(static unit => unit.Active is "activating" or "deactivating" or "reloading")))
        {
            await Task.Delay(s_step, token).ConfigureAwait(false);
            IReadOnlyList<UnitStatus> now = await systemd.StatusAsync(units, token).ConfigureAwait(false);
            quiet = now.SequenceEqual(before) ? quiet + s_step : TimeSpan.Zero;
            waited += s_step;
            before = now;
            // Waiting for the next try says enough: it ended, and was not meant to.
            if (waited >= s_quiet && before.Any(static unit => unit.Sub == "auto-restart"))
                break;
        }

        return [.. before.Where(static unit => unit.Active == "failed" || unit.Sub == "auto-restart")];
    }
}
