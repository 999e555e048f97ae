using HostTools.Models.Scanning;
using HostTools.Platform;

namespace HostTools.Models.Validation.Checks;

/// <summary>
/// Runs a command of one's own: in the model's folder, with <c>src</c> naming it and <c>out</c> an empty folder, and with nothing else of this process's
/// environment than where programs are. Exit code 0 passes. When its time is up, it is ended with all it started.
/// </summary>
internal static class CommandCheck
{
    public static async Task<Verdict> RunAsync(string command, PlannedValidator validator, ValidationContext context, CancellationToken token)
    {
        if (context.Folder is not { } folder)
            return Verdict.NotApplicable("The model is not in a folder that a command could look at.");
        string artefacts = Directory.CreateTempSubdirectory("hosttools-validator-").FullName;
        try
        {
            ProcessResult result = await context.Processes.RunAsync(Request(command, folder, artefacts), token).ConfigureAwait(false);
            string said = Evidence.Of(KnownSecrets.Hide(LastLine(result.StandardError) ?? LastLine(result.StandardOutput) ?? string.Empty));
            return (result.ExitCode == 0 ? Verdict.Passed("The command is content.") : Verdict.Failed($"The command ended with {result.ExitCode}{(said.Length > 0 ? $": {said}" : ".")}")) with { ExitCode = result.ExitCode };
        }
        catch (HostToolsException cause) when (cause.Errors[0].Id == "ProgramNotFound")
        {
            return Verdict.NotAvailable($"The validator '{validator.Name}' needs a shell, and there is none.");
        }
        finally
        {
            Directory.Delete(artefacts, recursive: true);
        }
    }

    private static ProcessRequest Request(string command, string folder, string artefacts) =>
        (OperatingSystem.IsWindows() ? new ProcessRequest("cmd.exe", ["/d", "/s", "/c", command]) : new ProcessRequest("/bin/sh", ["-c", command])) with
        {
            IsForAnother = true,
            WorkingDirectory = folder,
            Environment = new Dictionary<string, string?> { ["src"] = folder, ["out"] = artefacts, ["HOME"] = artefacts, ["TMPDIR"] = artefacts, ["SystemRoot"] = Environment.GetEnvironmentVariable("SystemRoot") },
        };

    private static string? LastLine(string text) => text.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).LastOrDefault();
}
