using System.Diagnostics;
using HostTools.Platform;

namespace HostTools.Live.Tests.Support;

/// <summary>
/// A Debian with a systemd of its own, booted in a container, on which the real executable changes what it likes. One for each class of
/// tests (<c>IClassFixture&lt;LiveMachine&gt;</c>); begin a test with <see cref="Require"/>.
/// </summary>
public sealed class LiveMachine : IAsyncLifetime
{
    /// <summary>Where <see cref="WriteHostAsync"/> writes its tree.</summary>
    public const string Tree = "/root/tree";

    private static readonly TimeSpan s_limit = TimeSpan.FromMinutes(3);
    private static readonly string s_programs = AppContext.BaseDirectory.TrimEnd('/');
    private static readonly string? s_powerShell = FindPowerShell();

    private readonly string _folder = Directory.CreateTempSubdirectory("hosttools-live-").FullName;
    private Process? _container;
    private string? _missing;

    /// <summary>Name of the machine, as it calls itself.</summary>
    public static string Name => "den";

    /// <summary>Skips the test where no machine can be booted.</summary>
    public void Require() => Skip.IfNot(_missing is null, _missing);

    /// <summary>Skips the test where there is no PowerShell that the machine could have, too.</summary>
    public void RequirePowerShell()
    {
        Require();
        Skip.If(s_powerShell is null, "pwsh 7.6 is not on PATH.");
        Skip.IfNot(File.Exists("/usr/bin/tmux"), "tmux is not installed here");
    }

    /// <summary>Process of the machine's systemd, seen from outside.</summary>
    public int Leader { get; private set; }

    public async Task InitializeAsync()
    {
        _missing = Missing();
        if (_missing is not null)
            return;
        string root;
        try
        {
            root = await DebianRoot.Value;
        }
        catch (InvalidOperationException cause)
        {
            _missing = $"no Debian can be made: {cause.Message}";
            return;
        }

        foreach (string part in new[] { "upper/etc", "work", "root" })
            Directory.CreateDirectory(Path.Combine(_folder, part));
        await File.WriteAllTextAsync(Path.Combine(_folder, "upper/etc/hostname"), Name + "\n");
        await DiskAsync("cp -a \"$1/upper\" \"$1/made\"");
        await File.WriteAllTextAsync(Path.Combine(_folder, "boot"),
            $"""
            set -e
            {CgroupScript("mkdir -p \"$1\"; echo $$ > \"$1/cgroup.procs\"")}
            # A copy of what other tests have mounted would keep their devices busy for as long as the machine runs.
            cut -d' ' -f2 /proc/self/mounts | tac | while read -r place; do
              case "{_folder}/" in "$place"/*) continue ;; esac
              case "$place" in {Path.GetTempPath()}*) umount -l "$place" || true ;; esac
            done
            mount -t overlay overlay -o lowerdir={root},upperdir={_folder}/upper,workdir={_folder}/work {_folder}/root
            exec systemd-nspawn --register=no --keep-unit --quiet --console=pipe --private-network --timezone=off --machine={Path.GetFileName(_folder).ToLowerInvariant().Replace('_', '-')} \
              --hostname={Name} --bind-ro={DotnetFolder()}:/usr/share/dotnet --bind-ro={s_programs}:/opt/hosttools {PowerShellMounts()} --directory={_folder}/root --boot
            """);
        await BootAsync();
    }

    public async Task DisposeAsync()
    {
        if (_container is not null)
            await ShutDownAsync();
        if (_missing is null)
            await DiskAsync(CgroupScript("find \"$1\" -depth -type d -exec rmdir {} + || true"));
        Directory.Delete(_folder, recursive: true);
    }

    /// <summary>Does something with the control groups of this machine alone: two machines in one would take those of each other's units away.</summary>
    private string CgroupScript(string action) =>
        $$"""
        own() { {{action}}; }
        while IFS=: read -r number name path; do
          case "$number:$name" in 0:) top=/sys/fs/cgroup/unified; [ -d $top ] || top=/sys/fs/cgroup ;; *:name=systemd) top=/sys/fs/cgroup/systemd ;; *) continue ;; esac
          if [ -d "$top" ]; then own "$top$path/{{Path.GetFileName(_folder)}}"; fi
        done < /proc/self/cgroup
        """;

    /// <summary>Shuts the machine down and boots it again, with what is on its disk.</summary>
    public async Task RebootAsync()
    {
        await ShutDownAsync();
        await BootAsync();
    }

    /// <summary>Begins again with a machine as it was made.</summary>
    public Task FreshAsync() => StartFromAsync(null);

    /// <summary>Keeps its disk as it is now, for <see cref="ResetAsync"/>; it goes on running.</summary>
    public Task KeepAsync() => DiskAsync("rm -rf \"$1/kept\" && cp -a \"$1/upper\" \"$1/kept\"");

    /// <summary>Boots it with the disk that was kept.</summary>
    public Task ResetAsync() => StartFromAsync("kept");

    private async Task StartFromAsync(string? kept)
    {
        await ShutDownAsync();
        await DiskAsync($"rm -rf \"$1/upper\" \"$1/work\" && mkdir \"$1/work\" && cp -a \"$1/{kept ?? "made"}\" \"$1/upper\"");
        await BootAsync();
    }

    private async Task DiskAsync(string script)
    {
        using Process process = Process.Start("sh", ["-c", script, "sh", _folder]);
        await process.WaitForExitAsync();
        Assert.Equal(0, process.ExitCode);
    }

    /// <summary>Runs a program on the machine as root, in <see cref="Tree"/> where that is there; <c>hosttools</c> is the one that was built.</summary>
    public Task<ProcessResult> RunAsync(params string[] command) => RunAsync(null, command);

    /// <summary>Runs a program with text for its input.</summary>
    public Task<ProcessResult> RunAsync(string? input, string[] command) =>
        new SystemProcessRunner().RunAsync(new ProcessRequest("nsenter", [.. Into(), .. command]) { StandardInput = input, Timeout = s_limit, WorkingDirectory = "/" }, CancellationToken.None);

    /// <summary>Runs a program that may take very long.</summary>
    public Task<ProcessResult> RunLongAsync(string? input, string[] command) =>
        new SystemProcessRunner().RunAsync(new ProcessRequest("nsenter", [.. Into(), .. command]) { StandardInput = input, WorkingDirectory = "/" }, CancellationToken.None);

    /// <summary>Runs a program as a user of the machine, in a session of his where he has one.</summary>
    public Task<ProcessResult> RunAsUserAsync(string user, params string[] command) =>
        RunAsync(["sh", "-c", "u=$1; shift; export HOME=$(getent passwd $u | cut -d: -f6) USER=$u LOGNAME=$u; [ ! -d /run/user/$(id -u $u) ] || export XDG_RUNTIME_DIR=/run/user/$(id -u $u); exec runuser -u $u -- \"$@\"", "sh", user, .. command]);

    /// <summary>Runs a script of the shell as root; it has to succeed.</summary>
    /// <returns>What it printed, without the last line end.</returns>
    public async Task<string> ShellAsync(string script)
    {
        ProcessResult result = await RunAsync("sh", "-c", script);
        Assert.True(result.ExitCode == 0, $"{script}\n{await SayAsync(result)}");
        return result.StandardOutput.TrimEnd('\n');
    }

    /// <summary>What a program said that ought to have succeeded, and the last of the machine's journal.</summary>
    private async Task<string> SayAsync(ProcessResult result) => result.ExitCode == 0 ? string.Empty
        : $"exit code {result.ExitCode}\n{result.StandardOutput}{result.StandardError}\nThe journal of the machine ends with:\n{(await RunAsync("journalctl", "--no-pager", "--lines=60")).StandardOutput}";

    /// <summary>Starts a program and does not wait for it. To kill it, use <see cref="KillAsync"/>: the process here is only its starter.</summary>
    public Process Start(params string[] command)
    {
        var start = new ProcessStartInfo("nsenter", [.. Into(), .. command]) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = "/" };
        return Process.Start(start)!;
    }

    /// <summary>Starts PowerShell with the module as a person has it, on a terminal of the machine; it has the prompt <c>ready></c>.</summary>
    public Task<Terminal> StartPowerShellAsync() => Terminal.StartAsync(
        ["nsenter", .. Into(), "env", "TERM=screen", "script", "--quiet", "--flush", "/dev/null", "--command",
            "/opt/pwsh/pwsh -NoProfile -NoLogo -NoExit -Command \"Import-Module /opt/clone/HostTools.psd1; function prompt { 'ready> ' }\""]);

    /// <summary>Runs a script of PowerShell with the module, without a terminal; it has to succeed.</summary>
    public async Task<string> PowerShellAsync(string script)
    {
        ProcessResult result = await RunAsync(["/opt/pwsh/pwsh", "-NoProfile", "-NonInteractive", "-Command",
            $"$ErrorActionPreference = 'Stop'; $PSStyle.OutputRendering = 'PlainText'; Import-Module /opt/clone/HostTools.psd1; {script}"]);
        Assert.True(result.ExitCode == 0, $"{script}\n{await SayAsync(result)}");
        return result.StandardOutput.TrimEnd('\n');
    }

    /// <summary>Kills a program on the machine, so that it can do nothing about it.</summary>
    public Task<string> KillAsync(string program) => ShellAsync($"pkill -KILL -x '{program}'");

    /// <summary>Writes files below a folder of the machine, which are all that is in it afterwards.</summary>
    public async Task WriteTreeAsync(string folder, params (string Path, string Text)[] files)
    {
        await ShellAsync($"rm -rf '{folder}' && mkdir -p '{folder}'");
        foreach ((string path, string text) in files)
            await WriteFileAsync($"{folder}/{path}", text);
    }

    /// <summary>Writes a tree with one host, called like the machine, and this configuration; other files may follow.</summary>
    public Task WriteHostAsync(string configuration, params (string Path, string Text)[] more) => WriteTreeAsync(Tree,
        [
            ("hosttools.yaml", "{}\n"),
            ($"hosts/{Name}/default.yaml", $"config:\n  {configuration.Replace("\n", "\n  ", StringComparison.Ordinal)}\n"),
            .. more,
        ]);

    /// <summary>Applies the host of <see cref="WriteHostAsync"/> to the machine.</summary>
    public Task<ProcessResult> ApplyAsync(params string[] more) => RunAsync(["hosttools", "apply", "--yes", .. more]);

    /// <summary>Applies it, which has to succeed.</summary>
    public async Task<string> AppliedAsync(params string[] more)
    {
        ProcessResult result = await ApplyAsync(more);
        Assert.True(result.ExitCode == 0, await SayAsync(result));
        return result.StandardOutput + result.StandardError;
    }

    /// <summary>What applying it would do.</summary>
    public async Task<string> PlanAsync(params string[] more)
    {
        ProcessResult result = await RunAsync(["hosttools", "plan", .. more]);
        Assert.True(result.ExitCode == 0, await SayAsync(result));
        return result.StandardOutput;
    }

    public Task WriteFileAsync(string path, string text) => MustAsync(text, ["sh", "-c", "mkdir -p \"$(dirname \"$1\")\" && cat > \"$1\"", "sh", path]);

    public async Task<string> ReadFileAsync(string path) => (await MustAsync(null, ["cat", path])).StandardOutput;

    public async Task<bool> ExistsAsync(string path) => (await RunAsync("test", "-e", path)).ExitCode == 0;

    /// <summary>A property of a unit, as <c>systemctl show</c> has it.</summary>
    public Task<string> PropertyAsync(string unit, string property) => ShellAsync($"systemctl show -P {property} '{unit}'");

    private async Task<ProcessResult> MustAsync(string? input, string[] command)
    {
        ProcessResult result = await RunAsync(input, command);
        Assert.True(result.ExitCode == 0, $"{string.Join(' ', command)}: {await SayAsync(result)}");
        return result;
    }

    private string[] Into() =>
    [
        $"--target={Leader}", "--mount", "--pid", "--uts", "--net", "--ipc", "--", "/usr/bin/env", "-i",
        "PATH=/opt/hosttools:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin", "HOME=/root", "USER=root", "LOGNAME=root", "LANG=C.UTF-8", "TERM=dumb",
        "DOTNET_ROOT=/usr/share/dotnet", "DOTNET_SYSTEM_GLOBALIZATION_INVARIANT=1", "POWERSHELL_TELEMETRY_OPTOUT=1", "DOTNET_EnableDiagnostics=0",
        "sh", "-c", $"cd {Tree} 2>/dev/null || cd /; exec \"$@\"", "sh",
    ];

    private async Task BootAsync()
    {
        // In a mount namespace of its own: whatever happens to the tests, no mount is left.
        _container = Process.Start(new ProcessStartInfo("unshare", ["--mount", "--propagation=private", "sh", Path.Combine(_folder, "boot")])
        {
            RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true,
        })!;
        Task<string> said = _container.StandardError.ReadToEndAsync();
        _ = _container.StandardOutput.ReadToEndAsync();
        long end = Environment.TickCount64 + (long)s_limit.TotalMilliseconds;
        while (Environment.TickCount64 < end)
        {
            if (_container.HasExited)
                throw new InvalidOperationException($"The machine did not boot: {await said}");
            if (FindLeader() is { } leader)
            {
                Leader = leader;
                ProcessResult state = await RunAsync("systemctl", "is-system-running", "--wait");
                if (state.StandardOutput.Trim() is "running" or "degraded")
                    return;
            }

            await Task.Delay(100);
        }

        throw new InvalidOperationException("The machine did not boot in time.");
    }

    private async Task ShutDownAsync()
    {
        using Process container = _container!;
        _container = null;
        using (var signal = Process.Start("kill", ["-37", $"{Leader}"])) // SIGRTMIN+3: power off.
            await signal.WaitForExitAsync();
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        try
        {
            await container.WaitForExitAsync(limit.Token);
        }
        catch (OperationCanceledException)
        {
            container.Kill(entireProcessTree: true);
            await container.WaitForExitAsync();
        }
    }

    private int? FindLeader()
    {
        try
        {
            foreach (string child in File.ReadAllText($"/proc/{_container!.Id}/task/{_container.Id}/children").Split(' ', StringSplitOptions.RemoveEmptyEntries))
            {
                if (File.ReadAllText($"/proc/{child}/comm").Trim() == "systemd")
                    return int.Parse(child, System.Globalization.CultureInfo.InvariantCulture);
            }
        }
        catch (IOException)
        {
            // It went in this moment.
        }

        return null;
    }

    private static string DotnetFolder() =>
        Path.GetDirectoryName(Path.GetDirectoryName(Path.GetDirectoryName(Path.GetDirectoryName(typeof(object).Assembly.Location))))!; // shared/Microsoft.NETCore.App/VERSION

    private static string? FindPowerShell() =>
        (Environment.GetEnvironmentVariable("PATH") ?? string.Empty).Split(':').Select(static folder => Path.Combine(folder, "pwsh")).FirstOrDefault(File.Exists) is { } found
            ? Path.GetDirectoryName(File.ResolveLinkTarget(found, returnFinalTarget: true)?.FullName ?? found)
            : null;

    private static string PowerShellMounts() =>
        s_powerShell is null ? string.Empty : $"--bind-ro={s_powerShell}:/opt/pwsh --bind-ro={Clone()}:/opt/clone";

    private static string Clone()
    {
        DirectoryInfo? folder = new(s_programs);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "HostTools.sln")))
            folder = folder.Parent;
        return folder?.FullName ?? throw new InvalidOperationException("The tests run outside a clone.");
    }

    private static string? Missing()
    {
        if (!OperatingSystem.IsLinux() || !Environment.IsPrivilegedProcess)
            return "booting a machine needs root on Linux";
        string[] programs = ["systemd-nspawn", "mmdebstrap", "nsenter", "unshare"];
        return programs.FirstOrDefault(static program => !File.Exists("/usr/bin/" + program)) is { } missing ? $"{missing} is not installed here" : null;
    }
}
