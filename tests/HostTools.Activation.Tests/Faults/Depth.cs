using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Xunit.Abstractions;

namespace HostTools.Activation.Tests;

/// <summary>
/// How much of an expensive suite runs: HOSTTOOLS_DEPTH=gate (a seeded slice, the default) or full. HOSTTOOLS_RECORD names a file to which
/// each suite adds a line of JSON: what it was, how many cases of how many, how long it took.
/// </summary>
public static class Depth
{
    private static readonly Lock s_record = new();

    public static bool IsFull { get; } = Environment.GetEnvironmentVariable("HOSTTOOLS_DEPTH") == "full";

    private static string Name => IsFull ? "full" : "gate";

    public static int Seed { get; } =
        int.TryParse(Environment.GetEnvironmentVariable("HOSTTOOLS_SEED"), NumberStyles.None, CultureInfo.InvariantCulture, out int seed) ? seed : 20260102;

    /// <summary>All of the items, or a slice of them that only the seed decides. How many were gone through is said at the end.</summary>
    public static IReadOnlyList<T> Slice<T>(IReadOnlyList<T> all, int count, string suite, ITestOutputHelper output) =>
        new Cases<T>(Take(all, count), Stopwatch.GetTimestamp(), (done, since) => Say(suite, done, all.Count, Stopwatch.GetElapsedTime(since), output));

    /// <summary>The same for a suite that says itself how far it came.</summary>
    public static T[] Take<T>(IReadOnlyList<T> all, int count)
    {
        T[] items = [.. all];
        if (!IsFull && count < items.Length)
        {
            new Random(Seed).Shuffle(items);
            items = items[..count];
        }

        return items;
    }

    /// <summary>Says how many cases of a suite were gone through.</summary>
    /// <param name="suite">Which.</param>
    /// <param name="done">How many cases.</param>
    /// <param name="all">Of how many.</param>
    /// <param name="took">How long it took.</param>
    /// <param name="output">Where to say it.</param>
    /// <param name="depth">What was chosen from, of a suite that knows more depths than these two.</param>
    public static void Say(string suite, int done, int all, TimeSpan took, ITestOutputHelper output, string? depth = null)
    {
        string line = string.Create(CultureInfo.InvariantCulture, $"{suite}: depth {depth ?? Name}, seed {Seed}, {done} of {all} in {took.TotalSeconds:F1} s");
        output.WriteLine(line);
        Console.WriteLine(line);
        if (Environment.GetEnvironmentVariable("HOSTTOOLS_RECORD") is not { Length: > 0 } record)
            return;
        string json = JsonSerializer.Serialize(new { suite, depth = depth ?? Name, seed = Seed, cases = done, of = all, seconds = Math.Round(took.TotalSeconds, 1) });
        lock (s_record)
            File.AppendAllText(record, json + "\n");
    }

    /// <summary>Counts how far somebody goes through it.</summary>
    private sealed class Cases<T>(T[] items, long since, Action<int, long> end) : IReadOnlyList<T>
    {
        public int Count => items.Length;

        public T this[int index] => items[index];

        public IEnumerator<T> GetEnumerator()
        {
            int done = 0;
            try
            {
                foreach (T item in items)
                {
                    yield return item;
                    done++;
                }
            }
            finally
            {
                end(done, since);
            }
        }

        System.Collections.IEnumerator System.Collections.IEnumerable.GetEnumerator() => GetEnumerator();
    }
}
