namespace HostTools.Bench.Models;

/// <summary>A block again and again, with a number in front that makes each stream another one.</summary>
internal sealed class RepeatedBlock(byte[] block, long size) : Stream
{
    private static int s_streams;

    private readonly byte[] _block = [.. BitConverter.GetBytes(Interlocked.Increment(ref s_streams)), .. block[4..]];
    private long _position;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => size;

    public override long Position { get => _position; set => throw new NotSupportedException(); }

    public override int Read(byte[] buffer, int offset, int count)
    {
        int at = (int)(_position % _block.Length);
        int read = (int)Math.Min(Math.Min(count, _block.Length - at), size - _position);
        _block.AsSpan(at, read).CopyTo(buffer.AsSpan(offset));
        _position += read;
        return read;
    }

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
