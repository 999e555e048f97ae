using HostTools.Models.Scanning.Archives;
using HostTools.Models.Scanning.Code;
using HostTools.Models.Scanning.Graphs;
using HostTools.Models.Scanning.Pickle;
using HostTools.Models.Scanning.Tensors;

namespace HostTools.Models.Scanning;

/// <summary>Scans one file, or a part of one, as everything that a loader could take it for.</summary>
internal static class ContentScanner
{
    /// <summary>What it is.</summary>
    public static ContentKind Scan(FileScan scan, Stream stream)
    {
        scan.Token.ThrowIfCancellationRequested();
        var bytes = new ByteReader(stream);
        ContentKind kind = ContentSniffer.Identify(bytes);
        if (kind == ContentKind.Empty)
            return kind;
        PickleScanner.Head pickle = PickleScanner.ScanStart(scan, bytes, isOther: kind is not (ContentKind.Data or ContentKind.Text));
        if (pickle.IsPickle && kind is ContentKind.Data or ContentKind.Text)
            kind = ContentKind.Pickle;
        Inspect(scan, stream, bytes, kind, pickle);
        if (kind != ContentKind.Zip && ZipEnd.Find(stream) is { EntryCount: > 0 })
            kind = ScanZipBehind(scan, stream, kind);
        scan.Is(NameOf(kind));
        return kind;
    }

    private static void Inspect(FileScan scan, Stream stream, ByteReader bytes, ContentKind kind, PickleScanner.Head pickle)
    {
        switch (kind)
        {
            case ContentKind.Pickle: InspectPickle(scan, bytes, pickle); break;
            case ContentKind.Zip: ZipScanner.Scan(scan, stream); break;
            case ContentKind.Tar: TarScanner.Scan(scan, stream); break;
            case ContentKind.Gzip or ContentKind.Zlib: CompressedScanner.Scan(scan, stream, kind); break;
            case ContentKind.Npy: NpyScanner.Scan(scan, bytes); break;
            case ContentKind.Safetensors: SafetensorsScanner.Scan(scan, bytes); break;
            case ContentKind.Gguf: GgufScanner.Scan(scan, bytes); break;
            case ContentKind.Onnx: OnnxScanner.Scan(scan, bytes); break;
            case ContentKind.SavedModel: SavedModelScanner.Scan(scan, bytes); break;
            case ContentKind.Hdf5 or ContentKind.KerasMetadata: KerasScanner.ScanRaw(scan, bytes); break;
            case ContentKind.Json: JsonScanner.Scan(scan, bytes); break;
            case ContentKind.Template: TemplateScanner.Scan(scan, bytes); break;
            case ContentKind.PythonSource: PythonScanner.Scan(scan, bytes); break;
            case ContentKind.Elf or ContentKind.Pe or ContentKind.MachO or ContentKind.Wasm or ContentKind.PythonBytecode or ContentKind.Script:
                ProgramScanner.Scan(scan, kind);
                break;
            case ContentKind.Text or ContentKind.Media or ContentKind.TfLite or ContentKind.SentencePiece: PickleSearch.Scan(scan, bytes, 0); break;
            case ContentKind.LfsPointer: scan.NotScanned("it is a Git LFS pointer; the content that it stands for is missing"); break;
            default: InspectUnknown(scan, bytes, kind); break;
        }

        if (kind is ContentKind.Text or ContentKind.Json or ContentKind.PythonSource or ContentKind.Script)
            SecretScanner.Scan(scan, bytes);
    }

    private static void InspectPickle(FileScan scan, ByteReader bytes, PickleScanner.Head pickle)
    {
        if (pickle.BrokenWhy is { } why)
            scan.NotScanned($"the pickle breaks at byte {pickle.End}: {why}");
        if (pickle.End < bytes.Length && !pickle.IsLegacyTorch)
            PickleSearch.Scan(scan, bytes, pickle.End);
    }

    /// <summary>Containers that cannot be opened here, and data of no known format: a pickle may stand in them as it is.</summary>
    private static void InspectUnknown(FileScan scan, ByteReader bytes, ContentKind kind)
    {
        PickleSearch.Scan(scan, bytes, 0);
        scan.NotScanned(kind == ContentKind.Data
            ? "its format is not known; it was searched for pickles only"
            : $"files of the format {NameOf(kind)} cannot be opened");
    }

    private static ContentKind ScanZipBehind(FileScan scan, Stream stream, ContentKind kind)
    {
        if (kind is ContentKind.Data)
            scan.Report(ArchiveRules.Prefix, 0, "Other data stands in front of a zip archive.");
        else
            scan.Report(FileRules.Polyglot, null, $"The file is {NameOf(kind)} for one reader and a zip archive for another.");
        ZipScanner.Scan(scan, stream);
        return kind is ContentKind.Data ? ContentKind.Zip : kind;
    }

    /// <summary>The kind as reports name it.</summary>
    public static string NameOf(ContentKind kind) => kind switch
    {
        ContentKind.PythonSource => "python",
        ContentKind.PythonBytecode => "python-bytecode",
        ContentKind.LfsPointer => "lfs-pointer",
        ContentKind.SavedModel => "saved-model",
        ContentKind.KerasMetadata => "keras-metadata",
        ContentKind.SevenZip => "7z",
        _ => kind.ToString().ToLowerInvariant(),
    };
}
