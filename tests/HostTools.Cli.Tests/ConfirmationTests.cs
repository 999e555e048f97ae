using System.Diagnostics;

namespace HostTools.Cli.Tests;

/// <summary>An apply that is to be confirmed, with the process that takes it back.</summary>
public sealed class ConfirmationTests : IDisposable
{
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(60);

    private readonly Workspace _workspace = new();

    public void Dispose() => _workspace.Dispose();

    private string Motd => Path.Combine(_workspace.Root, "etc/hostname");

    private string Marker => Path.Combine(_workspace.Root, "var/lib/hosttools/confirm");

    [SkippableFact]
    public async Task What_nobody_confirms_is_taken_back_by_itself()
    {
        Skip.IfNot(OperatingSystem.IsLinux(), "processes are looked up as Linux shows them");
        Result applied = await RunAsync("apply nixos --root out --machine-only --confirm-within 2s --yes");
        Assert.Equal(0, applied.ExitCode);
        Assert.Contains("hosttools generation confirm", applied.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("Nothing watches", applied.Error, StringComparison.Ordinal);
        Assert.True(File.Exists(Motd));
        await UntilAsync(() => !File.Exists(Motd) && !File.Exists(Marker) && Watchers().Count == 0);
        Assert.Contains("nothing", (await RunAsync("generation confirm --root out")).Error, StringComparison.OrdinalIgnoreCase);
    }

    [SkippableFact]
    public async Task What_is_confirmed_in_time_stays_and_ends_the_watch()
    {
        Skip.IfNot(OperatingSystem.IsLinux(), "processes are looked up as Linux shows them");
        await RunAsync("apply nixos --root out --machine-only --confirm-within 30s --yes");
        Assert.Single(Watchers());
        Assert.Contains("to be confirmed until", (await RunAsync("generation list --root out")).Output, StringComparison.Ordinal);
        Assert.Contains("is to be confirmed until", (await RunAsync("status --root out")).Error, StringComparison.Ordinal);
        Result refused = await RunAsync("apply toaster --root out --machine-only --yes");
        Assert.Equal(1, refused.ExitCode);
        Assert.Contains("error[ConfirmationPending]", refused.Error, StringComparison.Ordinal);

        Result confirmed = await RunAsync("generation confirm --root out --output json");

        Assert.Equal(0, confirmed.ExitCode);
        Assert.Contains("\"confirmUntil\":null", confirmed.Output.Replace(" ", "", StringComparison.Ordinal), StringComparison.Ordinal);
        await UntilAsync(() => Watchers().Count == 0);
        Assert.True(File.Exists(Motd));
    }

    [SkippableFact]
    public async Task Without_the_watch_the_next_command_takes_it_back()
    {
        Skip.IfNot(OperatingSystem.IsLinux(), "processes are looked up as Linux shows them");
        await RunAsync("apply nixos --root out --machine-only --yes");
        string before = await File.ReadAllTextAsync(Motd);
        await RunAsync("apply toaster --root out --machine-only --confirm-within 2s --yes");
        Assert.NotEqual(before, await File.ReadAllTextAsync(Motd));
        foreach (int id in Watchers())
            Process.GetProcessById(id).Kill(); // As a reboot does.
        await Task.Delay(TimeSpan.FromSeconds(2.5));
        Assert.NotEqual(before, await File.ReadAllTextAsync(Motd));
        Assert.Contains("takes it back first", (await RunAsync("status --root out")).Error, StringComparison.Ordinal);

        Assert.Equal(0, (await RunAsync("repair --root out")).ExitCode);

        Assert.Equal(before, await File.ReadAllTextAsync(Motd));
    }

    [SkippableFact]
    public async Task The_death_of_the_terminal_changes_nothing()
    {
        Skip.IfNot(File.Exists("/usr/bin/script"), "script is not installed here");
        string line = $"{Executable.Path} apply nixos --root out --machine-only --confirm-within 4s --yes; echo done here; sleep 300";
        using Process terminal = Process.Start(new ProcessStartInfo("/usr/bin/script", ["-qefc", line, "/dev/null"])
        {
            WorkingDirectory = _workspace.Tree, RedirectStandardInput = true, RedirectStandardOutput = true,
        })!;
        string? said;
        do
        {
            said = await terminal.StandardOutput.ReadLineAsync().WaitAsync(s_limit);
        }
        while (said?.Contains("done here", StringComparison.Ordinal) == false);
        Assert.Single(Watchers());

        terminal.Kill();
        await terminal.WaitForExitAsync();

        Assert.True(File.Exists(Motd));
        await UntilAsync(() => !File.Exists(Motd) && !File.Exists(Marker) && Watchers().Count == 0);
    }

    [Theory]
    [InlineData("0s")]
    [InlineData("31d")]
    public async Task A_time_that_makes_no_sense_is_refused(string time)
    {
        Result refused = await RunAsync($"apply nixos --root out --confirm-within {time} --yes");
        Assert.Equal(1, refused.ExitCode);
        Assert.Contains("1s to 30d", refused.Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(_workspace.Root));
    }

    private Task<Result> RunAsync(string line) => Executable.RunAsync(_workspace.Tree, line.Split(' '));

    /// <summary>The processes that watch this test's folder.</summary>
    private List<int> Watchers() =>
    [
        .. Directory.EnumerateDirectories("/proc").Select(static folder => Path.GetFileName(folder)).Where(static name => name.All(char.IsAsciiDigit))
            .Where(id => CommandLine(id) is var line && line.Contains("__watch-confirmation", StringComparison.Ordinal) && line.Contains(_workspace.Root, StringComparison.Ordinal))
            .Select(static id => int.Parse(id, System.Globalization.CultureInfo.InvariantCulture)),
    ];

    private static string CommandLine(string id)
    {
        try
        {
            return File.ReadAllText($"/proc/{id}/cmdline");
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            return string.Empty;
        }
    }

    private static async Task UntilAsync(Func<bool> isSo)
    {
        var waited = Stopwatch.StartNew();
        while (!isSo())
        {
            Assert.True(waited.Elapsed < s_limit, "It did not happen in time.");
            await Task.Delay(50);
        }
    }
}
