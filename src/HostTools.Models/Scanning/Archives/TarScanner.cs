namespace HostTools.Models.Scanning.Archives;

/// <summary>Scans every member of a tar archive.</summary>
internal static class TarScanner
{
    public static void Scan(FileScan scan, Stream stream)
    {
        if (scan.Depth >= scan.Limits.Depth)
        {
            scan.NotScanned($"archives inside archives go deeper than {scan.Limits.Depth}");
            return;
        }

        var bytes = new ByteReader(stream);
        string? longName = null;
        int count = 0;
        for (long at = 0; at <= stream.Length - TarHeader.Bytes; count++)
        {
            scan.Token.ThrowIfCancellationRequested();
            bytes.Position = at;
            ReadOnlySpan<byte> block = bytes.Peek(TarHeader.Bytes);
            if (!block.ContainsAnyExcept((byte)0))
                break;
            if (TarHeader.Read(block) is not { } header || header.Size > stream.Length - at - TarHeader.Bytes)
            {
                scan.Report(ArchiveRules.Damaged, at, "A header of the archive is damaged.");
                scan.NotScanned($"the archive breaks at byte {at}");
                Pickle.PickleSearch.Scan(scan, bytes, at);
                break;
            }

            if (count >= scan.Limits.Members)
            {
                scan.NotScanned($"the archive has more than {scan.Limits.Members} members");
                break;
            }

            longName = ScanMember(scan, stream, header, at + TarHeader.Bytes, longName);
            at += TarHeader.Bytes + ((header.Size + TarHeader.Bytes - 1) / TarHeader.Bytes * TarHeader.Bytes);
        }
    }

    /// <summary>The name that the next member has, where this one only says that.</summary>
    private static string? ScanMember(FileScan scan, Stream stream, TarHeader header, long dataAt, string? longName)
    {
        var content = new PartStream(stream, dataAt, header.Size);
        if (header.Type == 'L')
            return ReadName(content);
        if (header.Type is 'K' or 'x' or 'g')
            return longName;
        string name = longName ?? header.Name;
        if (MemberName.LeadsOutside(name))
            scan.Report(ArchiveRules.Traversal, dataAt, $"The member {Evidence.Quoted(name)} would be unpacked outside of the folder.", name);
        if (header.Type is '1' or '2')
            scan.Report(ArchiveRules.Link, dataAt, $"The member {Evidence.Quoted(name)} is a link.", name);
        else if (header.Type is '3' or '4' or '6')
            scan.Report(FileRules.Special, dataAt, $"The member {Evidence.Quoted(name)} is a pipe or a device.", name);
        else if (header.Size > 0)
            ContentScanner.Scan(scan.Inside(name), content);
        return null;
    }

    private static string ReadName(PartStream content)
    {
        byte[] name = new byte[(int)Math.Min(content.Length, 4096)];
        content.ReadExactly(name);
        return System.Text.Encoding.UTF8.GetString(name).TrimEnd('\0');
    }
}
