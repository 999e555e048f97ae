using System.Diagnostics;
using System.Runtime.Versioning;

namespace HostTools.Cli.Tests;

/// <summary>What is written, and said, when a command cannot do what it was asked.</summary>
public sealed class FailureTests : IDisposable
{
    private readonly Workspace _workspace = new();

    public void Dispose() => _workspace.Dispose();

    [Theory]
    [InlineData("status --root no/such/folder -o json", "PathNotFound")]
    [InlineData("config check --path no/such/folder -o json", "PathNotFound")]
    [InlineData("config check nope -o json", null)]
    [InlineData("plan nope --root out -o json", "HostNotFound")]
    [InlineData("apply toaster --root out -o json", "ConfirmationRequired")]
    [InlineData("generation list --root hosttools.yaml -o json", "FolderIsFile")]
    public async Task Whatever_fails_writes_an_array_for_programs(string line, string? error)
    {
        Result result = await RunAsync(line);

        Assert.NotEqual(0, result.ExitCode);
        Assert.Equal(System.Text.Json.JsonValueKind.Array, System.Text.Json.JsonDocument.Parse(result.Output).RootElement.ValueKind);
        Assert.Contains(error is null ? string.Empty : $"error[{error}]", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_misspelt_option_is_one_mistake()
    {
        Result result = await RunAsync("status --rot x");

        Assert.Equal(64, result.ExitCode);
        Assert.Contains("Did you mean '--root'?", result.Error, StringComparison.Ordinal);
        Assert.Equal(1, result.Error.Split("error:").Length - 1);
    }

    [Theory]
    [InlineData("option list toaster xyz.*", "No option of 'toaster' matches 'xyz.*'.")]
    [InlineData("module list xyz*", "No module matches 'xyz*'.")]
    [InlineData("config show xyz*", "No host matches 'xyz*'.")]
    public async Task A_pattern_that_matches_nothing_is_no_failure_and_says_so(string line, string note)
    {
        Result result = await RunAsync(line);

        Assert.Equal((0, string.Empty, note), (result.ExitCode, result.Output, result.Error.Trim()));
        Assert.Equal(string.Empty, (await RunAsync(line + " --quiet")).Error);
    }

    [SkippableFact, UnsupportedOSPlatform("windows")]
    public async Task Somebody_else_may_look_and_is_told_what_he_cannot_see()
    {
        Skip.IfNot(OperatingSystem.IsLinux(), "other users are taken on by setpriv");
        Skip.IfNot(Environment.IsPrivilegedProcess && File.Exists("/usr/bin/setpriv"), "needs root and setpriv");
        File.SetUnixFileMode(_workspace.Tree, (UnixFileMode)0x1ED);
        await RunAsync("apply nixos --root out --machine-only --yes");

        Result status = await AsNobodyAsync("status --root out");
        Assert.Contains("cannot be seen by this user: look as who applied, as root with sudo.", status.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("error[", status.Error, StringComparison.Ordinal);

        File.SetUnixFileMode(_workspace.Root, (UnixFileMode)0x1C0);
        Result refused = await AsNobodyAsync("status --root out");
        Assert.Equal(1, refused.ExitCode);
        Assert.Contains("error[TargetForbidden]", refused.Error, StringComparison.Ordinal);
        Assert.Contains("Run the command as root, with sudo.", refused.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("Put the cause right", refused.Error, StringComparison.Ordinal);
    }

    private async Task<Result> AsNobodyAsync(string line)
    {
        var start = new ProcessStartInfo("/usr/bin/setpriv", ["--reuid=65534", "--regid=65534", "--clear-groups", Executable.Path, .. line.Split(' ')])
        {
            WorkingDirectory = _workspace.Tree, RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true,
        };
        using Process process = Process.Start(start)!;
        process.StandardInput.Close();
        return await Executable.FinishAsync(process);
    }

    private Task<Result> RunAsync(string line) => Executable.RunAsync(_workspace.Tree, line.Split(' '));
}
