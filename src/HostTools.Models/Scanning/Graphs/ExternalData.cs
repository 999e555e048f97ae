using HostTools.Models.Scanning.Archives;

namespace HostTools.Models.Scanning.Graphs;

/// <summary>Checks the files that tensors of an ONNX model are read from.</summary>
internal static class ExternalData
{
    // Others were used to set attributes of the reader's objects.
    private static readonly string[] s_keys = ["location", "offset", "length", "checksum", "basepath"];

    public static void Check(FileScan scan, IModelFiles files, ScannedFile model, Stream stream)
    {
        var walk = new OnnxWalk(new FileScan(model.Path, scan.Limits, scan.Token), new ByteReader(stream));
        walk.Run();
        string folder = model.Path.Contains('/', StringComparison.Ordinal) ? model.Path[..(model.Path.LastIndexOf('/') + 1)] : string.Empty;
        Dictionary<string, ScannedFile> byPath = files.Files.ToDictionary(static file => file.Path, StringComparer.Ordinal);
        foreach (OnnxExternal tensor in walk.External)
            CheckOne(scan, tensor, folder, byPath);
    }

    private static void CheckOne(FileScan scan, OnnxExternal tensor, string folder, Dictionary<string, ScannedFile> byPath)
    {
        string location = tensor.Location ?? string.Empty;
        if (tensor.Entries.Keys.FirstOrDefault(static key => !s_keys.Contains(key, StringComparer.Ordinal)) is { } foreign)
            scan.Report(GraphRules.OnnxExternal, tensor.At, $"A tensor describes its file by the unknown key {Evidence.Quoted(foreign)}.", foreign);
        if (MemberName.LeadsOutside(location) || location.Contains('\0', StringComparison.Ordinal))
        {
            scan.Report(GraphRules.OnnxLocation, tensor.At, $"A tensor is read from {Evidence.Quoted(location)}, outside of the model.", location);
            return;
        }

        string path = folder + Plain(location);
        if (!byPath.TryGetValue(path, out ScannedFile? file))
            scan.Report(GraphRules.OnnxExternal, tensor.At, $"A tensor is read from {Evidence.Quoted(location)}, which is missing.", location);
        else if (file.IsLinkOutside || file.IsSpecial)
            scan.Report(GraphRules.OnnxLocation, tensor.At, $"A tensor is read through the link {Evidence.Quoted(location)}, which leads out of the model.", location);
        else
            CheckRange(scan, tensor, file, location);
    }

    private static void CheckRange(FileScan scan, OnnxExternal tensor, ScannedFile file, string location)
    {
        long offset = tensor.Number("offset") ?? 0, length = tensor.Number("length") ?? 0;
        if (offset < 0 || length < 0)
            scan.Report(GraphRules.OnnxExternal, tensor.At, $"A tensor says no valid place in {Evidence.Quoted(location)}.", location);
        else if (offset > file.Size || length > file.Size - offset)
            scan.Report(GraphRules.OnnxExternal, tensor.At, $"A tensor is read from {Evidence.Quoted(location)} beyond its {file.Size} bytes.", location);
    }

    private static string Plain(string location)
    {
        string plain = location.Replace('\\', '/');
        while (plain.StartsWith("./", StringComparison.Ordinal))
            plain = plain[2..];
        return plain;
    }
}
