using System.Globalization;
using Xunit.Abstractions;

namespace HostTools.Activation.Tests;

/// <summary>How much of an expensive suite runs: HOSTTOOLS_DEPTH=gate (a seeded slice, the default) or full.</summary>
public static class Depth
{
    public static bool IsFull { get; } = Environment.GetEnvironmentVariable("HOSTTOOLS_DEPTH") == "full";

    public static int Seed { get; } =
        int.TryParse(Environment.GetEnvironmentVariable("HOSTTOOLS_SEED"), NumberStyles.None, CultureInfo.InvariantCulture, out int seed) ? seed : 20260102;

    /// <summary>All of the items, or a slice of them that only the seed decides.</summary>
    public static IReadOnlyList<T> Slice<T>(IReadOnlyList<T> all, int count, string suite, ITestOutputHelper output)
    {
        var random = new Random(Seed);
        T[] items = [.. all];
        if (!IsFull && count < items.Length)
        {
            random.Shuffle(items);
            items = items[..count];
        }

        string line = string.Create(CultureInfo.InvariantCulture, $"{suite}: depth {(IsFull ? "full" : "gate")}, seed {Seed}, {items.Length} of {all.Count}");
        output.WriteLine(line);
        Console.WriteLine(line);
        return items;
    }
}
