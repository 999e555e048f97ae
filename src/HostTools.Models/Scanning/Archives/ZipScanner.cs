namespace HostTools.Models.Scanning.Archives;

/// <summary>
/// Reads a zip archive as leniently as the readers of models do, from its directory and from its local headers, and scans every member
/// whatever flags and checksums say.
/// </summary>
internal static class ZipScanner
{
    public static void Scan(FileScan scan, Stream stream)
    {
        if (scan.Depth >= scan.Limits.Depth)
        {
            scan.NotScanned($"archives inside archives go deeper than {scan.Limits.Depth}");
            return;
        }

        var bytes = new ByteReader(stream);
        var extents = new Extents();
        List<ZipMember> members = ReadDirectory(scan, stream, bytes, extents);
        var layout = new ZipLayout(members.Select(static member => member.Name));
        layout.Report(scan);
        foreach (ZipMember member in members)
            ScanEntry(scan, stream, bytes, member, layout, extents);
        if (extents.Overlap is { } overlap)
            scan.Report(ArchiveRules.Overlap, overlap, "Members of the archive share bytes.");
        ScanGaps(scan, stream, bytes, layout, extents);
    }

    private static List<ZipMember> ReadDirectory(FileScan scan, Stream stream, ByteReader bytes, Extents extents)
    {
        List<ZipMember> members = [];
        if (ZipEnd.Find(stream) is not { } end)
        {
            scan.Report(ArchiveRules.Damaged, null, "The archive has no directory; its members are read from their own headers.");
            return members;
        }

        HashSet<string> names = [];
        long start = end.Position - end.DirectorySize;
        extents.Add(start, stream.Length);
        bytes.Position = start;
        while (bytes.Position < end.Position && ZipMember.ReadEntry(bytes) is { } member)
        {
            if (members.Count == scan.Limits.Members)
            {
                scan.NotScanned($"the archive has more than {scan.Limits.Members} members");
                break;
            }

            if (!names.Add(member.Name))
                scan.Report(ArchiveRules.Duplicate, bytes.Position, $"Two members are named {Evidence.Quoted(member.Name)}.", member.Name);
            members.Add(member with { HeaderAt = member.HeaderAt + Math.Max(0, end.Prefix) });
        }

        if (members.Count != end.EntryCount && members.Count < scan.Limits.Members)
            scan.Report(ArchiveRules.Damaged, start, $"The directory has {members.Count} members, and its end says {end.EntryCount}.");
        return members;
    }

    private static void ScanEntry(FileScan scan, Stream stream, ByteReader bytes, ZipMember entry, ZipLayout layout, Extents extents)
    {
        scan.Token.ThrowIfCancellationRequested();
        ReportName(scan, entry);
        ZipMember? local = ZipMember.ReadLocal(bytes, entry.HeaderAt);
        if (local is null)
        {
            scan.Report(ArchiveRules.Damaged, entry.HeaderAt, $"The member {Evidence.Quoted(entry.Name)} is not where the directory says.", entry.Name);
            return;
        }

        Compare(scan, entry, local);
        long available = Math.Max(0, stream.Length - local.DataAt);
        long length = Math.Min(available, Math.Max(entry.CompressedSize, local.HasSizesBehind ? 0 : local.CompressedSize));
        extents.Add(entry.HeaderAt, local.DataAt + Math.Min(available, entry.CompressedSize));
        // A reader takes the method of the one or of the other header.
        ZipContent.Scan(scan, stream, entry with { DataAt = local.DataAt, CompressedSize = length, Flags = (ushort)(entry.Flags | local.Flags) }, layout);
        if (local.Method != entry.Method)
            ZipContent.Scan(scan, stream, local with { CompressedSize = length }, layout);
    }

    private static void ReportName(FileScan scan, ZipMember member)
    {
        if (MemberName.LeadsOutside(member.Name))
            scan.Report(ArchiveRules.Traversal, member.HeaderAt, $"The member {Evidence.Quoted(member.Name)} would be unpacked outside of the folder.", member.Name);
        if (member.IsLink)
            scan.Report(ArchiveRules.Link, member.HeaderAt, $"The member {Evidence.Quoted(member.Name)} is a link.", member.Name);
    }

    private static void Compare(FileScan scan, ZipMember entry, ZipMember local)
    {
        if (entry.Name != local.Name || entry.Name.Contains('\0', StringComparison.Ordinal))
            scan.Report(ArchiveRules.NameMismatch, entry.HeaderAt, $"The directory names a member {Evidence.Quoted(entry.Name)}, its own header {Evidence.Quoted(local.Name)}.", local.Name);
        bool hasSizes = !local.HasSizesBehind || local.CompressedSize != 0;
        if (entry.Method != local.Method || (hasSizes && (entry.CompressedSize != local.CompressedSize || entry.Size != local.Size)))
            scan.Report(ArchiveRules.HeaderMismatch, entry.HeaderAt, $"The two headers of {Evidence.Quoted(entry.Name)} disagree about method or size.", entry.Name);
    }

    /// <summary>What no member of the directory covers: data in front, and members that the directory does not name.</summary>
    private static void ScanGaps(FileScan scan, Stream stream, ByteReader bytes, ZipLayout layout, Extents extents)
    {
        foreach ((long start, long end) in extents.Gaps(stream.Length))
        {
            long position = start;
            while (position < end && ZipSignature.FindLocal(bytes, position, end) is >= 0 and var at)
            {
                if (ZipMember.ReadLocal(bytes, at) is not { } hidden)
                {
                    position = at + 4;
                    continue;
                }

                scan.Report(ArchiveRules.Hidden, at, $"The member {Evidence.Quoted(hidden.Name)} is not in the directory.", hidden.Name);
                ReportName(scan, hidden);
                long most = Math.Max(0, end - hidden.DataAt);
                long length = hidden.CompressedSize > 0 ? Math.Min(hidden.CompressedSize, most) : most;
                ZipContent.Scan(scan, stream, hidden with { CompressedSize = length }, layout);
                position = hidden.DataAt + (hidden.CompressedSize > 0 ? length : 0);
            }

            if (end - start > 64)
                Pickle.PickleSearch.Scan(scan, new ByteReader(new PartStream(stream, start, end - start)), 0);
        }
    }
}
