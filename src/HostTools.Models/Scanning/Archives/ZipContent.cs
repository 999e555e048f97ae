using System.IO.Compression;

namespace HostTools.Models.Scanning.Archives;

/// <summary>Unpacks one member and scans it.</summary>
internal static class ZipContent
{
    private const int BombRatio = 200;
    private const long BombSize = 256L << 20;

    // Checking the sum of gigabytes of numbers takes longer than all else, and a wrong one hides nothing from us.
    private const long LongestChecked = 64L << 20;

    public static void Scan(FileScan scan, Stream archive, ZipMember member, ZipLayout layout)
    {
        if (member.IsFolder)
            return;
        FileScan inside = scan.Inside(member.Name);
        using var raw = new PartStream(archive, member.DataAt, member.CompressedSize);
        switch (member.Method)
        {
            case 0: ScanStored(inside, raw, member, layout.IsTensor(member.Name)); break;
            case 8: ScanDeflated(inside, raw, member, layout.IsTensor(member.Name)); break;
            default:
                inside.NotScanned($"it is compressed by method {member.Method}, which cannot be unpacked here");
                SearchRaw(inside, raw);
                break;
        }
    }

    private static void ScanStored(FileScan scan, PartStream raw, ZipMember member, bool isTensor)
    {
        bool isChecked = raw.Length <= LongestChecked;
        bool isRight = !isChecked || member.Crc == Crc32.Of(raw, scan.Token);
        if (member.IsSaidToBeUnreadable && !isRight)
        {
            NotReadable(scan, raw);
            return;
        }

        ReportLies(scan, member, isRight);
        ScanPlain(scan, raw, isTensor);
    }

    private static void ScanDeflated(FileScan scan, PartStream raw, ZipMember member, bool isTensor)
    {
        using var deflate = new DeflateStream(raw, CompressionMode.Decompress, leaveOpen: true);
        using SpooledPart part = Spool.Expand(deflate, scan);
        if (part.IsTooLarge || (part.Stream.Length > BombSize && part.Stream.Length / BombRatio > raw.Length))
        {
            scan.Report(ArchiveRules.Bomb, null, $"{raw.Length} bytes grow to more than {part.Stream.Length}.");
            scan.NotScanned("it grows too large");
        }

        bool isRight = !part.IsBroken && (part.Stream.Length > LongestChecked || member.Crc == Crc32.Of(part.Stream, scan.Token));
        if (part.IsBroken && (member.IsSaidToBeUnreadable || part.Stream.Length == 0))
        {
            NotReadable(scan, raw);
            return;
        }

        ReportLies(scan, member, isRight);
        if (part.IsBroken)
            scan.NotScanned("its compressed data is damaged");
        ScanPlain(scan, part.Stream, isTensor);
    }

    private static void ReportLies(FileScan scan, ZipMember member, bool isRight)
    {
        if (member.IsSaidToBeUnreadable)
            scan.Report(ArchiveRules.FlagLie, null, $"The flags 0x{member.Flags:x} of the member say that it cannot be read, and it can.");
        if (!isRight)
            scan.Report(ArchiveRules.Checksum, null, "The checksum of the member is wrong.");
    }

    /// <summary>Numbers of a tensor are read as numbers; still, what stands at their start is run, since that costs nothing.</summary>
    private static void ScanPlain(FileScan scan, Stream content, bool isTensor)
    {
        if (isTensor)
            Pickle.PickleScanner.ScanStart(scan, new ByteReader(content), isOther: true);
        else
            ContentScanner.Scan(scan, content);
    }

    private static void NotReadable(FileScan scan, PartStream raw)
    {
        scan.NotScanned("it is encrypted or damaged");
        SearchRaw(scan, raw);
    }

    private static void SearchRaw(FileScan scan, PartStream raw)
    {
        var bytes = new ByteReader(raw);
        Pickle.PickleScanner.ScanStart(scan, bytes);
        Pickle.PickleSearch.Scan(scan, bytes, 0);
    }
}
