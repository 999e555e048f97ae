using System.Globalization;
using HostTools.Activation.Tests;

namespace HostTools.Live.Tests.Faults;

/// <summary>
/// Which cases of a product that takes hours are run: HOSTTOOLS_FAULT_SLICE=2/8 for every eighth from the second on, at full depth. HOSTTOOLS_FAULT_LOG names a file to which each case
/// is added with its end; a run with the same file goes on where the last one was stopped, and leaves out what ended well.
/// </summary>
internal static class FaultLog
{
    private static readonly (int Number, int Of)? s_slice = SliceOf(Environment.GetEnvironmentVariable("HOSTTOOLS_FAULT_SLICE"));
    private static readonly string? s_file = Environment.GetEnvironmentVariable("HOSTTOOLS_FAULT_LOG") is { Length: > 0 } file ? file : null;
    private static readonly Lazy<HashSet<string>> s_done = new(static () =>
        s_file is null || !File.Exists(s_file) ? [] : [.. File.ReadLines(s_file).Select(static line => line.Split('\t')).Where(static line => line is [_, _, ['o' or 'n' or 't', ..]]).Select(static line => $"{line[0]}\t{line[1]}")]);

    /// <summary>Slices are of the whole product.</summary>
    public static bool IsFull => Depth.IsFull || s_slice is not null;

    /// <summary>Those of a suite that this run goes through.</summary>
    public static T[] Take<T>(string suite, IReadOnlyList<T> all, int gate)
    {
        if (!IsFull)
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
