using HostTools.Activation;
using HostTools.Platform;

namespace HostTools.Machine.Accounts;

/// <summary>After we wrote account files ourselves: what the system's own programs do besides.</summary>
internal static class AccountCaches
{
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(20);

    /// <summary>Labels of SELinux, and the name service cache where one runs.</summary>
    public static async Task RefreshAsync(OperationContext context, CancellationToken token)
    {
        Root root = context.Target.Root;
        if (!context.Target.IsLive)
            return;
        if (root.Exists("/sys/fs/selinux/enforce"))
            await TryAsync(context, ["restorecon", AccountFiles.Passwd, AccountFiles.Group, AccountFiles.Shadow, AccountFiles.GroupShadow], token).ConfigureAwait(false);
        if (!root.Exists("/run/nscd/socket"))
            return;
        foreach (string table in new[] { "passwd", "group" })
            await TryAsync(context, ["nscd", "-i", table], token).ConfigureAwait(false);
    }

    private static async Task TryAsync(OperationContext context, string[] command, CancellationToken token)
    {
        try
        {
            ProcessResult result = await context.Processes.RunAsync(new ProcessRequest(command[0], command[1..]) { Timeout = s_limit, WorkingDirectory = "/" }, token).ConfigureAwait(false);
            if (result.ExitCode != 0)
                context.Note($"'{string.Join(' ', command)}' failed with exit code {result.ExitCode}.");
        }
        catch (HostToolsException cause)
        {
            context.Note($"'{string.Join(' ', command)}' could not be run: {cause.Message}");
        }
    }
}
