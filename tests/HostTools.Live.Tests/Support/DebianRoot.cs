using System.Security.Cryptography;
using System.Text;
using HostTools.Platform;

namespace HostTools.Live.Tests.Support;

/// <summary>A Debian root file system that machines of tests start from; made once for each recipe and kept in the user's cache.</summary>
internal static class DebianRoot
{
    // What a small server has. Part of the recipe's name: another list makes another root.
    private const string Packages =
        "systemd-sysv,dbus,dbus-user-session,libpam-systemd,udev,openssh-server,sudo,nftables,kmod,iproute2,procps,passwd,util-linux,libicu72";

    private const string Suite = "bookworm";

    private static readonly TimeSpan s_limit = TimeSpan.FromMinutes(8);
    private static readonly Lazy<Task<string>> s_root = new(MakeAsync);

    /// <summary>The folder; never written to.</summary>
    public static Task<string> Value => s_root.Value;

    private static async Task<string> MakeAsync()
    {
        string cache = Path.Combine(Environment.GetEnvironmentVariable("XDG_CACHE_HOME") ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".cache"), "hosttools-tests");
        string recipe = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{Suite}\n{Packages}")))[..12];
        string root = Path.Combine(cache, $"debian-{recipe}");
        Directory.CreateDirectory(cache);
        using FileStream held = await LockAsync(Path.Combine(cache, $"debian-{recipe}.lock"));
        if (Directory.Exists(root))
            return root;
        string unfinished = root + ".new";
        if (Directory.Exists(unfinished))
            await MustAsync("rm", ["-rf", unfinished]);
        await MustAsync("mmdebstrap", ["--quiet", "--variant=apt", $"--include={Packages}", Suite, unfinished, await MirrorAsync()]);
        Directory.Move(unfinished, root);
        return root;
    }

    /// <summary>Where apt gets its packages on this machine.</summary>
    private static async Task<string> MirrorAsync()
    {
        ProcessResult known = await RunAsync("apt-get", ["indextargets", "--format", "$(SITE)"]);
        return known.StandardOutput.Split('\n').FirstOrDefault(static site => site.Contains("/debian", StringComparison.Ordinal) && !site.Contains("security", StringComparison.Ordinal))
            ?? "http://deb.debian.org/debian";
    }

    private static async Task<FileStream> LockAsync(string path)
    {
        while (true)
        {
            try
            {
                return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException)
            {
                await Task.Delay(500); // Another run of the tests makes it.
            }
        }
    }

    private static async Task MustAsync(string program, string[] arguments)
    {
        ProcessResult result = await RunAsync(program, arguments);
        if (result.ExitCode != 0)
            throw new InvalidOperationException($"{program} failed with {result.ExitCode}: {result.StandardError.Trim().Split('\n')[^1]}");
    }

    private static Task<ProcessResult> RunAsync(string program, string[] arguments) =>
        new SystemProcessRunner().RunAsync(new ProcessRequest(program, arguments) { Timeout = s_limit }, CancellationToken.None);
}
