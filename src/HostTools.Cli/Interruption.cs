using System.Runtime.InteropServices;

namespace HostTools.Cli;

/// <summary>Turns the first SIGINT or SIGTERM into a cancellation, so that the command cleans up; a second one ends the process.</summary>
internal sealed class Interruption : IDisposable
{
    private readonly CancellationTokenSource _source = new();
    private readonly PosixSignalRegistration[] _registrations;

    public Interruption() => _registrations =
    [
        PosixSignalRegistration.Create(PosixSignal.SIGINT, signal => Stop(signal, ExitCodes.Interrupted)),
        PosixSignalRegistration.Create(PosixSignal.SIGTERM, signal => Stop(signal, ExitCodes.Terminated)),
    ];

    public CancellationToken Token => _source.Token;

    /// <summary>What to exit with when the command ended because of a signal; null when there was none.</summary>
    public int? ExitCode { get; private set; }

    public void Dispose()
    {
        foreach (PosixSignalRegistration registration in _registrations)
            registration.Dispose();
        _source.Dispose();
    }

    private void Stop(PosixSignalContext signal, int exitCode)
    {
        if (ExitCode is not null)
            return;
        ExitCode = exitCode;
        signal.Cancel = true;
        _source.Cancel();
    }
}
