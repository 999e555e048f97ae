using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using HostTools.Activation;
using HostTools.Bench.Evaluation;
using HostTools.Platform;

namespace HostTools.Bench;

/// <summary>50 files applied, and 500 found as they should be, by a new process of ours and by <c>ansible-playbook</c> with the same content in the same run.</summary>
internal sealed class AnsibleBenchmark(string folder)
{
    /// <summary>First argument of the process that is measured.</summary>
    public const string Verb = "ansible-child";

    private const int Applied = 50;
    private const int Converged = 500;

    public static Task RunAsync()
    {
        string folder = Path.Join(Environment.GetEnvironmentVariable("HOSTTOOLS_BENCH") ?? Path.GetTempPath(), "hosttools-bench-" + Guid.NewGuid().ToString("N")[..8]);
        Directory.CreateDirectory(folder);
        try
        {
            new AnsibleBenchmark(folder).Run();
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }

        return Task.CompletedTask;
    }

    /// <summary>Plans, and applies when asked to; prints the number of changes.</summary>
    public static async Task<int> ChildAsync(string mode, string root, int count)
    {
        Directory.CreateDirectory(root);
        var session = new ActivationSession(Target.Folder(root), new SystemClock(), new SystemProcessRunner());
        Plan plan = await session.PlanAsync(ApplyBenchmark.Resources(count, 1), new PlanContext("bench", new string('0', 64), null, false, "bench"));
        if (mode == "apply")
            await session.ApplyAsync(plan);
        Console.WriteLine(plan.Changes.Count(static change => change.Id.Kind == "file"));
        return 0;
    }

    private void Run()
    {
        bool hasAnsible = (Environment.GetEnvironmentVariable("PATH") ?? string.Empty).Split(Path.PathSeparator).Any(static at => File.Exists(Path.Join(at, "ansible-playbook")));
        if (!hasAnsible)
            Console.WriteLine("Comparison with Ansible skipped: ansible-playbook is not installed.");
        double apply = Ours("apply", "50", Applied, Applied);
        double? theirApply = hasAnsible ? Ansible("50", Applied, isCheck: false, Applied) : null;
        Say($"apply of {Applied} files, a whole process: {apply:F0} ms", apply, theirApply);
        Ours("apply", "500", Converged, Converged);
        double plan = Enumerable.Range(0, 5).Min(_ => Ours("plan", "500", Converged, 0));
        double? theirPlan = hasAnsible ? Ansible("500", Converged, isCheck: true, 0) : null;
        Say($"plan of {Converged} converged files, a whole process: {plan:F0} ms (budget 500)", plan, theirPlan);
    }

    private double Ours(string mode, string name, int count, int expected)
    {
        ProcessRun run = ProcessRun.Once(new ProcessStartInfo("dotnet",
            ["exec", typeof(AnsibleBenchmark).Assembly.Location, Verb, mode, Path.Join(folder, "ours" + name), count.ToString(CultureInfo.InvariantCulture)]));
        return run.Output.Trim() == expected.ToString(CultureInfo.InvariantCulture) ? run.Wall : throw new InvalidOperationException($"{run.Output.Trim()} files were changed, not {expected}.");
    }

    /// <param name="name">Where; ours of that name is applied already.</param>
    /// <param name="count">Files.</param>
    /// <param name="isCheck">Looks at those that we wrote, and writes nothing.</param>
    /// <param name="expected">Files that it has to change.</param>
    private double Ansible(string name, int count, bool isCheck, int expected)
    {
        string root = Path.Join(folder, (isCheck ? "ours" : "theirs") + name);
        var tasks = new object[]
        {
            new Dictionary<string, object> { ["ansible.builtin.file"] = new { path = "{{ item }}", state = "directory" }, ["loop"] = Enumerable.Range(0, 5).Select(i => $"{root}/etc/app{i}") },
            new Dictionary<string, object>
            {
                ["ansible.builtin.copy"] = new { dest = "{{ item.dest }}", content = "{{ item.content }}", mode = "0644" },
                ["loop"] = Enumerable.Range(0, count).Select(i => new { dest = $"{root}/etc/app{i % 5}/file{i}.conf", content = ApplyBenchmark.Text(i, 1) }),
                ["loop_control"] = new { label = "{{ item.dest }}" },
                ["register"] = "files",
            },
            new Dictionary<string, object> { ["ansible.builtin.debug"] = new { msg = "changed={{ files.results | selectattr('changed') | list | length }}." } },
        };
        string book = Path.Join(folder, name + ".json");
        File.WriteAllText(book, JsonSerializer.Serialize(new[] { new { hosts = "localhost", connection = "local", gather_facts = false, tasks } }));
        var start = new ProcessStartInfo("ansible-playbook", ["-i", "localhost,", .. isCheck ? (string[])["--check"] : [], book]);
        start.Environment["ANSIBLE_LOCAL_TEMP"] = start.Environment["ANSIBLE_REMOTE_TEMP"] = Path.Join(folder, "ansible");
        start.Environment["LC_ALL"] = "C.UTF-8";
        ProcessRun run = ProcessRun.Once(start);
        return run.Output.Contains($"changed={expected}.", StringComparison.Ordinal) ? run.Wall : throw new InvalidOperationException($"Ansible did not change {expected} files: {run.Output}");
    }

    private static void Say(string text, double ours, double? theirs) =>
        Console.WriteLine(theirs is null ? text : string.Create(CultureInfo.InvariantCulture, $"{text}; ansible-playbook {theirs:F0} ms, {theirs / ours:F0} times as long"));
}
