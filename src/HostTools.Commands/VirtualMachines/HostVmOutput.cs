using HostTools.Virtualization;

namespace HostTools.Commands;

/// <summary>How a program ended in a guest, and what was carried.</summary>
/// <param name="Name">The machine.</param>
/// <param name="Program">The program; null when only files were carried.</param>
/// <param name="ExitCode">Its exit code; null when a signal or an exception ended it, or nothing ran.</param>
/// <param name="Output">What it wrote to standard output, read as UTF-8.</param>
/// <param name="Error">What it wrote to standard error, read as UTF-8.</param>
public sealed record HostVmOutput(string Name, string? Program, int? ExitCode, string Output, string Error)
{
    /// <summary>Number of the signal, on Windows of the exception, that ended it; null when it ended by itself.</summary>
    public long? Signal { get; init; }

    /// <summary>It wrote more than the agent keeps.</summary>
    public bool IsTruncated { get; init; }

    /// <summary>Files that were carried into the guest, by their paths there.</summary>
    public IReadOnlyList<string> Sent { get; init; } = [];

    /// <summary>Files that were carried out of it, by their paths here.</summary>
    public IReadOnlyList<string> Received { get; init; } = [];

    /// <summary>Address of the libvirt that has the machine.</summary>
    public required string ConnectionUri { get; init; }

    /// <summary>It ended with 0, or there was nothing to run.</summary>
    public bool IsSuccess => Program is null || ExitCode == 0;

    /// <summary>What it wrote, without what could steer a terminal: whoever controls the guest writes it.</summary>
    public string ToText() => Harmless(Output + Error);

    /// <summary>A text without control characters but those of lines.</summary>
    public static string Harmless(string text) => string.Concat(text.Where(static letter => !char.IsControl(letter) || letter is '\n' or '\r' or '\t'));

    internal static HostVmOutput Of(HostVm vm, GuestCommand? command, GuestResult? result) => new(vm.Name, command?.Program, result?.ExitCode, result?.Output ?? string.Empty, result?.Error ?? string.Empty)
    {
        Signal = result?.Signal,
        IsTruncated = result?.IsTruncated is true,
        ConnectionUri = vm.ConnectionUri,
    };
}
