using System.Text;

namespace HostTools.Models.Scanning.Tensors;

/// <summary>Checks a GGUF file against every rule of the format, and scans its chat templates; the numbers themselves are not read.</summary>
/// <seealso href="https://github.com/ggml-org/ggml/blob/master/docs/gguf.md"/>
internal static class GgufScanner
{
    // Readers give up beyond these.
    private const int LongestKey = 65535;
    private const long LongestText = 1L << 30;
    private const ulong LongestArray = 1UL << 30;

    public static void Scan(FileScan scan, ByteReader bytes)
    {
        try
        {
            Read(scan, bytes);
        }
        catch (MalformedException cause)
        {
            scan.Report(TensorRules.GgufHeader, cause.Offset, $"The file breaks the format: {cause.Message}.");
        }
    }

    private static void Read(FileScan scan, ByteReader bytes)
    {
        bytes.Position = 0;
        bool isSwapped = bytes.Peek(1)[0] == 'F';
        bytes.Position = 4;
        uint version = bytes.ReadUInt32();
        if (isSwapped || (version & 0xFFFF) == 0)
        {
            scan.NotScanned("its numbers are in the byte order of other machines");
            return;
        }

        if (version is < 2 or > 3)
        {
            scan.NotScanned($"its version is {version}; 2 and 3 are known");
            return;
        }

        ulong tensors = bytes.ReadUInt64(), pairs = bytes.ReadUInt64();
        // The smallest tensor takes 24 bytes, the smallest pair 13.
        if (tensors > (ulong)bytes.Remaining / 24 || pairs > (ulong)bytes.Remaining / 13)
            throw new MalformedException(8, $"it promises {tensors} tensors and {pairs} values, more than the file has room for");
        GgufMetadata metadata = ReadMetadata(scan, bytes, (long)pairs);
        new GgufTensors(scan, bytes, metadata).Read((long)tensors);
    }

    private static GgufMetadata ReadMetadata(FileScan scan, ByteReader bytes, long pairs)
    {
        var metadata = new GgufMetadata();
        HashSet<string> keys = [];
        for (long i = 0; i < pairs; i++)
        {
            scan.Token.ThrowIfCancellationRequested();
            long at = bytes.Position;
            string key = ReadText(bytes, LongestKey, LongestKey);
            if (!keys.Add(key))
                scan.Report(TensorRules.GgufMetadata, at, $"The key {Evidence.Quoted(key)} is there twice.", key);
            if (key.Length == 0 || !Ascii.IsValid(key))
                scan.Report(TensorRules.GgufMetadata, at, $"The key {Evidence.Quoted(key)} is not plain text.", key);
            uint type = bytes.ReadUInt32();
            if (type == 9)
                ReadArray(scan, bytes, at, 0);
            else if (type == 8 && key.StartsWith("tokenizer.chat_template", StringComparison.Ordinal))
                Code.TemplateScanner.ScanText(scan, ReadText(bytes, LongestText, scan.Limits.Text), bytes.Position);
            else if (type == 8)
                SkipText(bytes);
            else
                metadata.Take(scan, key, at, ReadNumber(bytes, type, at));
        }

        return metadata;
    }

    /// <summary>A number, unsigned where it is whole; 0 for fractions.</summary>
    private static ulong ReadNumber(ByteReader bytes, uint type, long at)
    {
        switch (type)
        {
            case 0 or 1: return bytes.ReadByte();
            case 7:
                byte value = bytes.ReadByte();
                return value <= 1 ? value : throw new MalformedException(at, "a yes-or-no value is neither");
            case 2 or 3: return bytes.ReadUInt16();
            case 4 or 5: return bytes.ReadUInt32();
            case 6: bytes.Skip(4); return 0;
            case 10 or 11: return bytes.ReadUInt64();
            case 12: bytes.Skip(8); return 0;
            default: throw new MalformedException(at, $"a value has the unknown type {type}");
        }
    }

    private static void ReadArray(FileScan scan, ByteReader bytes, long at, int depth)
    {
        uint type = bytes.ReadUInt32();
        ulong count = bytes.ReadUInt64();
        uint size = type switch { 0 or 1 or 7 => 1u, 2 or 3 => 2u, 4 or 5 or 6 => 4u, 10 or 11 or 12 => 8u, 8 => 8u, 9 => 12u, _ => 0u };
        if (size == 0)
            throw new MalformedException(at, $"an array has the unknown type {type}");
        if (count > LongestArray || count > (ulong)bytes.Remaining / size)
            throw new MalformedException(at, $"an array promises {count} values, more than the file has room for");
        if (type == 9 && depth >= 4)
            throw new MalformedException(at, "arrays go too deep");
        if (type is not (8 or 9))
        {
            bytes.Skip(count * size);
            return;
        }

        for (ulong i = 0; i < count; i++)
        {
            if ((i & 0xFFFF) == 0)
                scan.Token.ThrowIfCancellationRequested();
            if (type == 8)
                SkipText(bytes);
            else
                ReadArray(scan, bytes, at, depth + 1);
        }
    }

    private static void SkipText(ByteReader bytes)
    {
        long at = bytes.Position;
        ulong length = bytes.ReadUInt64();
        if (length > LongestText)
            throw new MalformedException(at, "a text is too long");
        bytes.Skip(length);
    }

    /// <summary>A text with its length in front; of long ones the beginning.</summary>
    public static string ReadText(ByteReader bytes, long longest, int kept)
    {
        long at = bytes.Position;
        ulong length = bytes.ReadUInt64();
        if (length > (ulong)longest)
            throw new MalformedException(at, $"a text has {length} bytes; {longest} are allowed");
        if (length > (ulong)bytes.Remaining)
            throw new MalformedException(at, "a text is longer than the file");
        byte[] text = bytes.ReadBytes((int)Math.Min(length, (ulong)kept));
        bytes.Skip(length - (ulong)text.Length);
        return Encoding.UTF8.GetString(text);
    }
}
