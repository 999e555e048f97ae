using System.Text;

namespace HostTools.Platform;

/// <summary>
/// What a program says until it ends. What it leaves running in the background may hold the pipe open for ever, so the end of the program is
/// the end of what it says, once the pipe is empty.
/// </summary>
/// <remarks>A thread of its own reads it: those of the pool may all be busy, and what was said must not depend on that.</remarks>
internal sealed class ProgramOutput : IDisposable
{
    private static readonly TimeSpan s_turn = TimeSpan.FromMilliseconds(100);

    private readonly StreamReader _reader;
    private readonly Encoding _encoding;
    private readonly MemoryStream _bytes = new();
    private readonly TaskCompletionSource _read = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile bool _hasEnded;
    private volatile bool _isAbandoned;

    public ProgramOutput(StreamReader reader)
    {
        _reader = reader;
        _encoding = reader.CurrentEncoding;
        new Thread(Read, 128 * 1024) { IsBackground = true, Name = "Output of a program" }.Start();
    }

    /// <summary>All of it; known when <see cref="EndAsync"/> has returned.</summary>
    public byte[] Bytes => _bytes.ToArray();

    /// <summary>The same as text.</summary>
    public string Text => _encoding.GetString(_bytes.GetBuffer(), 0, (int)_bytes.Length);

    /// <summary>Called when the program has ended; waits until all that it wrote is read.</summary>
    public Task EndAsync(CancellationToken token)
    {
        _hasEnded = true;
        return _read.Task.WaitAsync(token);
    }

    /// <summary>Ends the reading, whatever is still to come.</summary>
    public void Dispose() => _isAbandoned = true;

    private void Read()
    {
        try
        {
            Stream stream = _reader.BaseStream;
            byte[] buffer = new byte[16384];
            while (!_isAbandoned && HasMore(stream) && stream.Read(buffer) is > 0 and var count)
                _bytes.Write(buffer, 0, count);
        }
        catch (IOException)
        {
            // What is left running broke the pipe; what the program itself said has been read.
        }
        finally
        {
            _reader.Dispose();
            _read.SetResult();
        }
    }

    /// <summary>Waits for more; no once the program had ended before the pipe was seen empty.</summary>
    private bool HasMore(Stream stream)
    {
        while (!_isAbandoned)
        {
            bool hadEnded = _hasEnded;
            if (ProgramPipe.WaitToRead(stream, s_turn))
                return true;
            if (hadEnded)
                return false;
        }

        return false;
    }
}
