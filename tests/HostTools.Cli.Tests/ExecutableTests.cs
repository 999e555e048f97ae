using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace HostTools.Cli.Tests;

public sealed class ExecutableTests : IDisposable
{
    private readonly Workspace _workspace = new();

    public void Dispose() => _workspace.Dispose();

    [Fact]
    public async Task The_version_is_one_line()
    {
        Result result = await RunAsync("--version");
        Assert.Equal((0, Startup.Version + "\n", ""), (result.ExitCode, result.Output, result.Error));
    }

    [Fact]
    public async Task A_host_is_planned_applied_changed_and_brought_back()
    {
        Assert.Equal(2, (await RunAsync("plan", "toaster", "--root", "out", "--exit-code")).ExitCode);
        Assert.False(Directory.Exists(_workspace.Root));

        Result applied = await RunAsync("apply", "toaster", "--root", "out", "--yes");
        Assert.Equal((0, ""), (applied.ExitCode, applied.Output));
        string hostname = Path.Combine(_workspace.Root, "etc/hostname");
        Assert.Equal("toaster\n", await File.ReadAllTextAsync(hostname));
        Assert.Equal(0, (await RunAsync("plan", "toaster", "--root", "out", "--exit-code")).ExitCode);

        await File.AppendAllTextAsync(hostname, "by hand\n");
        Result status = await RunAsync("status", "--root", "out", "--exit-code");
        Assert.Equal(2, status.ExitCode);
        Assert.Contains("/etc/hostname", status.Output, StringComparison.Ordinal);

        Assert.Equal(0, (await RunAsync("rollback", "1", "--root", "out", "--yes")).ExitCode);
        Assert.Equal("toaster\n", await File.ReadAllTextAsync(hostname));
        Assert.Equal(0, (await RunAsync("status", "--root", "out", "--exit-code")).ExitCode);
    }

    [Fact]
    public async Task A_second_apply_does_nothing_and_makes_no_generation()
    {
        await RunAsync("apply", "nixos", "--root", "out", "--yes");
        Result again = await RunAsync("apply", "nixos", "--root", "out", "--yes", "--pass-thru", "--output", "json");
        Assert.True(JsonDocument.Parse(again.Output).RootElement[0].GetProperty("nothingToDo").GetBoolean());
        Assert.Equal(1, JsonDocument.Parse((await RunAsync("generation", "list", "--root", "out", "--output", "json")).Output).RootElement.GetArrayLength());
    }

    [Theory]
    [InlineData("table")]
    [InlineData("json")]
    public async Task What_if_prints_exactly_the_plan_and_writes_nothing(string format)
    {
        Result plan = await RunAsync("plan", "toaster", "--root", "out", "--output", format);
        Result whatIf = await RunAsync("apply", "toaster", "--root", "out", "--what-if", "--output", format);
        Assert.Equal(0, whatIf.ExitCode);
        Assert.Equal(Stable(plan.Output), Stable(whatIf.Output));
        Assert.False(Directory.Exists(_workspace.Root));

        // A plan has a name and a time of its own.
        static string Stable(string text) => System.Text.RegularExpressions.Regex.Replace(text, "\"(id|createdAt)\":\"([0-9a-f]{32}|[0-9T:.+-]+)\"", string.Empty);
    }

    [Fact]
    public async Task Without_a_terminal_and_consent_nothing_happens()
    {
        Result result = await RunAsync("apply", "toaster", "--root", "out");
        Assert.Equal(3, result.ExitCode);
        Assert.Contains("--yes", result.Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(_workspace.Root));
    }

    [Fact]
    public async Task A_saved_plan_is_applied_and_refused_when_it_is_stale()
    {
        Assert.Equal(0, (await RunAsync("plan", "nixos", "--root", "out", "--out-file", "a.plan")).ExitCode);
        Assert.Equal(0, (await RunAsync("apply", "--path", "a.plan", "--yes")).ExitCode);
        Result stale = await RunAsync("apply", "--path", "a.plan", "--yes");
        Assert.Equal(1, stale.ExitCode);
        Assert.Contains("plan", stale.Error, StringComparison.Ordinal);
        Result looked = await RunAsync("apply", "--path", "a.plan", "--what-if");
        Assert.Equal((1, "", stale.Error), (looked.ExitCode, looked.Output, looked.Error));
    }

    [Fact]
    public async Task An_error_shows_place_line_and_caret_on_standard_error()
    {
        await File.AppendAllTextAsync(_workspace.Host, "  networking.hostNam: x\n");
        Result result = await RunAsync("config", "show", "toaster");
        Assert.Equal((1, ""), (result.ExitCode, result.Output));
        int line = (await File.ReadAllLinesAsync(_workspace.Host)).Length;
        Assert.Contains($"hosts/toaster/default.yaml:{line}:14:", result.Error, StringComparison.Ordinal);
        Assert.Contains("\n    networking.hostNam: x\n               ^\n", result.Error, StringComparison.Ordinal);
        Assert.Contains("networking.hostName", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_check_lists_diagnostics_as_output_and_exits_with_1()
    {
        Assert.Equal(0, (await RunAsync("config", "check")).ExitCode);
        await File.AppendAllTextAsync(_workspace.Host, "  networking.hostNam: x\n");
        Result result = await RunAsync("config", "check", "toaster", "--output", "json");
        Assert.Equal(1, result.ExitCode);
        JsonElement diagnostic = JsonDocument.Parse(result.Output).RootElement[0];
        Assert.Equal(
            ("toaster", "error", "hosts/toaster/default.yaml", 14),
            (diagnostic.GetProperty("hostName").GetString(), diagnostic.GetProperty("severity").GetString(), diagnostic.GetProperty("file").GetString(), diagnostic.GetProperty("column").GetInt32()));
    }

    [Theory]
    [InlineData("plann", "Did you mean 'plan'?")]
    [InlineData("plan toaster --rot x", "Did you mean '--root'?")]
    [InlineData("generation", "generation list")]
    [InlineData("completion", "'hosttools completion' needs <shell>.")]
    [InlineData("completion foo", "'foo' is none of bash, zsh, fish, powershell.")]
    [InlineData("facts -o xml", "'xml' is no way to write objects: write table or json.")]
    [InlineData("generation prune --root . --older-than soon", "'soon' is not a duration")]
    [InlineData("generation list one --root .", "'one' is not a whole number")]
    [InlineData("config show toaster --param broken", "'broken' has no value; write name=value.")]
    [InlineData("config show toaster --output yaml", "yaml")]
    [InlineData("repair --root . --direction sideways", "'sideways' is none of back, forward")]
    public async Task Wrong_use_exits_with_64_and_says_what_was_meant(string line, string expected)
    {
        Result result = await RunAsync(line.Split(' '));
        Assert.Equal((64, ""), (result.ExitCode, result.Output));
        Assert.Contains(expected, result.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", result.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("HostTools.", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_misspelt_command_is_one_mistake_whatever_follows_it()
    {
        Result result = await RunAsync("aply", "toaster", "--root", "out");
        Assert.Equal(64, result.ExitCode);
        Assert.Contains("'aply' is no command of 'hosttools'. Did you mean 'apply'?", result.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("'toaster'", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Help_speaks_of_the_executable_and_says_what_its_examples_show()
    {
        string plan = (await RunAsync("plan", "--help")).Output;
        Assert.Contains("saved with --out-file", plan, StringComparison.Ordinal);
        Assert.DoesNotContain("-OutFile", plan, StringComparison.Ordinal);
        Assert.DoesNotContain("Only the paths that change", plan, StringComparison.Ordinal);
        Assert.DoesNotContain("errors only", (await RunAsync("config", "check", "--help")).Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("plan --root out", "Name one: ")]
    [InlineData("apply --path .", "is a folder, not a saved plan")]
    [InlineData("plan toaste --root out", "Did you mean 'toaster'?")]
    [InlineData("config show --path /nowhere", "There is no file or folder '/nowhere'.")]
    [InlineData("status --root absent", "There is no file or folder 'absent'.")]
    [InlineData("generation prune --root .", "--keep")]
    [InlineData("rollback --root hosts", "Nothing was ever applied here")]
    [InlineData("facts cpu.modle", "Did you mean 'cpu.model'?")]
    public async Task What_cannot_be_done_exits_with_1_and_says_why(string line, string expected)
    {
        Result result = await RunAsync(line.Split(' '));
        Assert.Equal(1, result.ExitCode);
        Assert.Contains(expected, result.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", result.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--help")]
    [InlineData("plan --help")]
    [InlineData("plan toaster --root out")]
    [InlineData("option list toaster networking.*")]
    [InlineData("option show toaster networking.hostName")]
    [InlineData("config show toaster")]
    [InlineData("facts")]
    [InlineData("config show nobody")]
    public async Task Redirected_output_has_no_escape_sequences(string line)
    {
        Result result = await RunAsync(line.Split(' '));
        Assert.DoesNotContain('\u001b', result.Output + result.Error);
        Assert.NotEmpty(result.Output + result.Error);
    }

    [Fact]
    public async Task Options_show_who_set_them()
    {
        Result result = await RunAsync("option", "show", "toaster", "boot.kernelParams");
        Assert.Equal(0, result.ExitCode);
        Assert.Contains("boot.kernelParams", result.Output, StringComparison.Ordinal);
        Assert.Contains("won  ", result.Output, StringComparison.Ordinal);
        Assert.Contains("priority 100", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Json_of_a_host_holds_its_values()
    {
        JsonElement host = JsonDocument.Parse((await RunAsync("config", "show", "toaster", "--output", "json")).Output).RootElement[0];
        Assert.Equal("toaster", host.GetProperty("name").GetString());
        Assert.Equal("x86_64-linux", host.GetProperty("meta").GetProperty("system").GetString());
        Assert.Equal(JsonValueKind.String, host.GetProperty("values").GetProperty("networking").GetProperty("hostName").ValueKind);
    }

    [Fact]
    public async Task Nothing_found_is_an_empty_array() => Assert.Equal("[]\n", (await RunAsync("facts", "nothing.*", "-o", "json")).Output);

    [SkippableTheory]
    [InlineData("INT", 130)]
    [InlineData("TERM", 143)]
    public async Task A_signal_ends_it_with_its_code_after_cleaning_up(string signal, int exitCode)
    {
        Skip.If(OperatingSystem.IsWindows(), "Windows has no signals.");
        Skip.If(signal == "INT" && !Executable.CanBeInterrupted, "SIGINT is ignored here, as in the background of a script");
        // A plan file that is a pipe nobody writes to: the command waits, as it would for anything slow.
        string pipe = Path.Combine(_workspace.Tree, "slow.plan");
        using (Process make = Process.Start("mkfifo", [pipe]))
            await make.WaitForExitAsync();
        using Process process = Executable.Start(_workspace.Tree, "apply", "--path", pipe, "--yes");
        await Task.Delay(1500);
        Assert.False(process.HasExited);
        using (Process kill = Process.Start("kill", [$"-{signal}", process.Id.ToString()]))
            await kill.WaitForExitAsync();
        // Whoever opens the other end lets the read return; the command then sees that it was cancelled.
        await Task.Delay(200);
        using (FileStream writer = new(pipe, FileMode.Open, FileAccess.Write))
            writer.WriteByte((byte)'{');
        Result result = await Executable.FinishAsync(process);
        Assert.Equal(exitCode, result.ExitCode);
        Assert.False(Directory.Exists(_workspace.Root));
    }

    [Fact]
    public async Task A_reader_that_has_seen_enough_is_no_error()
    {
        using Process process = Executable.Start(_workspace.Tree, "config", "show", "toaster");
        process.StandardOutput.Close();
        process.StandardInput.Close();
        string error = await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.Equal((0, ""), (process.ExitCode, error));
    }

    [Theory]
    [InlineData("plan", "toaster", "--root", "")]
    [InlineData("apply", "toaster", "--yes", "--root", " ")]
    [InlineData("plan", "toaster", "--root", "out", "--state", "")]
    [InlineData("plan", "toaster", "--root", "out", "--out-file", "")]
    [InlineData("config", "show", "--path", "")]
    [InlineData("facts", "--root", "")]
    public async Task An_empty_path_is_wrong_use_and_not_the_current_folder(params string[] line)
    {
        int before = Directory.GetFileSystemEntries(_workspace.Tree).Length;
        Result result = await RunAsync(line);
        Assert.Equal((64, ""), (result.ExitCode, result.Output));
        Assert.Contains("was given an empty path", result.Error, StringComparison.Ordinal);
        Assert.Equal(before, Directory.GetFileSystemEntries(_workspace.Tree).Length);
    }

    [SkippableTheory]
    [InlineData("")]
    [InlineData("--root /")]
    [InlineData("--root /.")]
    [InlineData("--root //")]
    [InlineData("--root slash")]
    public async Task The_machine_itself_is_meant_by_whatever_name(string root)
    {
        Skip.If(OperatingSystem.IsWindows(), "Windows has no single root.");
        File.CreateSymbolicLink(Path.Combine(_workspace.Tree, "slash"), "/");
        Result result = await RunAsync([.. $"plan toaster --machine-only --output json {root}".Trim().Split(' ')]);
        JsonElement plan = JsonDocument.Parse(result.Output).RootElement[0];
        Assert.Equal("/", plan.GetProperty("target").GetString());
    }

    [Theory]
    [InlineData("plan toaster --root hosttools.yaml")]
    [InlineData("plan toaster --root out --state hosttools.yaml")]
    [InlineData("facts --root hosttools.yaml")]
    public async Task A_file_as_root_is_refused_at_once(string line)
    {
        Result result = await RunAsync(line.Split(' '));
        Assert.Equal((1, ""), (result.ExitCode, result.Output));
        Assert.Contains("is a file where a folder is needed", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_command_has_help()
    {
        Result completion = await RunAsync("completion", "--help");
        Assert.Equal((0, ""), (completion.ExitCode, completion.Error));
        Assert.Contains("Usage: hosttools completion <shell> [options]", completion.Output, StringComparison.Ordinal);
        foreach (string words in (string[])["", .. HostTools.Commands.Framework.CommandCatalog.All.Select(static command => command.Attribute.Cli), "generation", "config", "option"])
            Assert.Equal(0, (await RunAsync([.. words.Split(' ', StringSplitOptions.RemoveEmptyEntries), "--help"])).ExitCode);
    }

    [SkippableTheory]
    [InlineData("facts")]
    [InlineData("--help")]
    public async Task What_nobody_foresaw_is_one_line_and_no_stack_trace(string word)
    {
        Skip.If(OperatingSystem.IsWindows(), "Windows keeps a folder that a process is in.");
        // A process whose folder is gone has no current directory.
        Result result = await Shell($"mkdir gone && cd gone && rmdir ../gone && hosttools {word}");
        Assert.Equal((1, ""), (result.ExitCode, result.Output));
        Assert.StartsWith("error[", result.Error, StringComparison.Ordinal);
        Assert.Single(result.Error.TrimEnd().Split('\n'));
    }

    [Fact]
    public void The_last_resort_says_one_line()
    {
        var error = new StringWriter();
        Assert.Equal(1, LastResort.Run(static () => throw new InvalidOperationException("Odd.\nVery."), error));
        Assert.StartsWith("error[UnexpectedFailure]: HostTools met a case it was not made for: Odd. Very.", error.ToString(), StringComparison.Ordinal);
        Assert.Single(error.ToString().TrimEnd().Split('\n'));
    }

    [Theory]
    [InlineData("n", 3)]
    [InlineData("", 3)]
    [InlineData("y", 0)]
    public void A_declined_question_can_be_told_by_the_exit_code(string answer, int exitCode)
    {
        var terminal = new Terminal(new StringWriter(), new StringWriter(), () => new StringReader(answer + "\n")) { IsInteractive = true };
        Assert.Equal(exitCode, new Application(terminal, _workspace.Tree, CancellationToken.None).Run(["apply", "nixos", "--root", "out"]));
        Assert.Equal(exitCode == 0, Directory.Exists(_workspace.Root));
    }

    private async Task<Result> Shell(string line)
    {
        var start = new ProcessStartInfo("sh", ["-c", line]) { WorkingDirectory = _workspace.Tree, RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["PATH"] = $"{AppContext.BaseDirectory}:{Environment.GetEnvironmentVariable("PATH")}";
        using Process process = Process.Start(start)!;
        process.StandardInput.Close();
        return await Executable.FinishAsync(process);
    }

    private Task<Result> RunAsync(params string[] arguments) => Executable.RunAsync(_workspace.Tree, arguments);
}
