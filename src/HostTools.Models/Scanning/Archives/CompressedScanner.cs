using System.IO.Compression;

namespace HostTools.Models.Scanning.Archives;

/// <summary>Files that are compressed as a whole, as joblib writes them.</summary>
internal static class CompressedScanner
{
    public static void Scan(FileScan scan, Stream stream, ContentKind kind)
    {
        if (scan.Depth >= scan.Limits.Depth)
        {
            scan.NotScanned($"archives inside archives go deeper than {scan.Limits.Depth}");
            return;
        }

        stream.Position = 0;
        using Stream expander = kind == ContentKind.Gzip
            ? new GZipStream(stream, CompressionMode.Decompress, leaveOpen: true)
            : new ZLibStream(stream, CompressionMode.Decompress, leaveOpen: true);
        using SpooledPart part = Spool.Expand(expander, scan);
        if (part.IsTooLarge)
        {
            scan.Report(ArchiveRules.Bomb, null, $"{stream.Length} bytes grow to more than {part.Stream.Length}.");
            scan.NotScanned("it grows too large");
        }

        if (part.IsBroken)
            scan.NotScanned("its compressed data is damaged");
        if (part.Stream.Length > 0)
            ContentScanner.Scan(scan.Inside("content"), part.Stream);
    }
}
