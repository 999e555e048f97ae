using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using HostTools.Models.Scanning.Pickle;

namespace HostTools.Models.Scanning.Tensors;

/// <summary>NumPy's own format: a header in the syntax of Python, then numbers, or a pickle where the array has objects.</summary>
/// <seealso href="https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html"/>
internal static partial class NpyScanner
{
    // NumPy itself refuses longer ones unless told to trust the file.
    private const int LongestHeader = 10_000;

    public static void Scan(FileScan scan, ByteReader bytes)
    {
        try
        {
            Read(scan, bytes);
        }
        catch (MalformedException cause)
        {
            scan.Report(TensorRules.Npy, cause.Offset, $"The array is damaged: {cause.Message}.");
            PickleSearch.Scan(scan, bytes, 0);
        }
    }

    private static void Read(FileScan scan, ByteReader bytes)
    {
        bytes.Position = 6;
        int version = bytes.ReadByte();
        bytes.Skip(1);
        uint length = version == 1 ? bytes.ReadUInt16() : bytes.ReadUInt32();
        if (version is < 1 or > 3 || length > LongestHeader)
            throw new MalformedException(6, version is < 1 or > 3 ? "its version is unknown" : "its header is too long");
        string header = Encoding.Latin1.GetString(bytes.ReadBytes((int)length));
        long data = bytes.Position;
        if (HasObjects().IsMatch(header))
        {
            scan.Report(TensorRules.NpyObjects, data, "The array holds Python objects, written as a pickle.");
            scan.Is(ContentScanner.NameOf(ContentKind.Pickle));
            PickleScanner.Head head = PickleScanner.ScanStart(scan, bytes, data);
            if (head.BrokenWhy is { } why)
                scan.NotScanned($"the pickle of the array breaks: {why}");
            if (head.End < bytes.Length)
                PickleSearch.Scan(scan, bytes, head.End);
            return;
        }

        if (BytesOf(header) is not { } size)
            scan.NotScanned("the header of the array is not understood");
        else if (data + size == bytes.Length)
            return;
        else
            scan.Report(TensorRules.Npy, data, $"The header promises {size} bytes of numbers, and {bytes.Length - data} follow.");
        PickleSearch.Scan(scan, bytes, data);
    }

    /// <summary>Bytes of the numbers; null for structured types and for what is not understood.</summary>
    private static long? BytesOf(string header)
    {
        Match type = PlainType().Match(header), shape = Shape().Match(header);
        if (!type.Success || !shape.Success || !long.TryParse(type.Groups[2].Value, NumberStyles.None, CultureInfo.InvariantCulture, out long bytes))
            return null;
        if (type.Groups[1].Value == "U")
            bytes = bytes > long.MaxValue / 4 ? long.MaxValue : bytes * 4;
        foreach (string part in shape.Groups[1].Value.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            if (!long.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out long extent) || (extent > 0 && bytes > long.MaxValue / 2 / extent))
                return null;
            bytes *= extent;
        }

        return bytes;
    }

    [GeneratedRegex(@"['""][<>|=]?O[0-9]*['""]", RegexOptions.NonBacktracking)]
    private static partial Regex HasObjects();

    [GeneratedRegex(@"['""]descr['""]\s*:\s*['""][<>|=]?([biufcSUVmM])([0-9]{1,12})(?:\[[A-Za-z0-9]+\])?['""]", RegexOptions.NonBacktracking)]
    private static partial Regex PlainType();

    [GeneratedRegex(@"['""]shape['""]\s*:\s*\(([0-9, ]*)\)", RegexOptions.NonBacktracking)]
    private static partial Regex Shape();
}
