namespace HostTools.Models.Scanning.Graphs;

/// <summary>Walks an ONNX model: operators that need a native library, and what keeps its data in other files.</summary>
/// <seealso href="https://github.com/onnx/onnx/blob/main/onnx/onnx.proto"/>
internal static class OnnxScanner
{
    public static void Scan(FileScan scan, ByteReader bytes)
    {
        var walk = new OnnxWalk(scan, bytes);
        walk.Run();
        foreach (string domain in walk.ForeignDomains.Order(StringComparer.Ordinal).Take(20))
            scan.Report(GraphRules.OnnxDomain, null, $"The model needs operators of {Evidence.Quoted(domain)}, which a native library must bring.", domain);
    }
}
