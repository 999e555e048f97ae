using System.Text.Json;
using HostTools.Models.Scanning.Code;

namespace HostTools.Models.Scanning.Graphs;

/// <summary>
/// Finds the description of a Keras model, which is JSON, inside files of other formats (HDF5, protobuf). Such files keep it as it is, so
/// every place where a JSON object begins is tried.
/// </summary>
internal static class KerasScanner
{
    private const int Longest = 64 << 20;
    private const int MostTries = 100_000;

    public static void ScanRaw(FileScan scan, ByteReader bytes)
    {
        long budget = 256L << 20;
        int tries = 0;
        for (long position = 0; position < bytes.Length;)
        {
            scan.Token.ThrowIfCancellationRequested();
            bytes.Position = position;
            ReadOnlySpan<byte> part = bytes.Peek(32768);
            int at = IndexOfObject(part);
            if (at < 0)
            {
                if (part.Length < 3)
                    break;
                position += part.Length - 2;
                continue;
            }

            position += at;
            if (++tries > MostTries || budget <= 0)
            {
                scan.NotScanned("too much of the file looks like JSON; the rest was not searched");
                break;
            }

            position += Math.Max(1, TryObject(scan, bytes, position, ref budget));
        }

        Pickle.PickleSearch.Scan(scan, bytes, 0);
    }

    private static int IndexOfObject(ReadOnlySpan<byte> part)
    {
        for (int from = 0; from < part.Length - 2;)
        {
            int at = part[from..].IndexOf((byte)'{');
            if (at < 0 || from + at >= part.Length - 2)
                return -1;
            from += at;
            if (part[from + 1] is (byte)'"' or (byte)' ' or (byte)'\n' or (byte)'\r' or (byte)'\t')
                return from;
            from++;
        }

        return -1;
    }

    /// <summary>Bytes of the object that stands there; 0 when none does.</summary>
    private static int TryObject(FileScan scan, ByteReader bytes, long position, ref long budget)
    {
        // Most tries end at once; only what goes on is read further.
        for (int size = 4096; ; size *= 8)
        {
            bytes.Position = position;
            int there = (int)Math.Min(Math.Min(size, Longest), bytes.Length - position);
            budget -= there;
            byte[] text = bytes.ReadBytes(there);
            var json = new Utf8JsonReader(text, isFinalBlock: false, new JsonReaderState(new JsonReaderOptions { MaxDepth = 256 }));
            try
            {
                int tokens = 0;
                while (json.Read())
                {
                    tokens++;
                    if (json.CurrentDepth == 0 && json.TokenType == JsonTokenType.EndObject)
                    {
                        if (tokens > 3)
                            JsonScanner.ScanText(scan, text.AsMemory(0, (int)json.BytesConsumed), position);
                        return (int)json.BytesConsumed;
                    }
                }
            }
            catch (JsonException)
            {
                return 0;
            }

            if (there < size || size >= Longest || budget <= 0)
                return 0;
        }
    }
}
