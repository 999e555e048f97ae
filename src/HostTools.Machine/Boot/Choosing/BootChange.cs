using HostTools.Platform;

namespace HostTools.Machine.Boot;

/// <summary>What makes a boot loader start another entry: a file that gets other bytes, or a program that tells the firmware.</summary>
/// <param name="Lines">What changes, for people: lines of the file with '-' and '+', or the program.</param>
public sealed record BootChange(IReadOnlyList<string> Lines)
{
    /// <summary>The file; null for a program.</summary>
    public string? File { get; init; }

    /// <summary>Something worth knowing before it is done; null for nothing.</summary>
    public string? Warning { get; init; }

    internal byte[] Content { get; init; } = [];

    internal ProcessRequest? Program { get; init; }

    /// <summary>Nothing is left to change.</summary>
    public bool IsNothing => Lines.Count == 0;

    /// <summary>Does it.</summary>
    /// <exception cref="HostToolsException">BootChoiceRefused.</exception>
    /// <exception cref="RootIOException">The file cannot be written.</exception>
    public async Task ApplyAsync(Root root, IProcessRunner processes, CancellationToken token)
    {
        if (IsNothing)
            return;
        if (File is not null)
        {
            BootFileWriter.Replace(root, File, Content);
            return;
        }

        ProcessRequest program = Program ?? throw new InvalidOperationException("A change is of a file or by a program.");
        ProcessResult result = await processes.RunAsync(program, token).ConfigureAwait(false);
        if (result.ExitCode != 0)
            throw new HostToolsException(MachineErrors.BootChoiceRefused($"'{program.Program} {string.Join(' ', program.Arguments)}' failed with {result.ExitCode}: {result.StandardError.Trim().TrimEnd('.')}", "Run it as root on a machine that was started by UEFI"));
    }
}
