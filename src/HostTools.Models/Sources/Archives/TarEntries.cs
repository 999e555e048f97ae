using System.Formats.Tar;
using System.Runtime.CompilerServices;

namespace HostTools.Models;

/// <summary>Entries of a tar.</summary>
internal static class TarEntries
{
    /// <summary>Goes through it once, and closes it.</summary>
    public static async IAsyncEnumerable<ArchiveEntry> ReadAsync(Stream tar, [EnumeratorCancellation] CancellationToken token)
    {
        await using var guarded = new HeaderGuard(tar);
        await using var reader = new TarReader(guarded, leaveOpen: true);
        while (true)
        {
            guarded.IsInHeader = true;
            if (await reader.GetNextEntryAsync(copyData: false, token).ConfigureAwait(false) is not { } entry)
                break;
            guarded.IsInHeader = false;
            if (Kind(entry.EntryType) is { } kind)
                yield return new ArchiveEntry(entry.Name, kind, entry.LinkName, () => entry.DataStream ?? Stream.Null);
            // What the receiver left unread; otherwise it would count as header.
            if (entry.DataStream is { } rest)
                await rest.CopyToAsync(Stream.Null, token).ConfigureAwait(false);
        }
    }

    private static ArchiveEntryKind? Kind(TarEntryType type) => type switch
    {
        TarEntryType.RegularFile or TarEntryType.V7RegularFile or TarEntryType.ContiguousFile => ArchiveEntryKind.File,
        TarEntryType.Directory => ArchiveEntryKind.Directory,
        TarEntryType.SymbolicLink => ArchiveEntryKind.SymbolicLink,
        TarEntryType.HardLink => ArchiveEntryKind.HardLink,
        TarEntryType.GlobalExtendedAttributes => null,
        _ => ArchiveEntryKind.Other,
    };

    /// <summary>Long names and attributes are read into memory; no honest ones have megabytes.</summary>
    private sealed class HeaderGuard(Stream stream) : ForwardStream
    {
        private const int LargestHeader = 4 << 20;

        private int _headerBytes;

        public bool IsInHeader
        {
            get;
            set => (field, _headerBytes) = (value, 0);
        }

        public override int Read(Span<byte> buffer) => Counted(stream.Read(buffer));

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            Counted(await stream.ReadAsync(buffer, cancellationToken).ConfigureAwait(false));

        public override async ValueTask DisposeAsync()
        {
            await stream.DisposeAsync().ConfigureAwait(false);
            await base.DisposeAsync().ConfigureAwait(false);
        }

        private int Counted(int count) =>
            !IsInHeader || (_headerBytes += count) <= LargestHeader ? count : throw new InvalidDataException("a header of it has no end");
    }
}
