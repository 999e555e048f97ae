using System.ComponentModel;
using System.Diagnostics;
using System.Text;
using HostTools.Platform;

namespace HostTools.Models;

/// <summary>What a program writes, while it writes it: far more than fits into memory. A program that fails makes the end an error.</summary>
internal sealed class ProgramStream : ForwardStream
{
    private const int LongestWord = 2000;

    private readonly Process _process;
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _feeding;
    private readonly Task<string> _said;

    private ProgramStream(Process process, Stream? input)
    {
        _process = process;
        _feeding = FeedAsync(process.StandardInput.BaseStream, input, _stop.Token);
        _said = HearAsync(process.StandardError.BaseStream, _stop.Token);
    }

    /// <summary>Starts it; no shell, and no variable that holds a secret.</summary>
    /// <param name="request">Program, arguments, directory and variables; the rest is not looked at.</param>
    /// <param name="input">What it reads; null is nothing. The caller closes it, after this.</param>
    /// <exception cref="HostToolsException">ProgramNotFound.</exception>
    public static ProgramStream Start(ProcessRequest request, Stream? input)
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
        foreach (string name in HiddenVariables.Names)
            start.Environment.Remove(name);
        foreach ((string name, string? value) in request.Environment)
            start.Environment[name] = value;
        try
        {
            return new ProgramStream(Process.Start(start) ?? throw new HostToolsException(PlatformErrors.ProgramNotFound(request.Program, null)), input);
        }
        catch (Win32Exception cause)
        {
            throw new HostToolsException(PlatformErrors.ProgramNotFound(request.Program, cause));
        }
    }

    public override int Read(Span<byte> buffer)
    {
        int count = _process.StandardOutput.BaseStream.Read(buffer);
        if (count == 0 && buffer.Length > 0)
            EndAsync(CancellationToken.None).GetAwaiter().GetResult();
        return count;
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        int count = await _process.StandardOutput.BaseStream.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
        if (count == 0 && buffer.Length > 0)
            await EndAsync(cancellationToken).ConfigureAwait(false);
        return count;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _stop.Cancel();
            if (!_process.HasExited)
                _process.Kill(entireProcessTree: true);
            // Who opened the input may close it when this returns.
            Task.WhenAll(_feeding, _said).GetAwaiter().GetResult();
            _process.Dispose();
            _stop.Dispose();
        }

        base.Dispose(disposing);
    }

    private async Task EndAsync(CancellationToken token)
    {
        await _process.WaitForExitAsync(token).ConfigureAwait(false);
        if (_process.ExitCode != 0)
            throw new InvalidDataException($"{Path.GetFileName(_process.StartInfo.FileName)} says: {(await _said.ConfigureAwait(false)).Trim()}");
    }

    private static async Task FeedAsync(Stream to, Stream? input, CancellationToken token)
    {
        try
        {
            await using (to.ConfigureAwait(false))
            {
                if (input is not null)
                    await input.CopyToAsync(to, token).ConfigureAwait(false);
            }
        }
        catch (Exception cause) when (cause is IOException or OperationCanceledException)
        {
            // The program ended, or was ended, before it had read all; its exit code tells the rest.
        }
    }

    private static async Task<string> HearAsync(Stream from, CancellationToken token)
    {
        byte[] buffer = new byte[4096];
        using var said = new MemoryStream();
        try
        {
            while (await from.ReadAsync(buffer, token).ConfigureAwait(false) is > 0 and var count)
                said.Write(buffer, 0, (int)Math.Min(count, Math.Max(0, LongestWord - said.Length)));
        }
        catch (Exception cause) when (cause is IOException or OperationCanceledException)
        {
            // It was ended; nobody asks what it said.
        }

        return Encoding.UTF8.GetString(said.GetBuffer(), 0, (int)said.Length);
    }
}
