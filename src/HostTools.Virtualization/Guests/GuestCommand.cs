using System.Text;

namespace HostTools.Virtualization;

/// <summary>A program to run in a guest: no shell, so arguments need no quoting.</summary>
/// <param name="Program">Path or name, as the guest finds it.</param>
/// <param name="Arguments">Its arguments.</param>
public sealed record GuestCommand(string Program, IReadOnlyList<string> Arguments)
{
    /// <summary>Its whole environment as NAME=value; empty is the agent's own.</summary>
    public IReadOnlyList<string> Environment { get; init; } = [];

    /// <summary>What it reads from standard input.</summary>
    public ReadOnlyMemory<byte> Input { get; init; }

    /// <summary>Longest wait for its end. Default: 10 minutes.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromMinutes(10);
}

/// <summary>How a program ended in a guest.</summary>
/// <param name="ExitCode">Its exit code; null when a signal or an exception ended it.</param>
/// <param name="Signal">Number of the signal, on Windows of the exception, that ended it; null when it ended by itself.</param>
/// <param name="OutputBytes">What it wrote to standard output; at most 16 MiB.</param>
/// <param name="ErrorBytes">What it wrote to standard error; at most 16 MiB.</param>
/// <param name="IsTruncated">It wrote more than the agent keeps.</param>
public sealed record GuestResult(int? ExitCode, long? Signal, byte[] OutputBytes, byte[] ErrorBytes, bool IsTruncated)
{
    /// <summary>Standard output, read as UTF-8.</summary>
    public string Output => Encoding.UTF8.GetString(OutputBytes);

    /// <summary>Standard error, read as UTF-8.</summary>
    public string Error => Encoding.UTF8.GetString(ErrorBytes);
}
