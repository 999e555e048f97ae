using System.Text.Json;

namespace HostTools.Models.Scanning.Code;

/// <summary>Scans JSON, whatever the file is called: chat templates, code that is to be loaded, layers of Keras.</summary>
internal static class JsonScanner
{
    private static readonly JsonDocumentOptions s_options = new() { MaxDepth = 256, AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip };

    public static void Scan(FileScan scan, ByteReader bytes)
    {
        if (bytes.Length > scan.Limits.Text)
        {
            scan.NotScanned($"it is JSON of more than {scan.Limits.Text} bytes");
            return;
        }

        bytes.Position = 0;
        byte[] text = bytes.ReadBytes((int)bytes.Length);
        int start = text.AsSpan().StartsWith("\uFEFF"u8) ? 3 : 0;
        if (!ScanText(scan, text.AsMemory(start), null))
            ScanLines(scan, text.AsMemory(start));
    }

    /// <summary>Scans one JSON text; false when it is none.</summary>
    /// <param name="scan">Where findings go.</param>
    /// <param name="text">The text.</param>
    /// <param name="at">Where it begins in the file; null when it is the file.</param>
    public static bool ScanText(FileScan scan, ReadOnlyMemory<byte> text, long? at)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(text, s_options);
            new JsonWalk(scan, at).Walk(document.RootElement, 0);
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
        catch (InvalidOperationException)
        {
            // A text in it has half a character.
            return false;
        }
    }

    /// <summary>One JSON text on each line is usual, too.</summary>
    private static void ScanLines(FileScan scan, ReadOnlyMemory<byte> text)
    {
        long lines = 0;
        for (ReadOnlyMemory<byte> rest = text; !rest.IsEmpty; lines++)
        {
            int end = rest.Span.IndexOf((byte)'\n');
            ReadOnlyMemory<byte> line = end < 0 ? rest : rest[..end];
            rest = end < 0 ? default : rest[(end + 1)..];
            if (line.Span.ContainsAnyExcept(" \t\r"u8) && !ScanText(scan, line, null))
            {
                scan.Report(CodeRules.JsonDamaged, null, "The file begins like JSON and is none.");
                scan.NotScanned("it is damaged JSON");
                return;
            }
        }
    }
}
