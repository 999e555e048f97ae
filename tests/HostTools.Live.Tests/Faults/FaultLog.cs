using System.Globalization;
using HostTools.Activation.Tests;

namespace HostTools.Live.Tests.Faults;

/// <summary>
/// Which cases of a product that takes hours are run: by HOSTTOOLS_DEPTH a few of them (gate), a covering set (cover, see <see cref="Coverage"/>) or all (full), and with
/// HOSTTOOLS_FAULT_SLICE=2/8 every eighth of those from the second on. HOSTTOOLS_FAULT_LOG names a file to which each case is added with its end; a run with the same file goes
/// on where the last one was stopped, and leaves out what ended well.
/// </summary>
internal static class FaultLog
{
    private static readonly (int Number, int Of)? s_slice = SliceOf(Environment.GetEnvironmentVariable("HOSTTOOLS_FAULT_SLICE"));
    private static readonly string? s_file = Environment.GetEnvironmentVariable("HOSTTOOLS_FAULT_LOG") is { Length: > 0 } file ? file : null;
    private static readonly Lazy<HashSet<string>> s_done = new(static () =>
        s_file is null || !File.Exists(s_file) ? [] : [.. File.ReadLines(s_file).Select(static line => line.Split('\t')).Where(static line => line is [_, _, ['o' or 'n' or 't', ..] answer] && !answer.EndsWith("unreached", StringComparison.Ordinal)).Select(static line => $"{line[0]}\t{line[1]}")]);

    /// <summary>A covering set is run.</summary>
    public static bool IsCover { get; } = Environment.GetEnvironmentVariable("HOSTTOOLS_DEPTH") == "cover";

    /// <summary>More than the gate's few. Slices that name no depth are of the whole product.</summary>
    public static bool IsDeep => Depth.IsFull || IsCover || s_slice is not null;

    /// <summary>What cases are taken from, in words.</summary>
    public static string Name => (IsCover ? "cover" : IsDeep ? "full" : "gate") + (s_slice is var (number, of) ? $", slice {number}/{of}" : string.Empty);

    /// <summary>Those of a suite that this run goes through.</summary>
    public static T[] Take<T>(string suite, IReadOnlyList<T> all, int gate)
    {
        if (!IsDeep)
            return Depth.Take(all, gate);
        (int number, int of) = s_slice ?? (1, 1);
        return [.. all.Where((_, at) => at % of == number - 1).Where(one => !s_done.Value.Contains($"{suite}\t{one}"))];
    }

    /// <summary>Adds a case.</summary>
    public static void Add(string suite, string one, string answer)
    {
        if (s_file is not null)
            File.AppendAllText(s_file, $"{suite}\t{one}\t{answer.ReplaceLineEndings(" ")}\n");
    }

    private static (int, int)? SliceOf(string? text) =>
        text?.Split('/') is [var number, var of] && int.TryParse(number, CultureInfo.InvariantCulture, out int first) && int.TryParse(of, CultureInfo.InvariantCulture, out int count) && first > 0 && first <= count
            ? (first, count) : string.IsNullOrEmpty(text) ? null : throw new ArgumentException($"HOSTTOOLS_FAULT_SLICE is '{text}', not such as 2/8.");
}
