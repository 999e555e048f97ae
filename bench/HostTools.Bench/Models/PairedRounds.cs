using System.Globalization;

namespace HostTools.Bench.Models;

/// <summary>Measures several ways to the same end in turn, round by round: a machine that slows down meanwhile does so for all of them.</summary>
internal sealed class PairedRounds(int rounds)
{
    private readonly List<(string Name, Func<double>? Measure, List<double> Milliseconds)> _ways = [];

    /// <summary>Adds a way; null stands for one that is not here. The first is what the others are compared with.</summary>
    public void Add(string name, Func<double>? measure) => _ways.Add((name, measure, []));

    public bool Has(string name) => _ways.Any(way => way.Name == name && way.Measure is not null);

    public void Run()
    {
        for (int round = 0; round < rounds; round++)
        {
            foreach ((_, Func<double>? measure, List<double> milliseconds) in _ways)
            {
                if (measure is not null)
                    milliseconds.Add(measure());
            }
        }
    }

    public double Median(string name) => Middle(_ways.First(way => way.Name == name).Milliseconds);

    /// <summary>Prints every way but the first: its median, and the median of how many times as long it took.</summary>
    public void Say()
    {
        List<double> ours = _ways[0].Milliseconds;
        foreach ((string name, Func<double>? measure, List<double> theirs) in _ways.Skip(1))
        {
            Console.WriteLine(measure is null
                ? $"  {name}: not here"
                : string.Create(CultureInfo.InvariantCulture, $"  {name}: {Middle(theirs):F0} ms ({theirs.Min():F0} to {theirs.Max():F0}), {Middle([.. theirs.Zip(ours, static (their, our) => their / our)]):F2} times as long"));
        }
    }

    private static double Middle(List<double> values) => values.Order().ElementAt(values.Count / 2);
}
