using System.Globalization;
using HostTools.Activation;
using HostTools.Commands.Framework;
using HostTools.Machine;
using HostTools.Platform;

namespace HostTools.Commands;

/// <summary>What commands say and do about an apply that waits to be confirmed.</summary>
internal static class Unconfirmed
{
    private static readonly TimeSpan s_shortest = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan s_longest = TimeSpan.FromDays(30);

    /// <summary>The options of an apply in a mode, with a time to confirm in or without.</summary>
    /// <exception cref="HostToolsException">ArgumentInvalid for a time too short or too long, and for two ways back at once.</exception>
    public static ApplyOptions Of(ApplyMode mode, Duration? time) =>
        mode is ApplyMode.Switch ? Within(time)
        : time is null ? new ApplyOptions { IsTest = mode is ApplyMode.Test }
        : throw new HostToolsException(CommandErrors.ArgumentInvalid("ConfirmWithin", "a test ends with the next start of the machine, and what is left to a start cannot be confirmed before. Leave -ConfirmWithin (--confirm-within) or -Mode (--mode) out."));

    /// <summary>The options of an apply that has to be confirmed, or not.</summary>
    /// <exception cref="HostToolsException">ArgumentInvalid for a time too short or too long.</exception>
    public static ApplyOptions Within(Duration? time) =>
        time is not { } within || (within.Value >= s_shortest && within.Value <= s_longest)
            ? new ApplyOptions { ConfirmWithin = time?.Value }
            : throw new HostToolsException(CommandErrors.ArgumentInvalid("ConfirmWithin", "the time to confirm in is 1s to 30d."));

    /// <summary>Says that something waits, or should have been taken back.</summary>
    public static void Warn(CommandContext context, ActivationSession session)
    {
        Deferred.Warn(context, session);
        if (session.Unconfirmed is not { } waiting)
            return;
        context.Warning(waiting.IsTest
            ? session.IsExpired(waiting)
            ? $"The last apply to '{session.Target}', by '{waiting.User}', was a test until the machine started again. The next apply, rollback or repair takes it back first."
            : $"The last apply to '{session.Target}', by '{waiting.User}', is a test: it is taken back when the machine starts again, unless it is confirmed or applied to stay."
            : session.IsExpired(waiting)
            ? $"The last apply to '{session.Target}', by '{waiting.User}', was to be confirmed until {Time(waiting.Until)} and was not. The next apply, rollback or repair takes it back first."
            : $"The last apply to '{session.Target}', by '{waiting.User}', is to be confirmed until {Time(waiting.Until)}, or it is taken back.");
    }

    /// <summary>Starts to watch for the moment when what was applied is taken back, and says until when it can be confirmed.</summary>
    public static async Task WatchAsync(CommandContext context, IEnumerable<ActivationSession> sessions, CancellationToken token)
    {
        foreach (ActivationSession session in sessions)
        {
            if (session.Unconfirmed is not { } waiting)
                continue;
            if (waiting.IsTest)
            {
                context.Note("This is a test: it is taken back when the machine starts again. Confirm-HostGeneration (hosttools generation confirm), or an apply without -Mode test, lets it stay.");
                await Deferred.StartWithAsync(context, session, token).ConfigureAwait(false);
                return;
            }

            if (await context.Environment.Watcher.StartAsync(session.Target, waiting.Until, token).ConfigureAwait(false) is { } why)
                context.Warning($"Nothing watches '{session.Target}', as {why}: what is not confirmed is taken back by the next apply, rollback or repair.");
            context.Note($"Confirm with Confirm-HostGeneration (hosttools generation confirm) until {Time(waiting.Until)}, or it is taken back.");
            return;
        }
    }

    /// <summary>Ends the watch where nothing waits any more.</summary>
    public static Task EndAsync(CommandContext context, ActivationSession session, CancellationToken token) =>
        session.Unconfirmed is null && session.Pending is null or { Failure: not null } ? context.Environment.Watcher.EndAsync(session.Target, token) : Task.CompletedTask;

    /// <summary>Applies what has to be confirmed: what watches is on the disk before, and goes where it comes to nothing.</summary>
    public static async Task<T> WatchedAsync<T>(CommandContext context, ActivationSession session, ApplyOptions options, Func<Task<T>> apply, CancellationToken token)
    {
        if (!options.IsTemporary)
            return await apply().ConfigureAwait(false);
        _ = await context.Environment.Watcher.PrepareAsync(session.Target, token).ConfigureAwait(false); // Why it cannot is said when it starts.
        try
        {
            return await apply().ConfigureAwait(false);
        }
        finally
        {
            await EndAsync(context, session, CancellationToken.None).ConfigureAwait(false);
        }
    }

    /// <summary>Homes on a machine where something was not confirmed in time, which was applied there alone.</summary>
    public static IEnumerable<ActivationSession> ExpiredHomes(CommandContext context, Target machine)
    {
        IEnumerable<string> accounts = (machine.Root.TryReadAllText("/etc/passwd") ?? string.Empty).Split('\n').Select(static line => line.Split(':')[0]);
        IEnumerable<string> applied = machine.IsStateInside ? machine.Root.List("/home") : Names(Path.Join(machine.StateDirectory, "homes"));
        foreach (string user in accounts.Concat(applied).Where(AccountName.IsValid).Distinct(StringComparer.Ordinal))
        {
            var home = Target.Home(machine, user);
            if (home.AccountProblem is not null || !home.HasState)
                continue;
            ActivationSession session = TargetFolder.Open(context, home);
            if (session.Unconfirmed is { } waiting && session.IsExpired(waiting))
                yield return session;
        }
    }

    private static IEnumerable<string> Names(string folder) =>
        Directory.Exists(folder) ? Directory.EnumerateDirectories(folder).Select(static path => Path.GetFileName(path)) : [];

    /// <summary>Takes back what was not confirmed in time, after asking.</summary>
    /// <returns>It was taken back.</returns>
    public static async Task<bool> TakeBackExpiredAsync(CommandContext context, ActivationSession session, CancellationToken token, Impact impact = Impact.High)
    {
        if (session.Unconfirmed is not { } waiting || !session.IsExpired(waiting))
            return false;
        IReadOnlyList<(ActivationSession Session, Plan Plan)> plans = await session.PlanTakingBackAsync(PlanMaker.UserName(context), token).ConfigureAwait(false);
        string work = $"Take back what was applied to {session.Target} and {Why(waiting)}";
        var change = new ProposedChange(work, [.. plans.SelectMany(static planned => planned.Plan.ToLines())], impact);
        if (!await context.ConfirmAsync(change).ConfigureAwait(false))
            return false;
        bool isBack = await session.TakeBackExpiredAsync(new ApplyReporter(context, work), token).ConfigureAwait(false) is not null;
        await EndAsync(context, session, token).ConfigureAwait(false);
        if (isBack)
            context.Note($"Took back what was applied to '{session.Target}' and {Why(waiting)}.");
        return isBack;
    }

    private static string Why(Confirmation waiting) => waiting.IsTest ? "was a test until the machine started again" : $"was not confirmed until {Time(waiting.Until)}";

    private static string Time(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
