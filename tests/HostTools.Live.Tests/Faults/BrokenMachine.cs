using HostTools.Live.Tests.Support;
using HostTools.Platform;

namespace HostTools.Live.Tests.Faults;

/// <summary>A machine in the old state of a scenario, from which one case after the other starts; one for each class of tests.</summary>
public sealed class BrokenMachine : IAsyncLifetime
{
    private const string Program = "HostTools.Live.Tests", OldTree = "/root/old", NewTree = "/root/new";

    private readonly LiveMachine _machine = new();
    private string? _name;
    private bool _isOld;
    private string[] _points = [];
    private string[] _snapshots = [];
    private string[] _scripts = [];

    public Task InitializeAsync() => _machine.InitializeAsync();

    public Task DisposeAsync() => _machine.DisposeAsync();

    /// <summary>Brings it to the old state, and to the new one and back, to know both.</summary>
    /// <returns>Where the apply can break.</returns>
    internal async Task<string[]> PrepareAsync(FaultScenario scenario)
    {
        _machine.Require();
        if (_name == scenario.Name)
        {
            if (!_isOld)
                await ResetAsync();
            return _points;
        }

        if (_name is not null)
            await _machine.FreshAsync();
        _name = scenario.Name;
        await _machine.ShellAsync(Repository.Script);
        await _machine.ShellAsync("systemctl daemon-reload");
        await WriteAsync(OldTree, scenario.Old ?? "config: {}", scenario.OldHome);
        await WriteAsync(NewTree, scenario.New, scenario.NewHome);
        if (scenario.Old is not null)
            await _machine.ShellAsync($"hosttools apply {LiveMachine.Name} --path {OldTree} --yes --accept-risk");
        await _machine.KeepAsync();
        await RememberAsync();
        await TakeAsync(FaultProgram.Old);
        await HookAsync("0", "nothing");
        _points = (await _machine.ShellAsync($"{Program} points {NewTree}")).Split('\n');
        _scripts = (await _machine.ReadFileAsync("/run/hook.log")).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        await _machine.ShellAsync("rm /run/hook");
        await TakeAsync(FaultProgram.New);
        Assert.Equal(scenario.AlwaysFails, await _machine.ShellAsync($"cmp -s {FaultProgram.Old} {FaultProgram.New} && echo same || true") == "same");
        _snapshots = [await _machine.ReadFileAsync(FaultProgram.Old), await _machine.ReadFileAsync(FaultProgram.New)];
        if (!scenario.AlwaysFails)
            await ResetAsync();
        _isOld = true;
        return _points;
    }

    /// <summary>Cases in turn, until one leaves another state than the old one.</summary>
    public async Task<string[]> FailAsync(IEnumerable<string> cases)
    {
        ProcessResult result = await _machine.RunLongAsync(string.Join('\n', cases) + "\n", [Program, "fail", NewTree]);
        Assert.True(result.ExitCode == 0, result.StandardError);
        string[] answers = result.StandardOutput.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        _isOld = answers.All(static answer => answer.StartsWith("old", StringComparison.Ordinal));
        return answers;
    }

    /// <summary>Runs the apply in a process that is killed on the way, and puts right what that left.</summary>
    /// <returns>old, new, or what is wrong.</returns>
    public async Task<string> KillAsync(string one, string after)
    {
        _isOld = false;
        ProcessResult killed = await _machine.RunAsync(Program, "kill", NewTree, one);
        if (killed.ExitCode is not (0 or 137))
            return $"BAD exit code {killed.ExitCode}: {killed.StandardError}".ReplaceLineEndings(" ");
        string said = await PutRightAsync(after);
        string found = await _machine.ShellAsync($"{Program} check");
        _isOld = found == "old";
        return found.StartsWith("BAD", StringComparison.Ordinal) ? $"{found}; said: {said}".ReplaceLineEndings(" ") : found;
    }

    /// <summary>The scripts of packages that the apply runs, in their order, with their arguments.</summary>
    public string[] Scripts => _scripts;

    /// <summary>Runs the apply, of which something is killed while a script of a package runs, and puts right what that left.</summary>
    public async Task<string> KillInScriptAsync(int number, string victim, string after)
    {
        await HookAsync($"{number}", victim);
        string found = await KillAsync("none|none", after);
        await _machine.ShellAsync("rm /run/hook");
        return found;
    }

    // Called by the scripts of the repository's packages. What has died reads no answers any more.
    private Task<string> HookAsync(string at, string victim) => _machine.ShellAsync($$"""
        rm -f /run/hook.log; cat > /run/hook <<'E'
        #!/bin/sh
        echo "$*" >> /run/hook.log
        [ "$(wc -l < /run/hook.log)" = {{at}} ] || exit 0
        victim='{{victim}}'
        case $victim in all|hosttools) kill -9 $(pidof {{Program}}) ;; esac
        case $victim in all|manager) pkill -KILL -x apt-get; kill -9 $(pidof dpkg) ;; esac
        [ "$victim" != script ]
        E
        chmod 755 /run/hook
        """);

    /// <summary>What people do afterwards, with the program itself.</summary>
    private async Task<string> PutRightAsync(string after)
    {
        ProcessResult result = after == "apply"
            ? await _machine.RunAsync("hosttools", "apply", LiveMachine.Name, "--path", NewTree, "--yes", "--accept-risk")
            : await _machine.RunAsync("hosttools", "repair", "--yes", "--direction", after);
        if (result.ExitCode != 0 && after == "forward")
            result = await _machine.RunAsync("hosttools", "repair", "--yes");
        return result.StandardOutput + result.StandardError;
    }

    /// <summary>Starts again from the old state.</summary>
    public async Task ResetAsync()
    {
        await _machine.ResetAsync();
        await _machine.WriteFileAsync(FaultProgram.Old, _snapshots[0]);
        await _machine.WriteFileAsync(FaultProgram.New, _snapshots[1]);
        // systemd gives a container none of its files' settings.
        foreach (string[] setting in _snapshots[0].Split('\n').Select(static line => line.Split(' ', 3)).Where(static line => line[0] == "kernel"))
            await _machine.ShellAsync($"echo {setting[2]} > /proc/sys/net/ipv4/{setting[1]}");
        await RememberAsync();
        Assert.Equal("old", await _machine.ShellAsync($"{Program} check"));
        _isOld = true;
    }

    private Task<string> RememberAsync() => _machine.ShellAsync($"i=$(systemctl show -P InvocationID {Snapshot.Steady}); [ -z \"$i\" ] || echo \"$i\" > {Snapshot.Invocation}");

    private Task<string> TakeAsync(string file) => _machine.ShellAsync($"{Program} snapshot {file}");

    private Task WriteAsync(string folder, string host, string? home) => _machine.WriteTreeAsync(
        folder, [("hosttools.yaml", "{}\n"), ($"hosts/{LiveMachine.Name}/default.yaml", host + "\n"), .. home is null ? Array.Empty<(string, string)>() : [("users/ann/home.yaml", home + "\n")]]);
}
