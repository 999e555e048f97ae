using System.Diagnostics;

namespace HostTools.Virtualization.Tests.Guests;

/// <summary>The real qemu-ga of this machine, listening on a socket of its own. It is asked nothing that changes the machine.</summary>
internal sealed class RealAgent : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("ht-qga-").FullName;
    private readonly Process _process;

    private RealAgent() => _process = Process.Start(new ProcessStartInfo(Program!, ["-m", "unix-listen", "-p", Socket, "-t", _folder, "-f", Path.Combine(_folder, "pid")])
    {
        RedirectStandardError = true,
        RedirectStandardOutput = true,
        RedirectStandardInput = true,
    })!; // It is started, not found running.

    private static string? Program { get; } = new[] { "/usr/sbin/qemu-ga", "/usr/bin/qemu-ga" }.FirstOrDefault(File.Exists);

    public string Socket => Path.Combine(_folder, "agent.sock");

    public string Folder => _folder;

    public static async Task<RealAgent> StartAsync()
    {
        Skip.If(Program is null, "qemu-ga is not installed here");
        var agent = new RealAgent();
        while (!agent.IsListening())
        {
            Assert.False(agent._process.HasExited, "qemu-ga ended at once.");
            await Task.Delay(10);
        }

        return agent;
    }

    // The socket's file is there before anybody listens. The flag is __SO_ACCEPTCON of proc_net_unix(5).
    private bool IsListening() => File.ReadLines("/proc/net/unix").Any(line => line.EndsWith(' ' + Socket, StringComparison.Ordinal) && line.Contains(" 00010000 ", StringComparison.Ordinal));

    public void Dispose()
    {
        _process.Kill();
        _process.WaitForExit();
        _process.Dispose();
        Directory.Delete(_folder, recursive: true);
    }
}
