namespace HostTools.Platform;

/// <summary>Starts programs. Two implementations exist: the real one and the tests'.</summary>
public interface IProcessRunner
{
    /// <summary>Runs a program to its end; a cancelled token ends the program and its children first.</summary>
    /// <exception cref="HostToolsException">ProgramNotFound when the program does not exist or may not be executed.</exception>
    Task<ProcessResult> RunAsync(ProcessRequest request, CancellationToken token);
}

/// <summary>A program to run: no shell, so arguments need no quoting.</summary>
/// <param name="Program">Absolute path, or a name looked up in PATH.</param>
/// <param name="Arguments">Arguments, passed as they are.</param>
public sealed record ProcessRequest(string Program, IReadOnlyList<string> Arguments)
{
    /// <summary>Text for standard input; null closes it at once.</summary>
    public string? StandardInput { get; init; }

    /// <summary>Bytes for standard input, in place of text.</summary>
    public ReadOnlyMemory<byte>? StandardInputBytes { get; init; }

    /// <summary>Standard output is kept as bytes, in <see cref="ProcessResult.OutputBytes"/>, and not as text.</summary>
    public bool HasBinaryOutput { get; init; }

    /// <summary>Working directory; null is the caller's.</summary>
    public string? WorkingDirectory { get; init; }

    /// <summary>Variables added to the inherited environment; null values remove one.</summary>
    public IReadOnlyDictionary<string, string?> Environment { get; init; } = new Dictionary<string, string?>();

    /// <summary>It runs for another user: of this process's environment it gets where programs are, language, terminal and time zone alone.</summary>
    public bool IsForAnother { get; init; }

    /// <summary>Longest run before the program is ended; null is unlimited.</summary>
    public TimeSpan? Timeout { get; init; }
}

/// <summary>How a program ended.</summary>
public sealed record ProcessResult(int ExitCode, string StandardOutput, string StandardError)
{
    /// <summary>Standard output where it was asked for as bytes; empty otherwise.</summary>
    public byte[] OutputBytes { get; init; } = [];
}
