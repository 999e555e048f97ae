using System.Globalization;
using HostTools.Bench.Evaluation;

namespace HostTools.Bench;

/// <summary>
/// Evaluation of generated module sets, each figure with its budget and, where <c>nix-instantiate</c> is installed and
/// <c>HOSTTOOLS_NIXPKGS_LIB</c> names nixpkgs' <c>lib</c>, with what Nix takes for the same options, definitions and values.
/// </summary>
internal sealed class EvaluateBenchmark(string folder)
{
    private const int ColdRuns = 10;

    private readonly Programs _programs = new(folder);
    private double _nixStart;

    public static Task RunAsync()
    {
        string folder = Path.Join(Environment.GetEnvironmentVariable("HOSTTOOLS_BENCH") ?? Path.GetTempPath(), "hosttools-bench-" + Guid.NewGuid().ToString("N")[..8]);
        Directory.CreateDirectory(folder);
        try
        {
            new EvaluateBenchmark(folder).Run();
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }

        return Task.CompletedTask;
    }

    private void Run()
    {
        if (_programs.WhyNoNix is { } why)
            Say($"Comparison with Nix skipped: {why}.");
        else
            _nixStart = NixOf(new ModuleSet(1, 1), "one", isChecked: true)!.Cpu;
        TwoThousand();
        FiftyThousand();
        Instances();
        Hosts();
    }

    private void TwoThousand()
    {
        var set = new ModuleSet(100, 20);
        string tree = Tree(set, "small");
        ProcessRun cold = ProcessRun.Least(ColdRuns, _programs.Check(tree));
        ProcessRun empty = ProcessRun.Least(ColdRuns, _programs.Check(Tree(new ModuleSet(1, 1), "one")));
        ProcessRun? nix = NixOf(set, "small", isChecked: true);
        Title(set);
        Say($"  cold process           {cold.Wall,8:F0} ms wall (budget 200), {cold.Cpu:F0} ms CPU; one option alone {empty.Wall:F0} ms, {empty.Cpu:F0} ms CPU{Against(nix, cold.Wall, cold.Cpu)}");
        Warm("warm, another parameter", set, WarmRun.Of(tree, 200), 13, nix);
    }

    private void FiftyThousand()
    {
        foreach (int modules in new[] { 250, 500, 1000, 2000 })
        {
            var set = new ModuleSet(modules, 50);
            string name = $"large{modules}";
            string tree = Tree(set, name);
            Title(set);
            bool budgeted = modules == 1000;
            WarmRun run = WarmRun.Of(tree, 8);
            Warm("warm, another parameter", set, run, budgeted ? 300 : null, budgeted ? NixOf(set, name, isChecked: false) : null);
            Say($"  peak of the process    {run.Peak,8:F0} MiB{(budgeted ? " (budget 150)" : string.Empty)}; first evaluation with reading and parsing {run.First:F0} ms");
            Directory.Delete(tree, recursive: true);
        }
    }

    private void Instances()
    {
        var set = new ModuleSet(1, 20) { Instances = 1000 };
        string tree = Tree(set, "instances");
        Title(set);
        Warm("warm, another parameter", set, WarmRun.Of(tree, 100), 60, NixOf(set, "instances", isChecked: true));
    }

    private void Hosts()
    {
        const int Count = 1000;
        var set = new ModuleSet(100, 20);
        string tree = Path.Join(folder, "hosts");
        YamlTree.Write(set, tree, Count);
        WarmRun run = WarmRun.Of(tree, 1, Count);
        double perHost = run.Least * Environment.ProcessorCount / Count;
        Say($"{Count} hosts with {set.Options} options each, on {Environment.ProcessorCount} cores at once");
        Say($"  a host and core        {perHost,8:F1} ms wall (budget 20), {run.Cpu / Count:F1} ms CPU, {run.Allocated / Count:F2} MiB allocated; peak {run.Peak:F0} MiB");
    }

    private string Tree(ModuleSet set, string name)
    {
        string tree = Path.Join(folder, name);
        YamlTree.Write(set, tree);
        return tree;
    }

    /// <summary>Nix's figures for a set; null without Nix.</summary>
    private ProcessRun? NixOf(ModuleSet set, string name, bool isChecked)
    {
        if (_programs.WhyNoNix is not null)
            return null;
        string modules = Path.Join(folder, name + ".nix");
        NixModules.Write(set, modules, _programs.NixLibrary!);
        if (isChecked && !_programs.SameValues(Tree(set, name), modules))
            throw new InvalidOperationException($"Nix and HostTools disagree on the values of '{name}'.");
        ProcessRun least = ProcessRun.Least(isChecked ? ColdRuns : 2, _programs.NixCheck(modules));
        return least with { Peak = ProcessRun.Once(_programs.NixCheck(modules), watchMemory: true).Peak };
    }

    private void Warm(string what, ModuleSet set, WarmRun run, double? budget, ProcessRun? nix)
    {
        string limit = budget is null ? string.Empty : $" (budget {budget:F0})";
        Say($"  {what,-22} {run.Least,8:F1} ms wall{limit}, {run.Cpu:F1} ms CPU = {run.Cpu * 1000 / set.Options:F1} us an option, {run.Allocated:F1} MiB allocated");
        if (nix is null)
            return;
        double theirs = (nix.Cpu - _nixStart) * 1000 / set.Options;
        Say($"    Nix without its start {nix.Cpu - _nixStart,7:F1} ms CPU = {theirs:F1} us an option, peak {nix.Peak:F0} MiB; {(nix.Cpu - _nixStart) / run.Cpu:F1} times ours");
    }

    private static string Against(ProcessRun? nix, double wall, double cpu) =>
        nix is null ? string.Empty : string.Create(CultureInfo.InvariantCulture, $"\n    Nix                   {nix.Wall,7:F0} ms wall, {nix.Cpu:F0} ms CPU, peak {nix.Peak:F0} MiB; {nix.Wall / wall:F1} times our wall time, {nix.Cpu / cpu:F1} times our CPU");

    private static void Title(ModuleSet set) =>
        Say(set.Instances > 0
            ? (FormattableString)$"{set.Instances} instances with {set.OptionsPerModule} options, {set.Definitions} definitions"
            : $"{set.Options} options in {set.Modules} files, {set.Definitions} definitions");

    private static void Say(FormattableString text) => Console.WriteLine(text.ToString(CultureInfo.InvariantCulture));
}
