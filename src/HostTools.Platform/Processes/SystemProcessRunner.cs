using System.ComponentModel;
using System.Diagnostics;

namespace HostTools.Platform;

/// <summary>Runs real programs of this machine. Thread-safe.</summary>
public sealed class SystemProcessRunner : IProcessRunner
{
    /// <inheritdoc/>
    public async Task<ProcessResult> RunAsync(ProcessRequest request, CancellationToken token)
    {
        using Process process = Start(request);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(token);
        if (request.Timeout is { } timeout)
            limit.CancelAfter(timeout);
        try
        {
            Task<string> output = process.StandardOutput.ReadToEndAsync(limit.Token);
            Task<string> error = process.StandardError.ReadToEndAsync(limit.Token);
            await WriteInputAsync(process, request.StandardInput, limit.Token).ConfigureAwait(false);
            await process.WaitForExitAsync(limit.Token).ConfigureAwait(false);
            return new ProcessResult(process.ExitCode, await output.ConfigureAwait(false), await error.ConfigureAwait(false));
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            token.ThrowIfCancellationRequested();
            throw new HostToolsException(PlatformErrors.ProgramTimedOut(request.Program, request.Timeout ?? default));
        }
    }

    private static Process Start(ProcessRequest request)
    {
        var start = new ProcessStartInfo(request.Program, request.Arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
            CreateNoWindow = true,
            WorkingDirectory = request.WorkingDirectory ?? string.Empty,
        };
        foreach ((string name, string? value) in request.Environment)
            start.Environment[name] = value;
        try
        {
            return Process.Start(start) ?? throw new HostToolsException(PlatformErrors.ProgramNotFound(request.Program, null));
        }
        catch (Win32Exception cause)
        {
            throw new HostToolsException(PlatformErrors.ProgramNotFound(request.Program, cause));
        }
    }

    private static async Task WriteInputAsync(Process process, string? text, CancellationToken token)
    {
        try
        {
            if (text is not null)
                await process.StandardInput.WriteAsync(text.AsMemory(), token).ConfigureAwait(false);
            process.StandardInput.Close();
        }
        catch (IOException)
        {
            // The program ended without reading its input; its exit code tells the rest.
        }
    }
}
