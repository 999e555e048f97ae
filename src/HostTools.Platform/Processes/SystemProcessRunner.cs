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
            Task<(string Text, byte[] Bytes)> output = ReadOutputAsync(process, request.HasBinaryOutput, limit.Token);
            Task<string> error = process.StandardError.ReadToEndAsync(limit.Token);
            await WriteInputAsync(process, request, limit.Token).ConfigureAwait(false);
            await process.WaitForExitAsync(limit.Token).ConfigureAwait(false);
            (string text, byte[] bytes) = await output.ConfigureAwait(false);
            return new ProcessResult(process.ExitCode, text, await error.ConfigureAwait(false)) { OutputBytes = bytes };
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

    private static async Task<(string Text, byte[] Bytes)> ReadOutputAsync(Process process, bool isBinary, CancellationToken token)
    {
        if (!isBinary)
            return (await process.StandardOutput.ReadToEndAsync(token).ConfigureAwait(false), []);
        using var bytes = new MemoryStream();
        await process.StandardOutput.BaseStream.CopyToAsync(bytes, token).ConfigureAwait(false);
        return (string.Empty, bytes.ToArray());
    }

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
