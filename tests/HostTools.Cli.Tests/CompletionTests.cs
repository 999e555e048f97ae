using System.Diagnostics;

namespace HostTools.Cli.Tests;

public sealed class CompletionTests : IDisposable
{
    private readonly Workspace _workspace = new();

    public void Dispose() => _workspace.Dispose();

    [Theory]
    [InlineData("hosttools pl", "plan\tShows what applying a host would change on a target, and writes nothing to it.")]
    [InlineData("hosttools plan to", "toaster")]
    [InlineData("hosttools generation l", "list\tLists the generations of a target: every state that was applied and can be brought back.")]
    [InlineData("hosttools plan toaster --tar", "--target\tWhat the configuration is for: host, container, wsl or vm; the host's own when not given.")]
    [InlineData("hosttools plan toaster --target w", "wsl\tA distribution in the Windows Subsystem for Linux")]
    [InlineData("hosttools plan toaster --target=w", "--target=wsl\tA distribution in the Windows Subsystem for Linux")]
    [InlineData("hosttools plan toaster --param tim", "timeZone=\tTime zone of the machines.")]
    [InlineData("hosttools plan toaster --import virtualization/d", "virtualization/docker")]
    [InlineData("hosttools option show toaster networking.hostN", "networking.hostName")]
    [InlineData("hosttools config show -o j", "json")]
    [InlineData("hosttools repair --direction f", "forward")]
    [InlineData("hosttools completion z", "zsh")]
    [InlineData("hosttools plan toaster --root ", ":files")]
    [InlineData("hosttools plan \"toas", "toaster")]
    public async Task What_may_follow_is_proposed(string line, string expected) =>
        Assert.Contains(expected, (await AskAsync(line)).Split('\n'));

    [Theory]
    [InlineData("hosttools plan toaster ")]
    [InlineData("hosttools plan toaster --yes")]
    [InlineData("hosttools nonsense and more")]
    public async Task Nothing_is_proposed_where_nothing_fits(string line) => Assert.Equal("", await AskAsync(line));

    [Fact]
    public async Task An_option_that_was_given_is_not_proposed_again_unless_it_may_stand_twice()
    {
        string[] options = [.. (await AskAsync("hosttools plan toaster --root out --param a=b --")).Split('\n').Select(static line => line.Split('\t')[0])];
        Assert.DoesNotContain("--root", options);
        Assert.Contains("--param", options);
        Assert.Contains("--output", options);
    }

    [Fact]
    public async Task Generations_are_proposed_of_the_target_that_the_line_names()
    {
        await Executable.RunAsync(_workspace.Tree, "apply", "nixos", "--root", "out", "--yes");
        Assert.StartsWith("1\tnixos, ", await AskAsync("hosttools rollback --root out "), StringComparison.Ordinal);
        Assert.Equal("", await AskAsync("hosttools rollback --root elsewhere "));
    }

    [Fact]
    public async Task A_host_that_cannot_be_evaluated_is_proposed_all_the_same()
    {
        await File.WriteAllTextAsync(_workspace.Host, "a: [b");
        Assert.Equal("toaster\n", await AskAsync("hosttools plan to"));
    }

    // The line a person types, with Tab where they press it; what bash and zsh make of it runs, and its effect is looked at.
    [SkippableTheory]
    [InlineData("bash", "--norc --noprofile -i", "source <(hosttools completion bash)")]
    [InlineData("zsh", "-f -i", "autoload -U compinit; compinit -u -D; source <(hosttools completion zsh)")]
    public async Task Tab_completes_in_an_interactive_shell(string shell, string options, string load)
    {
        Skip.IfNot(File.Exists("/usr/bin/" + shell) && File.Exists("/usr/bin/script"), $"{shell} or script is not installed here");
        var start = new ProcessStartInfo("/usr/bin/script", ["-qec", $"/usr/bin/{shell} {options}", "/dev/null"])
        {
            WorkingDirectory = _workspace.Tree, RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true,
        };
        using Process terminal = Process.Start(Environed(start))!;
        await terminal.StandardInput.WriteAsync($"{load}\nhosttools pl\ttoas\t--par\ttimeZ\tAsia/Tokyo --root out > got.txt\nhosttools plan --path hos\t> files.txt 2>&1\nexit\n");
        await terminal.StandardInput.FlushAsync();
        Result result = await Executable.FinishAsync(terminal);
        string got = Path.Combine(_workspace.Tree, "got.txt");
        Assert.True(File.Exists(got), result.Output);
        Assert.Contains("Asia/Tokyo", await File.ReadAllTextAsync(got), StringComparison.Ordinal);
        // As far as the names have it in common: what completes is the shell, with files.
        Assert.Contains("file or folder 'host'", await File.ReadAllTextAsync(Path.Combine(_workspace.Tree, "files.txt")), StringComparison.Ordinal);
    }

    [SkippableTheory]
    [InlineData("hosttools pl", "plan")]
    [InlineData("hosttools plan toaster --param nas", "nas=")]
    [InlineData("hosttools plan --path hos", "hosts/")]
    public async Task Fish_completes(string line, string expected)
    {
        Skip.IfNot(File.Exists("/usr/bin/fish"), "fish is not installed here");
        string output = await RunShellAsync("/usr/bin/fish", "--no-config", "-c", $"hosttools completion fish | source; complete -C '{line}'");
        Assert.Contains(expected, output.Split('\n').Select(static found => found.Split('\t')[0]));
    }

    [SkippableFact]
    public async Task PowerShell_completes_the_executable()
    {
        string? pwsh = Environment.GetEnvironmentVariable("PATH")!.Split(':').Select(static folder => Path.Combine(folder, "pwsh")).FirstOrDefault(File.Exists);
        Skip.If(pwsh is null, "pwsh is not on PATH");
        string output = await RunShellAsync(
            pwsh!, "-NoProfile", "-NonInteractive", "-Command",
            "hosttools completion powershell | Out-String | Invoke-Expression; 'hosttools pl', 'hosttools plan ', 'hosttools plan toaster --param na' | ForEach-Object { (TabExpansion2 $_ $_.Length).CompletionMatches.CompletionText }");
        Assert.Equal(["plan", "ci-container", "devbox-wsl", "honeypot", "nixos", "toaster", "nas="], output.Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }

    private async Task<string> AskAsync(string line) => (await Executable.RunAsync(_workspace.Tree, "__complete", line)).Output;

    private async Task<string> RunShellAsync(string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = _workspace.Tree, RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true,
        };
        using Process process = Process.Start(Environed(start))!;
        process.StandardInput.Close();
        return (await Executable.FinishAsync(process)).Output;
    }

    private ProcessStartInfo Environed(ProcessStartInfo start)
    {
        start.Environment["PATH"] = $"{Path.GetDirectoryName(Executable.Path)}:{start.Environment["PATH"]}";
        start.Environment["HOME"] = _workspace.Tree;
        start.Environment["TERM"] = "xterm";
        start.Environment["LANG"] = "C.UTF-8";
        return start;
    }
}
