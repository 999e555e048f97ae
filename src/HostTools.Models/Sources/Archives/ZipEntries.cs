using System.IO.Compression;
using System.Runtime.CompilerServices;
using System.Text;

namespace HostTools.Models;

/// <summary>Entries of a zip, as its directory at the end lists them.</summary>
internal static class ZipEntries
{
    private const int TypeMask = 0xF000;
    private const int LongestTarget = 4096;

    /// <summary>Goes through it once; the file stays open.</summary>
    public static async IAsyncEnumerable<ArchiveEntry> ReadAsync(Stream zip, [EnumeratorCancellation] CancellationToken token)
    {
        await using ZipArchive archive = await ZipArchive.CreateAsync(zip, ZipArchiveMode.Read, leaveOpen: true, Encoding.UTF8, token).ConfigureAwait(false);
        foreach (ZipArchiveEntry entry in archive.Entries)
        {
            ArchiveEntryKind kind = Kind(entry);
            CheckedStream? opened = null;
            yield return new ArchiveEntry(entry.FullName, kind, kind is ArchiveEntryKind.SymbolicLink ? Target(entry) : string.Empty, () => opened = new CheckedStream(entry));
            opened?.Dispose();
        }
    }

    // The upper half of the attributes is the mode of Unix, or nothing.
    private static ArchiveEntryKind Kind(ZipArchiveEntry entry) => ((entry.ExternalAttributes >> 16) & TypeMask) switch
    {
        _ when entry.IsEncrypted => ArchiveEntryKind.Other,
        0xA000 => ArchiveEntryKind.SymbolicLink,
        0 or 0x4000 or 0x8000 => entry.FullName.EndsWith('/') ? ArchiveEntryKind.Directory : ArchiveEntryKind.File,
        _ => ArchiveEntryKind.Other,
    };

    private static string Target(ZipArchiveEntry entry)
    {
        using var content = new CheckedStream(entry);
        byte[] target = new byte[LongestTarget];
        int count = content.ReadAtLeast(target, target.Length, throwOnEndOfStream: false);
        return count < LongestTarget ? Encoding.UTF8.GetString(target, 0, count) : throw new InvalidDataException("the target of a link in it has no end");
    }

    /// <summary>Size and checksum must be what the directory says.</summary>
    private sealed class CheckedStream(ZipArchiveEntry entry) : ForwardStream
    {
        private readonly Stream _stream = entry.Open();
        private uint _checksum = Crc32.Start;
        private long _count;

        public override int Read(Span<byte> buffer) => Checked(buffer, _stream.Read(buffer));

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            int count = await _stream.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
            return Checked(buffer.Span, count);
        }

        protected override void Dispose(bool disposing)
        {
            if (disposing)
                _stream.Dispose();
            base.Dispose(disposing);
        }

        private int Checked(Span<byte> buffer, int count)
        {
            _checksum = Crc32.Append(_checksum, buffer[..count]);
            _count += count;
            bool isEnd = count == 0 && buffer.Length > 0;
            if (_count > entry.Length || (isEnd && (_count != entry.Length || Crc32.End(_checksum) != entry.Crc32)))
                throw new InvalidDataException($"'{entry.FullName}' in it has another size or checksum than its directory says");
            return count;
        }
    }
}
