using System.Diagnostics;
using HostTools.Models.Tests.Scanning;
using HostTools.Models.Validation;
using HostTools.Platform;

namespace HostTools.Models.Tests.Validation;

/// <summary>Commands of one's own, with real programs.</summary>
public sealed class CommandTests
{
    private static async Task<ValidatorResult> RunAsync(string folder, ValidatorSpec spec, CancellationToken token = default)
    {
        ValidationPlan plan = ValidationPlan.Of(new ValidationOptions { Preset = "quick", Validators = [spec] });
        var context = new ValidationContext(new MemoryFiles(), new SystemProcessRunner()) { Folder = folder };
        return (await ModelValidator.RunAsync(plan, context, token)).Results[0];
    }

    [SkippableFact]
    public async Task Commands_see_the_model_and_an_empty_folder_and_no_secret()
    {
        Skip.If(OperatingSystem.IsWindows(), "the commands are written for sh");
        using var folder = new TemporaryDirectory();
        File.WriteAllText(folder["config.json"], "{}");
        Environment.SetEnvironmentVariable("HF_TOKEN", "hf_notforyounotforyounotforyou");
        try
        {
            ValidatorResult passed = await RunAsync(folder.Path, new("mine") { Command = "test -f \"$src/config.json\" && test -f config.json && touch \"$out/x\" && test -z \"$HF_TOKEN\" && ! env | grep -q hf_notfor" });
            Assert.Equal((ValidationVerdict.Passed, 0), (passed.Verdict, passed.ExitCode));
            ValidatorResult failed = await RunAsync(folder.Path, new("mine") { Command = "echo 'too large' >&2; exit 3", OnFailure = FailureAction.Abort });
            Assert.Equal((ValidationVerdict.Failed, 3, true), (failed.Verdict, failed.ExitCode, failed.Refuses));
            Assert.Contains("too large", failed.Message, StringComparison.Ordinal);
        }
        finally
        {
            Environment.SetEnvironmentVariable("HF_TOKEN", null);
        }
    }

    [SkippableFact]
    public async Task A_command_that_does_not_end_is_ended_with_all_it_started()
    {
        Skip.If(OperatingSystem.IsWindows(), "the commands are written for sh");
        using var folder = new TemporaryDirectory();
        ValidatorResult result = await RunAsync(folder.Path, new("mine") { Command = "echo $$ > pid; sleep 600 & echo $! >> pid; wait", Timeout = Duration.Parse("2s") });
        Assert.Equal((ValidationVerdict.TimedOut, 124), (result.Verdict, result.ExitCode));
        foreach (string line in File.ReadAllLines(folder["pid"]))
            Assert.True(await IsGoneAsync(int.Parse(line, System.Globalization.CultureInfo.InvariantCulture)), $"process {line} still runs");
    }

    [SkippableFact]
    public async Task A_stop_from_outside_is_no_result()
    {
        Skip.If(OperatingSystem.IsWindows(), "the commands are written for sh");
        using var folder = new TemporaryDirectory();
        using var stop = new CancellationTokenSource(TimeSpan.FromMilliseconds(300));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => RunAsync(folder.Path, new("mine") { Command = "sleep 600" }, stop.Token));
    }

    /// <summary>Ended, or ended and not yet collected by its parent.</summary>
    private static async Task<bool> IsGoneAsync(int id)
    {
        for (int i = 0; i < 200; i++, await Task.Delay(50))
        {
            try
            {
                using var process = Process.GetProcessById(id);
                if (process.HasExited || (File.Exists($"/proc/{id}/stat") && File.ReadAllText($"/proc/{id}/stat").Contains(") Z ", StringComparison.Ordinal)))
                    return true;
            }
            catch (Exception cause) when (cause is ArgumentException or InvalidOperationException or IOException)
            {
                return true;
            }
        }

        return false;
    }
}
