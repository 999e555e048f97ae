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
        using var output = new ProgramOutput(process.StandardOutput);
        using var error = new ProgramOutput(process.StandardError);
        try
        {
            await WriteInputAsync(process, request, limit.Token).ConfigureAwait(false);
            await process.WaitForExitAsync(limit.Token).ConfigureAwait(false);
            await Task.WhenAll(output.EndAsync(limit.Token), error.EndAsync(limit.Token)).ConfigureAwait(false);
            return new ProcessResult(process.ExitCode, request.HasBinaryOutput ? string.Empty : output.Text, error.Text)
            {
                OutputBytes = request.HasBinaryOutput ? output.Bytes : [],
            };
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
        if (request.IsForAnother)
        {
            foreach (string name in start.Environment.Keys.Where(static name => !IsForAll(name)).ToArray())
                start.Environment.Remove(name);
        }

        foreach (string name in HiddenVariables.Names)
            start.Environment.Remove(name);
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

    private static bool IsForAll(string name) => name is "PATH" or "LANG" or "LANGUAGE" or "TERM" or "TZ" || name.StartsWith("LC_", StringComparison.Ordinal);

    private static async Task WriteInputAsync(Process process, ProcessRequest request, CancellationToken token)
    {
        try
        {
            if (request.StandardInputBytes is { } bytes)
                await process.StandardInput.BaseStream.WriteAsync(bytes, token).ConfigureAwait(false);
            else if (request.StandardInput is { } text)
                await process.StandardInput.WriteAsync(text.AsMemory(), token).ConfigureAwait(false);
            process.StandardInput.Close();
        }
        catch (IOException)
        {
            // The program ended without reading its input; its exit code tells the rest.
        }
    }
}
