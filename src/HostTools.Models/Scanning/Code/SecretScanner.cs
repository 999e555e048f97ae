using System.Text;

namespace HostTools.Models.Scanning.Code;

/// <summary>Finds tokens and private keys by their shape; they are never shown.</summary>
internal static class SecretScanner
{
    private const int Window = 32768;
    private const int Overlap = 256;

    public static void Scan(FileScan scan, ByteReader bytes)
    {
        for (long position = 0; position < bytes.Length; position += Window - Overlap)
        {
            scan.Token.ThrowIfCancellationRequested();
            bytes.Position = position;
            ReadOnlySpan<byte> part = bytes.Peek(Window);
            if (Scanning.Evidence.Token().Match(Encoding.Latin1.GetString(part)) is { Success: true } match)
            {
                scan.Report(FileRules.Secret, position + match.Index, "The file seems to hold a token or a private key.");
                return;
            }
        }
    }
}
