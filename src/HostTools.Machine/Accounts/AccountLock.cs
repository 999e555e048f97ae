using System.Globalization;
using System.Runtime.Versioning;
using HostTools.Activation;
using HostTools.Platform;

namespace HostTools.Machine.Accounts;

/// <summary>The lock that all programs take before they write the account files of the live machine (lckpwdf); held by us only while we write them ourselves.</summary>
internal sealed class AccountLock : IDisposable
{
    private const string FilePath = "/etc/.pwd.lock";
    private const int OnlyRoot = 0x180; // 0600

    // As long as the C library waits.
    private static readonly TimeSpan s_longest = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan s_step = TimeSpan.FromMilliseconds(50);

    private static readonly string[] s_locked = [AccountFiles.Passwd, AccountFiles.Shadow, AccountFiles.Group, AccountFiles.GroupShadow, AccountFiles.SubUsers, AccountFiles.SubGroups];

    private static readonly HashSet<string> s_programs = new(
        ["useradd", "usermod", "userdel", "groupadd", "groupmod", "groupdel", "groupmems", "gpasswd", "passwd", "chpasswd", "chgpasswd", "chage", "chfn", "chsh", "newusers", "vipw", "pwck", "grpck", "pwconv", "pwunconv", "grpconv", "grpunconv"],
        StringComparer.Ordinal);

    private readonly FileStream _stream;

    private AccountLock(FileStream stream) => _stream = stream;

    /// <summary>Takes it on the live machine, and removes what killed programs left in the way; null on a folder, where no other program writes.</summary>
    /// <exception cref="HostToolsException">AccountsBusy.</exception>
    public static async Task<AccountLock?> TakeAsync(OperationContext context, CancellationToken token)
    {
        if (!context.Target.IsLive || !OperatingSystem.IsLinux())
            return null;
        Root root = context.Target.Root;
        FileStream stream = root.OpenOrCreate(FilePath, OnlyRoot);
        try
        {
            await LockAsync(stream, root, token).ConfigureAwait(false);
            foreach (string file in s_locked)
                Sweep(context, file + ".lock");
            return new AccountLock(stream);
        }
        catch
        {
            await stream.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    public void Dispose() => _stream.Dispose(); // The lock goes with it.

    [SupportedOSPlatform("linux")]
    private static async Task LockAsync(FileStream stream, Root root, CancellationToken token)
    {
        long end = Environment.TickCount64 + (long)s_longest.TotalMilliseconds;
        while (true)
        {
            try
            {
                stream.Lock(0, 0); // fcntl, to the end of the file, as the C library does.
                return;
            }
            catch (IOException)
            {
                if (Environment.TickCount64 >= end)
                    throw new HostToolsException(MachineErrors.AccountsBusy(root.Describe(FilePath), "another program"));
                await Task.Delay(s_step, token).ConfigureAwait(false);
            }
        }
    }

    // Each of these programs makes it after it took our lock: what is there now belongs to one that was killed, unless the C library has no such lock.
    private static void Sweep(OperationContext context, string path)
    {
        Root root = context.Target.Root;
        if (root.Stat(path) is null)
            return;
        string holder = (root.TryReadAllText(path, 64) ?? string.Empty).Trim('\0', '\n', ' ');
        if (int.TryParse(holder, NumberStyles.None, CultureInfo.InvariantCulture, out int process)
            && root.TryReadAllText(string.Create(CultureInfo.InvariantCulture, $"/proc/{process}/comm"))?.Trim() is { } program && s_programs.Contains(program))
            throw new HostToolsException(MachineErrors.AccountsBusy(root.Describe(path), $"'{program}' (process {process})"));
        root.RemoveFile(path);
        context.Note($"Removed '{root.Describe(path)}': whoever made it was killed, and nobody holds the account files now.");
    }
}
