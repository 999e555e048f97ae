using System.Globalization;
using HostTools.Activation;
using HostTools.Machine.Packages.Managers;
using HostTools.Platform;

namespace HostTools.Machine.Packages;

/// <summary>Programs of a package manager that outlived the process which started them: nobody may look at packages, or change them, before they end.</summary>
internal static class LeftPrograms
{
    /// <summary>Environment variable with the transaction that a program works for.</summary>
    public const string Variable = "HOSTTOOLS_TRANSACTION";

    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(200);

    /// <summary>Waits until none of a transaction is left.</summary>
    /// <exception cref="HostToolsException">PackageManagerBusy.</exception>
    public static async Task WaitAsync(PackageManager manager, OperationContext context)
    {
        DateTime end = DateTime.UtcNow + context.Options.PackageWait;
        while (OperatingSystem.IsLinux() && Find(manager.Programs, context.Transaction) is { } left)
        {
            if (DateTime.UtcNow >= end)
                throw new HostToolsException(MachineErrors.PackageManagerBusy(manager.Name, left, context.Options.PackageWait));
            context.Tell($"Waiting for {left}, which the interrupted apply has left");
            await Task.Delay(s_pause).ConfigureAwait(false);
        }
    }

    /// <summary>By their names, too: what a script of a package starts may go on for ever.</summary>
    private static string? Find(IReadOnlyList<string> programs, string transaction)
    {
        foreach (string folder in Directory.EnumerateDirectories("/proc").Where(static folder => int.TryParse(Path.GetFileName(folder), NumberStyles.None, CultureInfo.InvariantCulture, out _)))
        {
            try
            {
                string program = File.ReadAllText($"{folder}/comm").TrimEnd('\n');
                if (programs.Contains(program) && File.ReadAllText($"{folder}/environ").Split('\0').Contains($"{Variable}={transaction}"))
                    return $"{program} (process {Path.GetFileName(folder)})";
            }
            catch (Exception cause) when (cause is IOException or UnauthorizedAccessException)
            {
                // It ended in this moment, or is none of ours.
            }
        }

        return null;
    }
}
