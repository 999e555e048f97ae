using System.Globalization;
using HostTools.Platform;

namespace HostTools.Activation;

public static partial class ActivationErrors
{
    /// <summary>An apply waits to be confirmed, and until then nothing else is applied.</summary>
    /// <remarks>Confirm-HostGeneration (hosttools generation confirm) lets it stay, Restore-HostGeneration (hosttools rollback) takes it back.</remarks>
    /// <example><code lang="sh">hosttools apply toaster --root ./out --confirm-within 5min --yes; # edit the host
    /// hosttools apply toaster --root ./out --yes</code></example>
    public static HostError ConfirmationPending(string target, Confirmation waiting) =>
        new(nameof(ConfirmationPending), ErrorKind.Busy,
            $"The last apply to '{target}' {(waiting.IsTest ? "is a test, and lasts until the machine starts again" : $"waits to be confirmed until {Time(waiting.Until)}")}. Confirm it (Confirm-HostGeneration, hosttools generation confirm) or go back " +
            "(Restore-HostGeneration, hosttools rollback) first.", target);

    /// <summary>There is nothing to confirm: no apply asked for it, or it was confirmed or taken back already.</summary>
    /// <remarks>Look at Get-HostGeneration (hosttools generation list), which shows what waits.</remarks>
    /// <example><code lang="sh">hosttools apply toaster --root ./out --yes; hosttools generation confirm --root ./out</code></example>
    public static HostError ConfirmationMissing(string target) =>
        new(nameof(ConfirmationMissing), ErrorKind.NotFound,
            $"Nothing on '{target}' waits to be confirmed: no apply asked for it, or it was confirmed or taken back already. hosttools generation list (Get-HostGeneration) shows which.", target);

    /// <summary>An apply was to be confirmed, and the time for it is over: it has been or is being taken back.</summary>
    /// <remarks>Apply again, with a longer time if needed.</remarks>
    /// <example><code lang="sh">hosttools apply toaster --root ./out --confirm-within 1s --yes; sleep 2; hosttools generation confirm --root ./out</code></example>
    public static HostError ConfirmationExpired(string target, Confirmation waiting) =>
        new(nameof(ConfirmationExpired), ErrorKind.Stale,
            $"The last apply to '{target}' could be confirmed until {(waiting.IsTest ? "the machine started again" : Time(waiting.Until))}, and is being taken back. Apply again, with a longer time if needed.", target);

    /// <summary>The file that says that an apply waits to be confirmed cannot be read.</summary>
    /// <remarks>Look at the generations, go back by hand if that is what you want, and remove the file.</remarks>
    /// <example><code lang="text">The file 'confirm' in the state directory was edited by hand.</code></example>
    public static HostError ConfirmationDamaged(string path) =>
        new(nameof(ConfirmationDamaged), ErrorKind.Failed,
            $"'{path}' says that an apply waits to be confirmed, and cannot be read. Remove the file: then the current generation stays, and you can go back from it.", path);

    /// <summary>The file that says what the next start of the machine applies cannot be read.</summary>
    /// <remarks>Remove the file, and leave the apply to the next start again.</remarks>
    /// <example><code lang="text">The file 'pending' in the state directory was edited by hand.</code></example>
    public static HostError PendingDamaged(string path) =>
        new(nameof(PendingDamaged), ErrorKind.Failed,
            $"'{path}' says what the next start of the machine applies, and cannot be read. Remove the file, and apply with -Mode boot (--mode boot) again.", path);

    private static string Time(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
