using HostTools.Commands.Framework;
using HostTools.Platform;

namespace HostTools.Cli;

/// <summary>What remains when something fails that nothing else caught: one line on standard error, never a stack trace.</summary>
internal static class LastResort
{
    /// <summary>The work's exit code; 1 when it threw.</summary>
    public static int Run(Func<int> work, TextWriter error)
    {
        try
        {
            return work();
        }
        catch (Exception failure)
        {
            foreach (HostError said in CommandErrors.From(failure))
                TrySay(error, $"error[{said.Id}]: {said.ToString().ReplaceLineEndings(" ")}");
            return ExitCodes.Failed;
        }
    }

    private static void TrySay(TextWriter error, string line)
    {
        try
        {
            error.WriteLine(line);
        }
        catch (IOException)
        {
            // Nobody listens; the exit code says it.
        }
    }
}
