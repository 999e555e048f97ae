using HostTools.Models.Scanning;

namespace HostTools.Models.Validation.Checks;

/// <summary>Checks of what files are: by their content first, and by their names where a loader goes by names.</summary>
internal static class FormatChecks
{
    private static readonly string[] s_weights = ["pickle", "npy", "hdf5", "onnx", "saved-model", "keras-metadata", "gguf", "tflite"];

    public static Verdict NoPickle(ScanReport report) =>
        Refuse(report, static file => file.Formats.Contains("pickle", StringComparer.Ordinal) || HasEnding(file, ".pkl", ".pickle"), "Pickles", "No file is a pickle.");

    public static Verdict NoPython(ScanReport report) =>
        Refuse(report, static file => file.Formats.Any(static format => format is "python" or "python-bytecode") || HasEnding(file, ".py", ".pyc", ".pyo"), "Python code", "No file is Python code.");

    public static Verdict SafetensorsOnly(ScanReport report)
    {
        Verdict verdict = Refuse(report, static file => file.Formats.Intersect(s_weights).Any() || HasEnding(file, ".bin", ".pt", ".pth"), "Weights in other formats", "Weights are safetensors alone.");
        return verdict.Kind == ValidationVerdict.Passed && !report.Files.Any(static file => file.Kind == "safetensors")
            ? Verdict.NotApplicable("The model has no weights that could be recognised.")
            : verdict;
    }

    public static Verdict FileTypes(ScanReport report, IReadOnlyList<string> allowed) =>
        Refuse(report, file => !allowed.Any(type => type.StartsWith('.') ? HasEnding(file, type) : type.Equals(file.Kind, StringComparison.OrdinalIgnoreCase)), "Files of other types", "All files are of the allowed types.");

    private static Verdict Refuse(ScanReport report, Func<FileReport, bool> isRefused, string what, string otherwise)
    {
        string[] files = [.. report.Files.Where(isRefused).Select(static file => file.File)];
        return files.Length == 0 ? Verdict.Passed(otherwise) : Verdict.Failed($"{what}: {Verdict.List(files)}.", files);
    }

    private static bool HasEnding(FileReport file, params string[] endings) => endings.Any(ending => file.File.EndsWith(ending, StringComparison.OrdinalIgnoreCase));
}
