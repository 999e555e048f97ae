using HostTools.Platform;

namespace HostTools.Machine.Tests.Peers;

/// <summary>The programs that read what we write, run for real.</summary>
internal static class Peer
{
    private static readonly string[] s_folders = ["/usr/local/sbin", "/usr/local/bin", "/usr/sbin", "/usr/bin", "/sbin", "/bin"];

    /// <summary>Path of a program; skips the test where it is not installed.</summary>
    public static string Require(string program)
    {
        string? path = program.StartsWith('/')
            ? program
            : s_folders.Select(folder => Path.Combine(folder, program)).FirstOrDefault(File.Exists);
        Skip.If(path is null || !File.Exists(path), $"{program} is not installed here");
        return path!; // Skip.If ends the test when it is null.
    }

    /// <summary>Runs a program to its end; whether it succeeded is for the caller to say.</summary>
    public static ProcessResult Run(string program, params string[] arguments) =>
        new SystemProcessRunner()
            .RunAsync(new ProcessRequest(program, arguments) { Timeout = TimeSpan.FromMinutes(5) }, CancellationToken.None)
            .GetAwaiter().GetResult();

    /// <summary>Runs a program and fails with all it said when it does not end with 0.</summary>
    public static string Accept(string program, params string[] arguments)
    {
        ProcessResult result = Run(program, arguments);
        Assert.True(result.ExitCode == 0,
            $"{program} {string.Join(' ', arguments)} ended with {result.ExitCode}:\n{result.StandardOutput}{result.StandardError}");
        return result.StandardOutput + result.StandardError;
    }
}
