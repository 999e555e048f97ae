using System.Diagnostics;
using System.Text;

namespace HostTools.Cli.Tests;

/// <summary>What the executable writes to a real terminal, to one that wants no colour, and to pipes.</summary>
public sealed class TerminalTests : IDisposable
{
    private readonly Workspace _workspace = new();

    public static TheoryData<string> Lines =>
    [
        "--help", "plan --help", "config show toaster", "config check", "config diff toaster nixos", "option list toaster networking.*", "option show toaster networking.hostName",
        "module list", "file origin toaster /etc/hostname", "facts", "doctor", "explain UnknownOption", "plan toaster --root out", "apply toaster --root out --what-if",
        "status --root applied", "generation list --root applied", "generation diff --root applied", "rollback 1 --root applied --what-if", "plan nobody --root out",
    ];

    public void Dispose() => _workspace.Dispose();

    [SkippableTheory]
    [MemberData(nameof(Lines))]
    public async Task No_color_is_respected_on_a_terminal_and_in_pipes(string line)
    {
        await ApplyAsync(line);
        string terminal = await OnTerminalAsync(line, "NO_COLOR=1", 100);
        Assert.DoesNotContain('\u001b', terminal);
        Assert.NotEmpty(terminal);
        Assert.DoesNotContain('\u001b', await OnTerminalAsync(line + " --no-color", "HOSTTOOLS_NOTHING=1", 100));
        Assert.DoesNotContain('\u001b', await OnTerminalAsync(line, "TERM=dumb", 100));

        Result piped = await Executable.RunAsync(_workspace.Tree, line.Split(' '));
        Assert.DoesNotContain('\u001b', piped.Output + piped.Error);
        Assert.DoesNotContain('\r', piped.Output + piped.Error);
    }

    [SkippableTheory]
    [InlineData("plan toaster --root out", "\u001b[32m")]
    [InlineData("facts", "\u001b[1m")]
    [InlineData("plan nobody --root out", "\u001b[31m")]
    public async Task A_terminal_gets_colour(string line, string expected) =>
        Assert.Contains(expected, await OnTerminalAsync(line, "HOSTTOOLS_NOTHING=1", 100), StringComparison.Ordinal);

    [SkippableTheory]
    [InlineData("facts cpu.*", 60)]
    [InlineData("option list toaster networking.*", 70)]
    [InlineData("module list", 60)]
    [InlineData("doctor", 90)]
    [InlineData("--help", 60)]
    public async Task Tables_and_help_fit_the_terminal(string line, int columns)
    {
        string written = await OnTerminalAsync(line, "NO_COLOR=1", columns);
        Assert.DoesNotContain(written.Split('\n'), row => row.TrimEnd().Length > columns);
    }

    [Theory]
    [InlineData("config", "show", "toaster")]
    [InlineData("config", "show", "toaster", "--output", "json")]
    public async Task Pipes_get_utf8_whatever_the_locale(params string[] line)
    {
        await File.AppendAllTextAsync(_workspace.Host, "  environment.variables.GREETING: Smörgåsbord → 日本\n");
        var start = new ProcessStartInfo(Executable.Path, line) { WorkingDirectory = _workspace.Tree, RedirectStandardOutput = true, RedirectStandardError = true };
        (start.Environment["LANG"], start.Environment["LC_ALL"]) = ("sv_SE.ISO-8859-1", "sv_SE.ISO-8859-1");
        using Process process = Process.Start(start)!;
        Task<string> error = process.StandardError.ReadToEndAsync();
        using var bytes = new MemoryStream();
        await process.StandardOutput.BaseStream.CopyToAsync(bytes);
        Assert.Equal("", await error);
        byte[] written = bytes.ToArray();
        Assert.NotEqual(0xEF, written[0]);
        Assert.Contains("Smörgåsbord → 日本", new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(written), StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task Long_work_says_how_far_it_is_and_leaves_nothing_of_it_behind()
    {
        const int files = 1500;
        Directory.CreateDirectory(Path.Combine(_workspace.Tree, "hosts/big"));
        await File.WriteAllTextAsync(
            Path.Combine(_workspace.Tree, "hosts/big/default.yaml"),
            "config:\n" + string.Concat(Enumerable.Range(0, files).Select(static number => $"  environment.etc.\"many/{number}\".text: {number}\n")));
        string written = await OnTerminalAsync("apply big --root out --yes", "HOSTTOOLS_NOTHING=1", 60);
        string[] states = [.. written.Split("\r\u001b[K").Select(static text => text.Split('\n')[^1]).Where(static text => text.Contains("Apply big to", StringComparison.Ordinal))];
        Assert.Contains(states, static state => state.Contains("% ", StringComparison.Ordinal));
        Assert.True(states.Length > 1, written);
        Assert.All(states, static state => Assert.True(state.Length < 60, state));
        Assert.Equal([], Shown(written).Where(static line => line.Contains('%') || line.Contains("Apply", StringComparison.Ordinal)));
        Assert.Contains(Shown(written), static line => line.StartsWith("Made ", StringComparison.Ordinal));

        // Planning is over when the plan is shown; what it said of itself is gone.
        Assert.Equal([$"'{Path.Combine(_workspace.Tree, "out")}' (at generation 1) is as host 'big' wants it. Nothing to do."], Shown(await OnTerminalAsync("plan big --root out", "HOSTTOOLS_NOTHING=1", 200)));
    }

    /// <summary>What stays on the screen, line by line: a carriage return goes back, and the line's rest is erased on demand.</summary>
    private static List<string> Shown(string written)
    {
        List<StringBuilder> lines = [new()];
        int column = 0;
        for (int i = 0; i < written.Length; i++)
        {
            StringBuilder line = lines[^1];
            if (written[i] == '\u001b')
            {
                int end = i + 2;
                while (!char.IsAsciiLetter(written[end]))
                    end++;
                if (written[end] == 'K')
                    line.Length = column;
                i = end;
            }
            else if (written[i] == '\r')
            {
                column = 0;
            }
            else if (written[i] == '\n')
            {
                lines.Add(new());
                column = 0;
            }
            else
            {
                line.Length = Math.Max(line.Length, column + 1);
                line[column++] = written[i];
            }
        }

        return [.. lines.Select(static line => line.ToString()).Where(static line => line.Length > 0)];
    }

    [SkippableFact]
    public async Task Output_that_cannot_be_written_is_an_error()
    {
        Skip.IfNot(File.Exists("/dev/full"), "this system has no /dev/full");
        using var shell = Process.Start(new ProcessStartInfo("/bin/sh", ["-c", $"exec {Executable.Path} facts > /dev/full"]) { RedirectStandardError = true })!;
        string error = await shell.StandardError.ReadToEndAsync();
        await shell.WaitForExitAsync();
        Assert.Equal(1, shell.ExitCode);
        Assert.Contains("No space left on device", error, StringComparison.Ordinal);
    }

    private async Task ApplyAsync(string line)
    {
        if (!line.Contains("applied", StringComparison.Ordinal))
            return;
        foreach (string host in (string[])["nixos", "toaster"])
            Assert.Equal(0, (await Executable.RunAsync(_workspace.Tree, "apply", host, "--root", "applied", "--yes")).ExitCode);
    }

    private async Task<string> OnTerminalAsync(string line, string variable, int columns)
    {
        Skip.IfNot(File.Exists("/usr/bin/script"), "script is not installed here");
        // Words are quoted so that the shell inside leaves wildcards alone.
        string words = string.Join(' ', line.Split(' ').Select(static word => $"'{word}'"));
        var start = new ProcessStartInfo("/usr/bin/script", ["-qec", $"stty cols {columns}; env TERM=xterm-256color {variable} {Executable.Path} {words}", "/dev/null"])
        {
            WorkingDirectory = _workspace.Tree, RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true,
        };
        start.Environment.Remove("NO_COLOR");
        using Process process = Process.Start(start)!;
        process.StandardInput.Close();
        return (await Executable.FinishAsync(process)).Output.Replace("\r\n", "\n", StringComparison.Ordinal);
    }
}
