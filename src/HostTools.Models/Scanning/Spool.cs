namespace HostTools.Models.Scanning;

/// <summary>Expands a compressed part so that it can be read at any place: in memory while it is small, then in a temporary file.</summary>
internal static class Spool
{
    /// <summary>
    /// What could be expanded; broken says that the compressed data ended or was damaged, too large that the file's budget is used up.
    /// </summary>
    public static SpooledPart Expand(Stream compressed, FileScan scan)
    {
        Stream into = new MemoryStream();
        byte[] buffer = new byte[16384];
        bool isBroken = false;
        while (true)
        {
            int read;
            try
            {
                read = compressed.Read(buffer);
            }
            catch (Exception cause) when (cause is InvalidDataException or IOException)
            {
                isBroken = true;
                break;
            }

            if (read == 0)
                break;
            scan.Token.ThrowIfCancellationRequested();
            scan.Expanded -= read;
            if (scan.Expanded < 0)
                return new SpooledPart(into, isBroken, IsTooLarge: true);
            if (into is MemoryStream && into.Length + read > scan.Limits.InMemory)
                into = ToFile(into);
            into.Write(buffer, 0, read);
        }

        return new SpooledPart(into, isBroken, IsTooLarge: false);
    }

    private static FileStream ToFile(Stream memory)
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.ReadWrite, Share = FileShare.None, Options = FileOptions.DeleteOnClose };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        var file = new FileStream(Path.Combine(Path.GetTempPath(), $"hosttools-scan-{Guid.NewGuid():n}"), options);
        using (memory)
        {
            memory.Position = 0;
            memory.CopyTo(file);
        }

        return file;
    }
}

/// <summary>What came out of a compressed part.</summary>
internal sealed record SpooledPart(Stream Stream, bool IsBroken, bool IsTooLarge) : IDisposable
{
    public void Dispose() => Stream.Dispose();
}
