using System.Text.Json;

namespace HostTools.Models.Scanning.Tensors;

/// <summary>Compares an index of shards (<c>weight_map</c>) with the shards.</summary>
internal static class ShardIndex
{
    /// <summary>The reports, with what the indexes among the files say against the shards.</summary>
    public static IReadOnlyList<FileReport> Check(IModelFiles files, List<FileReport> reports, ScanLimits limits, CancellationToken token)
    {
        Dictionary<string, ScannedFile> byPath = files.Files.ToDictionary(static file => file.Path, StringComparer.Ordinal);
        for (int i = 0; i < reports.Count; i++)
        {
            if (reports[i].Kind != "json" || !byPath.TryGetValue(reports[i].File, out ScannedFile? file) || file.Size > limits.Text || !MayBeIndex(files, file))
                continue;
            var scan = new FileScan(file.Path, limits, token);
            TryCheckIndex(scan, files, byPath, file);
            if (scan.Findings.Count > 0 || scan.NotScannedReasons.Count > 0)
                reports[i] = reports[i] with { Findings = [.. reports[i].Findings, .. scan.Findings], NotScanned = [.. reports[i].NotScanned, .. scan.NotScannedReasons] };
        }

        return reports;
    }

    private static bool MayBeIndex(IModelFiles files, ScannedFile file)
    {
        using Stream stream = files.Open(file);
        var bytes = new ByteReader(stream);
        while (bytes.Position < bytes.Length)
        {
            ReadOnlySpan<byte> part = bytes.Peek(32768);
            if (part.IndexOf("\"weight_map\""u8) >= 0)
                return true;
            if (part.Length < 64)
                return false;
            bytes.Position += part.Length - 32;
        }

        return false;
    }

    private static void TryCheckIndex(FileScan scan, IModelFiles files, Dictionary<string, ScannedFile> byPath, ScannedFile index)
    {
        try
        {
            CheckIndex(scan, files, byPath, index);
        }
        catch (InvalidOperationException)
        {
            scan.NotScanned("a text in the index has half a character");
        }
    }

    private static void CheckIndex(FileScan scan, IModelFiles files, Dictionary<string, ScannedFile> byPath, ScannedFile index)
    {
        JsonDocument document;
        try
        {
            using Stream stream = files.Open(index);
            document = JsonDocument.Parse(stream);
        }
        catch (JsonException)
        {
            return;
        }

        using (document)
        {
            if (document.RootElement.ValueKind != JsonValueKind.Object || !document.RootElement.TryGetProperty("weight_map", out JsonElement map) || map.ValueKind != JsonValueKind.Object)
                return;
            string folder = index.Path.Contains('/', StringComparison.Ordinal) ? index.Path[..(index.Path.LastIndexOf('/') + 1)] : string.Empty;
            long data = 0;
            bool isWhole = true;
            foreach (IGrouping<string?, JsonProperty> shard in map.EnumerateObject().GroupBy(static entry => entry.Value.ValueKind == JsonValueKind.String ? entry.Value.GetString() : null))
                isWhole &= CheckShard(scan, files, byPath, folder, shard.Key, [.. shard.Select(static entry => entry.Name)], ref data);
            if (isWhole && document.RootElement.TryGetProperty("metadata", out JsonElement metadata) && metadata.ValueKind == JsonValueKind.Object &&
                metadata.TryGetProperty("total_size", out JsonElement total) && total.ValueKind == JsonValueKind.Number && total.TryGetInt64(out long said) && said > data)
                scan.Report(TensorRules.ShardIndex, null, $"The index promises {said} bytes of tensors; the shards have {data}.");
        }
    }

    /// <summary>True when the shard is a safetensors file that was compared.</summary>
    private static bool CheckShard(FileScan scan, IModelFiles files, Dictionary<string, ScannedFile> byPath, string folder, string? shard, List<string> tensors, ref long data)
    {
        if (shard is null || Archives.MemberName.LeadsOutside(shard))
        {
            scan.Report(TensorRules.ShardIndex, null, $"The index names the shard {Evidence.Quoted(shard ?? "null")}, which is no file of the model.", shard ?? string.Empty);
            return false;
        }

        if (!byPath.TryGetValue(folder + shard, out ScannedFile? file) || file.IsLinkOutside || file.IsSpecial)
        {
            scan.Report(TensorRules.ShardIndex, null, $"The index names the shard {Evidence.Quoted(shard)}, which is missing.", shard);
            return false;
        }

        if (NamesOf(files, file, scan, out long length) is not { } names)
            return false;
        data += length;
        foreach (string tensor in tensors.Where(tensor => !names.Contains(tensor)).Take(10))
            scan.Report(TensorRules.ShardIndex, null, $"The index looks for {Evidence.Quoted(tensor)} in {Evidence.Quoted(shard)}, which does not have it.", tensor);
        return true;
    }

    /// <summary>The names of a shard's tensors; null when it is no valid safetensors file, which its own report says.</summary>
    private static IReadOnlyCollection<string>? NamesOf(IModelFiles files, ScannedFile file, FileScan scan, out long length)
    {
        length = 0;
        var unseen = new FileScan(file.Path, scan.Limits, scan.Token);
        try
        {
            using Stream stream = files.Open(file);
            var bytes = new ByteReader(stream);
            if (ContentSniffer.Identify(bytes) != ContentKind.Safetensors || SafetensorsScanner.ReadHeader(unseen, bytes) is not { } header)
                return null;
            length = bytes.Length - 8 - header.Length;
            var reader = new SafetensorsHeader(unseen, length);
            reader.Check(header);
            return reader.Names;
        }
        catch (Exception cause) when (cause is MalformedException or JsonException)
        {
            return null;
        }
    }
}
