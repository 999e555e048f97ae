using System.Globalization;
using HostTools.Bench;
using HostTools.Bench.Evaluation;
using HostTools.Bench.Models;

// Run on demand: dotnet run -c Release --project bench/HostTools.Bench -- apply
if (args is [WarmRun.Verb, var tree, var rounds, var hosts])
    return WarmRun.Child(tree, int.Parse(rounds, CultureInfo.InvariantCulture), int.Parse(hosts, CultureInfo.InvariantCulture));
if (args is [AnsibleBenchmark.Verb, var mode, var root, var count])
    return await AnsibleBenchmark.ChildAsync(mode, root, int.Parse(count, CultureInfo.InvariantCulture));
if (args is [ModelsBenchmark.Verb, var endpoint, var repo, var store])
    return await ModelsBenchmark.ChildAsync(endpoint, repo, store);
if (args is [StoreBenchmark.Verb, var models])
    return StoreBenchmark.Child(models);
if (args is [BenchHub.Verb, var folder])
    return BenchHub.Serve(folder);
(string Name, Func<Task> Run)[] benchmarks =
[
    ("ansible", AnsibleBenchmark.RunAsync),
    ("apply", ApplyBenchmark.RunAsync),
    ("domain", DomainBenchmark.RunAsync),
    ("evaluate", EvaluateBenchmark.RunAsync),
    ("growth", GrowthBenchmark.RunAsync),
    ("models", ModelsBenchmark.RunAsync),
    ("passthrough", PassthroughBenchmark.RunAsync),
    ("plan", PlanBenchmark.RunAsync),
    ("store", StoreBenchmark.RunAsync),
];
(string Name, Func<Task> Run)[] wanted = [.. benchmarks.Where(benchmark => args.Length == 0 || args.Contains(benchmark.Name))];
if (wanted.Length < args.Distinct().Count())
{
    Console.Error.WriteLine($"There are these benchmarks: {string.Join(", ", benchmarks.Select(static benchmark => benchmark.Name))}.");
    return 64;
}

foreach ((_, Func<Task> run) in wanted)
    await run();
return 0;
