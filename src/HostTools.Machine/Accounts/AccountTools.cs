using HostTools.Activation;
using HostTools.Activation.Resources;
using HostTools.Platform;

namespace HostTools.Machine.Accounts;

/// <summary>The live machine's own programs for accounts, those of the shadow suite.</summary>
internal sealed class AccountTools
{
    private const int UserInUse = 8;

    private static readonly TimeSpan s_limit = TimeSpan.FromMinutes(2);
    private static readonly string[] s_folders = ["/usr/sbin", "/sbin", "/usr/bin", "/bin"];
    private static readonly string[] s_names = ["useradd", "usermod", "userdel", "groupadd", "groupdel", "gpasswd"];

    private readonly OperationContext _context;
    private readonly ResourceId _resource;
    private readonly Dictionary<string, string> _programs;

    private AccountTools(OperationContext context, ResourceId resource, Dictionary<string, string> programs) =>
        (_context, _resource, _programs) = (context, resource, programs);

    /// <summary>The programs; null on a folder, and on machines that have others or none: there the files are written under their lock.</summary>
    public static AccountTools? Of(OperationContext context, ResourceId resource)
    {
        if (!context.Target.IsLive)
            return null;
        Root root = context.Target.Root;
        var programs = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (string name in s_names)
        {
            if (s_folders.Select(folder => $"{folder}/{name}").FirstOrDefault(path => root.StatFollowed(path) is { Type: FileEntryType.File }) is not { } found)
                return null;
            programs[name] = Path.Join(root.Directory, found);
        }

        return new AccountTools(context, resource, programs);
    }

    /// <summary>Writes the files ourselves, under their lock.</summary>
    public async Task WriteAsync(Action write, CancellationToken token)
    {
        using (await AccountLock.TakeAsync(_context, token).ConfigureAwait(false))
            write();
    }

    /// <summary>Runs one; nothing secret is ever among the arguments, which everybody can see.</summary>
    /// <exception cref="HostToolsException">AccountToolFailed, UserBusy.</exception>
    public async Task RunAsync(string name, string[] arguments, CancellationToken token)
    {
        // The lock is taken for a moment only, to wait for others and to clear what the killed ones left.
        (await AccountLock.TakeAsync(_context, token).ConfigureAwait(false))?.Dispose();
        var request = new ProcessRequest(_programs[name], arguments)
        {
            Timeout = s_limit, WorkingDirectory = "/", Environment = new Dictionary<string, string?> { ["LC_ALL"] = "C" },
        };
        ProcessResult result = await _context.Processes.RunAsync(request, token).ConfigureAwait(false);
        if (result.ExitCode == 0)
            return;
        string said = result.StandardError.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).LastOrDefault() ?? "it said nothing";
        throw new HostToolsException(name == "userdel" && result.ExitCode == UserInUse
            ? MachineErrors.UserBusy(_resource.Key, AccountProcesses.Words(AccountProcesses.Of(_context.Target.Root, _resource.Key)))
            : MachineErrors.AccountToolFailed(_resource, $"{name} {string.Join(' ', arguments)}", result.ExitCode, said));
    }
}
