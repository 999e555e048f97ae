using System.Diagnostics;

namespace HostTools.Cli.Tests;

/// <summary>The built executable, run as a user runs it: its own process, streams redirected.</summary>
internal static class Executable
{
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(60);

    /// <summary>The program beside the tests: the reference copies it with everything it needs.</summary>
    public static string Path { get; } = System.IO.Path.Combine(AppContext.BaseDirectory, OperatingSystem.IsWindows() ? "hosttools.exe" : "hosttools");

    /// <summary>Programs started here can be interrupted: in the background of a script SIGINT is ignored, and they inherit that.</summary>
    public static bool CanBeInterrupted { get; } = !File.Exists("/proc/self/status")
        || (Convert.ToUInt64(File.ReadLines("/proc/self/status").First(static line => line.StartsWith("SigIgn:", StringComparison.Ordinal))[7..].Trim(), 16) & 2) == 0;

    public static Process Start(string directory, params string[] arguments)
    {
        RequireOtherMachine(directory, arguments);
        var start = new ProcessStartInfo(Path, arguments)
        {
            WorkingDirectory = directory,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        // A terminal that likes colour, so that their absence is our doing.
        start.Environment["TERM"] = "xterm-256color";
        start.Environment.Remove("NO_COLOR");
        return Process.Start(start)!;
    }

    /// <summary>No test changes the machine it runs on: what changes something names a folder, or a plan that does.</summary>
    private static void RequireOtherMachine(string directory, string[] arguments)
    {
        if (!arguments.Any(static word => word is "apply" or "rollback" or "repair" or "prune" or "confirm" or "uninstall") || arguments.Contains("--help") || arguments.Contains("--path"))
            return;
        string root = arguments.SkipWhile(static word => word != "--root").ElementAtOrDefault(1) ?? "/";
        string path = System.IO.Path.GetFullPath(root, directory);
        if (Directory.Exists(path) && System.IO.Path.TrimEndingDirectorySeparator(new DirectoryInfo(path).ResolveLinkTarget(returnFinalTarget: true)?.FullName ?? path) == "/")
            throw new InvalidOperationException($"This would change the machine itself: {string.Join(' ', arguments)}");
    }

    public static async Task<Result> RunAsync(string directory, params string[] arguments)
    {
        using Process process = Start(directory, arguments);
        process.StandardInput.Close();
        return await FinishAsync(process);
    }

    public static async Task<Result> FinishAsync(Process process)
    {
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        Task<string> error = process.StandardError.ReadToEndAsync();
        using var limit = new CancellationTokenSource(s_limit);
        try
        {
            await process.WaitForExitAsync(limit.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }

        return new Result(process.ExitCode, await output, await error);
    }
}

/// <summary>How a run ended.</summary>
internal sealed record Result(int ExitCode, string Output, string Error);
