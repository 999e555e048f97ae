using HostTools.Activation;
using HostTools.Commands.Framework;
using HostTools.Platform;

namespace HostTools.Commands;

/// <summary>Waits, holding no lock, until an apply is confirmed or its time is over, and then takes it back.</summary>
public static class ConfirmationWatch
{
    private const int MaximumTries = 30;

    private static readonly TimeSpan s_step = TimeSpan.FromSeconds(1);

    /// <summary>Watches one target until nothing on it waits any more.</summary>
    /// <param name="environment">The process around it.</param>
    /// <param name="root">Folder of the machine.</param>
    /// <param name="state">Folder of its state; null for inside.</param>
    /// <param name="user">Whose home; null for the machine.</param>
    /// <param name="token">Ends it early; then the next apply takes back what was not confirmed.</param>
    /// <exception cref="HostToolsException">It could not be taken back, tried again and again.</exception>
    public static async Task RunAsync(CommandEnvironment environment, string root, string? state, string? user, CancellationToken token)
    {
        Target target = TargetFolder.Of(root, state);
        if (user is not null)
            target = Target.Home(target, user);
        var session = new ActivationSession(target, environment.Clock, environment.Processes, environment.Providers(target)) { ProvidersOf = environment.Providers };
        int tries = 0;
        while (session.Unconfirmed is { } waiting)
        {
            // In steps, as the clock of a machine that slept goes on without us, and to end soon once it is confirmed.
            TimeSpan left = waiting.Until - environment.Clock.UtcNow;
            if (left > TimeSpan.Zero)
            {
                await Task.Delay(left < s_step ? left : s_step, token).ConfigureAwait(false);
                continue;
            }

            try
            {
                await session.TakeBackExpiredAsync(null, token).ConfigureAwait(false);
            }
            catch (HostToolsException) when (++tries < MaximumTries)
            {
                // Mostly somebody else works on the target, and perhaps takes it back as well.
                await Task.Delay(s_step * Math.Min(tries, 60), token).ConfigureAwait(false);
            }
        }
    }
}
