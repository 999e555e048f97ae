namespace HostTools.Models.Scanning;

/// <summary>Looks through the files of a model for what is dangerous to load. Reads only; runs nothing. Thread-safe.</summary>
/// <param name="limits">Bounds; <see cref="ScanLimits.Default"/> unless said otherwise.</param>
public sealed class ModelScanner(ScanLimits? limits = null)
{
    private readonly ScanLimits _limits = limits ?? ScanLimits.Default;

    /// <summary>Scans every file, and what the files say about each other.</summary>
    public ScanReport Scan(IModelFiles files, CancellationToken token)
    {
        List<FileReport> reports = [.. SideBySide.Of(files.Files, file => Scan(files, file, token), token)];
        return new ScanReport(Tensors.ShardIndex.Check(files, reports, _limits, token));
    }

    private FileReport Scan(IModelFiles files, ScannedFile file, CancellationToken token)
    {
        var scan = new FileScan(file.Path, _limits, token);
        string kind = "link";
        if (file.IsSpecial)
            scan.Report(FileRules.Special, null, "This is a pipe, a socket or a device.");
        else if (file.IsLinkOutside)
            scan.Report(FileRules.LinkOutside, null, "The link leads out of the model, or nowhere.", file.LinkTarget ?? string.Empty);
        else
            kind = ScanContent(scan, files, file);
        if (file.IsExecutable)
            scan.Report(FileRules.Executable, null, "The file may be executed.");
        return new FileReport(file.Path, kind, scan.Findings, scan.NotScannedReasons) { Formats = scan.Formats };
    }

    private static string ScanContent(FileScan scan, IModelFiles files, ScannedFile file)
    {
        try
        {
            using Stream stream = files.Open(file);
            ContentKind kind = ContentScanner.Scan(scan, stream);
            if (kind == ContentKind.Onnx)
            {
                using Stream again = files.Open(file);
                Graphs.ExternalData.Check(scan, files, file, again);
            }

            if (kind == ContentKind.Gguf)
                Tensors.GgufSplits.Check(scan, files, file, scan.SplitCount);
            return ContentScanner.NameOf(kind);
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException)
        {
            scan.NotScanned($"it cannot be read: {cause.Message.TrimEnd('.')}");
            return "unreadable";
        }
    }
}
