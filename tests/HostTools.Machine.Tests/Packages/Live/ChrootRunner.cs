using HostTools.Platform;

namespace HostTools.Machine.Tests.Packages.Live;

/// <summary>Runs programs of this system with another root: they see the folder as <c>/</c>, and everything they write is in it.</summary>
internal sealed class ChrootRunner(string root) : IProcessRunner
{
    // The mounts are seen by the program alone and are gone with it.
    private const string Enter =
        """R=$1; shift; mount --bind -o ro /usr "$R/usr" && mount --rbind /dev "$R/dev" && mount -t proc proc "$R/proc" && exec chroot "$R" "$@" """;

    private readonly SystemProcessRunner _runner = new();

    /// <summary>Every program that was started, with its arguments.</summary>
    public List<string> Started { get; } = [];

    public Task<ProcessResult> RunAsync(ProcessRequest request, CancellationToken token)
    {
        lock (Started)
            Started.Add(string.Join(' ', [request.Program, .. request.Arguments]));
        return _runner.RunAsync(
            request with { Program = "/usr/bin/unshare", Arguments = ["--mount", "/bin/sh", "-c", Enter, "sh", root, request.Program, .. request.Arguments], WorkingDirectory = "/" }, token);
    }
}
