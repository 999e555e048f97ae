namespace HostTools.Platform;

/// <summary>
/// What a program says until it ends. What it leaves running in the background may hold the pipe open for ever, so the end of the program is
/// the end of what it says, once nothing more is on its way.
/// </summary>
internal sealed class ProgramOutput
{
    private static readonly TimeSpan s_quiet = TimeSpan.FromMilliseconds(300);

    private readonly StreamReader _reader;
    private readonly MemoryStream _bytes = new();
    private readonly Task _reading;

    public ProgramOutput(StreamReader reader)
    {
        _reader = reader;
        _reading = ReadAsync();
    }

    /// <summary>All of it so far.</summary>
    public byte[] Bytes
    {
        get
        {
            lock (_bytes)
                return _bytes.ToArray();
        }
    }

    /// <summary>The same as text.</summary>
    public string Text => _reader.CurrentEncoding.GetString(Bytes);

    /// <summary>Called when the program has ended; waits until the pipe is closed, or nothing came any more for a moment.</summary>
    public async Task EndAsync(CancellationToken token)
    {
        for (long before = -1, now = Length; !_reading.IsCompleted && before != now; before = now, now = Length)
            await Task.WhenAny(_reading, Task.Delay(s_quiet, token)).ConfigureAwait(false);
        token.ThrowIfCancellationRequested();
    }

    private long Length
    {
        get
        {
            lock (_bytes)
                return _bytes.Length;
        }
    }

    private async Task ReadAsync()
    {
        byte[] buffer = new byte[16384];
        try
        {
            while (await _reader.BaseStream.ReadAsync(buffer).ConfigureAwait(false) is > 0 and var count)
            {
                lock (_bytes)
                    _bytes.Write(buffer, 0, count);
            }
        }
        catch (Exception cause) when (cause is IOException or ObjectDisposedException or OperationCanceledException)
        {
            // The program ended before what it left running, and nobody listens any more.
        }
    }
}
