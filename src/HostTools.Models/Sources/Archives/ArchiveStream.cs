using HostTools.Platform;

namespace HostTools.Models;

/// <summary>Bytes that come out of an archive: counted, and with errors that name the archive.</summary>
/// <param name="stream">The bytes; not closed by this, since the archive goes on behind them.</param>
/// <param name="archive">Its name.</param>
/// <param name="rules">Counts.</param>
internal sealed class ArchiveStream(Stream stream, string archive, UnpackLimits rules) : ForwardStream
{
    /// <summary>What libraries throw at bytes that are no archive.</summary>
    public static bool IsDamage(Exception cause) => cause is InvalidDataException or IOException or FormatException or ArgumentException
        or NotSupportedException or (InvalidOperationException and not ObjectDisposedException) or OverflowException;

    public override int Read(Span<byte> buffer)
    {
        try
        {
            return Counted(stream.Read(buffer));
        }
        catch (Exception cause) when (IsDamage(cause))
        {
            throw new HostToolsException(ModelErrors.ArchiveDamaged(archive, cause.Message, cause));
        }
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        try
        {
            return Counted(await stream.ReadAsync(buffer, cancellationToken).ConfigureAwait(false));
        }
        catch (Exception cause) when (IsDamage(cause))
        {
            throw new HostToolsException(ModelErrors.ArchiveDamaged(archive, cause.Message, cause));
        }
    }

    private int Counted(int count)
    {
        rules.Count((long)count);
        return count;
    }
}
