using HostTools.Platform;

namespace HostTools.Models.Validation.Checks;

/// <summary>Runs the program modelscan where it is installed, and says so where it is not.</summary>
/// <seealso href="https://github.com/protectai/modelscan"/>
internal static class ModelscanCheck
{
    public static async Task<Verdict> RunAsync(ValidationContext context, CancellationToken token)
    {
        if (context.Folder is not { } folder)
            return Verdict.NotApplicable("The model is not in a folder that modelscan could look at.");
        ProcessResult result;
        try
        {
            result = await context.Processes.RunAsync(new ProcessRequest("modelscan", ["-p", folder]) { IsForAnother = true }, token).ConfigureAwait(false);
        }
        catch (HostToolsException cause) when (cause.Errors[0].Id == "ProgramNotFound")
        {
            return Verdict.NotAvailable("modelscan is not installed, so it was not asked.");
        }

        // Its exit codes: 0 clean, 1 issues, 2 errors while scanning, 3 nothing was scanned, 4 wrong usage.
        Verdict verdict = result.ExitCode switch
        {
            0 => Verdict.Passed("modelscan found nothing."),
            1 => Verdict.Failed("modelscan found something; run it on the model to see what."),
            3 => Verdict.NotApplicable("modelscan knows none of the model's files."),
            _ => Verdict.NotAvailable($"modelscan could not scan the model (exit code {result.ExitCode})."),
        };
        return verdict with { ExitCode = result.ExitCode };
    }
}
