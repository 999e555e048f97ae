using System.Diagnostics;
using System.Text.Json;
using HostTools.Models.Tests.Server;

namespace HostTools.PowerShell.Tests;

/// <summary>The module in a real PowerShell. The stand-in is not PowerShell: a change to a cmdlet is done when these ran too.</summary>
public sealed class PesterTests
{
    private static readonly TimeSpan s_limit = TimeSpan.FromMinutes(10);
    private static readonly Lazy<string?> s_obstacle = new(FindObstacle);

    private static string Folder => Path.Combine(Repository.Root, "tests/pester");

    [SkippableFact]
    public void Module_works_in_PowerShell() => Run("Module.Tests.ps1");

    [SkippableFact]
    public void Help_works_in_PowerShell() => Run("Help.Tests.ps1");

    [SkippableFact]
    public void Completion_works_in_PowerShell() => Run("Completion.Tests.ps1");

    [SkippableFact]
    public void Plans_work_in_PowerShell() => Run("Plans.Tests.ps1");

    [SkippableFact]
    public void Trees_work_in_PowerShell() => Run("Trees.Tests.ps1");

    [Fact]
    public void No_test_file_is_forgotten() => Assert.Equal(
        ["Completion.Tests.ps1", "Help.Tests.ps1", "Module.Tests.ps1", "Plans.Tests.ps1", "Trees.Tests.ps1"],
        Directory.EnumerateFiles(Folder, "*.Tests.ps1").Select(static file => Path.GetFileName(file)).Order(StringComparer.Ordinal));

    private static void Run(string file)
    {
        Skip.If(s_obstacle.Value is not null, s_obstacle.Value);
        string results = Path.GetTempFileName();
        try
        {
            (int exitCode, string said) = Pwsh("-File", Path.Combine(Folder, "Invoke-PesterFile.ps1"), "-File", Path.Combine(Folder, file), "-ResultFile", results);
            Assert.True(exitCode == 0, said);
            using JsonDocument document = JsonDocument.Parse(File.ReadAllText(results));
            List<JsonElement> tests = [.. document.RootElement.EnumerateArray()];
            Assert.NotEmpty(tests);
            string[] failures =
            [
                .. tests.Where(static test => test.GetProperty("Result").GetString() is not ("Passed" or "Skipped"))
                    .Select(static test => $"{test.GetProperty("Name").GetString()}: {test.GetProperty("Message").GetString()}"),
            ];
            Assert.True(failures.Length == 0, string.Join("\n\n", failures));
        }
        finally
        {
            File.Delete(results);
        }
    }

    private static string? FindObstacle()
    {
        try
        {
            (int exitCode, string version) = Pwsh("-Command", "if ($PSVersionTable.PSVersion -lt [version]'7.6') { 'old' } elseif (-not (Get-Module -ListAvailable Pester | Where-Object Version -ge '5.0')) { 'no Pester' } else { 'ready' }");
            return exitCode == 0 && version.Contains("ready", StringComparison.Ordinal) ? null
                : version.Contains("old", StringComparison.Ordinal) ? "pwsh on PATH is older than 7.6." : "Pester 5 is not installed for pwsh.";
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return "pwsh 7.6 is not on PATH.";
        }
    }

    private static (int ExitCode, string Said) Pwsh(params string[] arguments)
    {
        var start = new ProcessStartInfo("pwsh", ["-NoProfile", "-NonInteractive", .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true };
        start.Environment["LANG"] = "en_US.UTF-8";
        using TestHub hub = new TestHub().With("config.json", "{}"); // Nothing leaves this machine.
        start.Environment["HF_ENDPOINT"] = hub.Hub.Address.AbsoluteUri;
        using Process process = Process.Start(start)!;
        process.StandardInput.Close();
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        Task<string> error = process.StandardError.ReadToEndAsync();
        if (!process.WaitForExit(s_limit))
        {
            process.Kill(entireProcessTree: true);
            return (-1, "PowerShell did not end.");
        }

        return (process.ExitCode, output.Result + error.Result);
    }
}
