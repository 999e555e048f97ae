using System.Diagnostics;
using System.Text;
using HostTools.Activation;
using HostTools.Activation.Tests;
using HostTools.Platform;
using HostTools.Virtualization.Tests.Domains;
using Xunit.Abstractions;

namespace HostTools.Virtualization.Tests.Declared;

/// <summary>An apply to a real libvirt fails at its steps; afterwards everything is as it was, or as it shall be.</summary>
[Collection(LibvirtTests.Name)]
public sealed class VmFaultTests(LibvirtDaemon libvirt, ITestOutputHelper output)
{
    private const string Machine = "type: linux-server, emulated: true, cpu.cores: 1, graphics: none";

    [SkippableFact]
    public async Task A_failure_at_any_step_leaves_the_old_or_the_new_state()
    {
        Skip.If(libvirt.Missing is not null, libvirt.Missing);
        using var tree = new VmTree(libvirt.Uri);
        Declare(tree, "changes: { MACHINE, memory: 256MiB, storage.disk: null, network.name: changes }, goes: { MACHINE, storage.disk: null, network.type: user, autostart: true }",
            "networks: { changes: { ip: [{ address: 192.168.201.1 }] }, goes: {} }");
        await tree.ApplyAsync();
        string before = await EverythingAsync(tree);
        Declare(tree, "changes: { MACHINE, memory: 512MiB, storage.disk: null, network.name: changes, autostart: true }, comes: { MACHINE, storage: { disk: /images/c.qcow2, size: 1GiB }, network.name: comes }",
            "networks: { changes: { ip: [{ address: 192.168.202.1 }] }, comes: { bridge.name: virbr33 } }");
        var points = new List<string>();
        tree.Faults = points.Add;
        await tree.ApplyAsync();
        string after = await EverythingAsync(tree);
        Assert.NotEqual(before, after);
        await BackAsync(tree);
        Assert.Equal(before, await EverythingAsync(tree));

        string[] kinds = ["vm-definition", "vm-network-definition"];
        Assert.All(kinds, kind => Assert.Contains(points, point => point.StartsWith($"do:{kind}:", StringComparison.Ordinal)));
        foreach (int step in Depth.Slice([.. Enumerable.Range(0, points.Count)], 3, "failures of applies to libvirt", output))
        {
            bool isDone = await FailsAtAsync(tree, step);
            output.WriteLine($"{(isDone ? "done in spite of" : "undone after")} a failure at {points[step]}");
            Assert.Equal(isDone ? after : before, await EverythingAsync(tree));
            if (isDone)
                await BackAsync(tree);
        }

        Declare(tree, string.Empty, string.Empty);
        await tree.ApplyAsync();
    }

    private static async Task<bool> FailsAtAsync(VmTree tree, int step)
    {
        int left = step;
        tree.Faults = point =>
        {
            if (left-- == 0)
                throw new IOException($"fault at {point}");
        };
        try
        {
            await tree.ApplyAsync();
            return true;
        }
        catch (HostToolsException)
        {
            tree.Faults = null;
            await tree.Session().RepairAsync(RepairDirection.Back);
            return false;
        }
        finally
        {
            tree.Faults = null;
        }
    }

    private static async Task BackAsync(VmTree tree)
    {
        tree.Faults = null;
        ActivationSession session = tree.Session();
        await session.ApplyAsync(await session.PlanRestoreAsync(1, "tester"));
        if (File.Exists(tree["images/c.qcow2"]))
            File.Delete(tree["images/c.qcow2"]);
    }

    private static void Declare(VmTree tree, string machines, string things) =>
        tree.DeclareAll($"virtualisation.vms: {{ {machines.Replace("MACHINE", Machine, StringComparison.Ordinal)} }}", $"virtualisation.libvirt: {{ {things} }}");

    private async Task<string> EverythingAsync(VmTree tree)
    {
        var all = new StringBuilder();
        foreach (string name in await NamesAsync("list", "--all"))
            all.Append(Sorted(await libvirt.SayAsync("dumpxml", "--inactive", name)));
        foreach (string name in await NamesAsync("net-list", "--all"))
            all.Append(Sorted(await libvirt.SayAsync("net-dumpxml", "--inactive", name)));
        all.AppendJoin(' ', (await NamesAsync("list", "--all", "--autostart")).Append("|").Concat(await NamesAsync("net-list", "--autostart")).Append("|").Concat(await NamesAsync("net-list")));
        return all.Append(File.Exists(tree["images/c.qcow2"])).ToString();
    }

    /// <summary>libvirt writes controllers in another order once it has read its own definition.</summary>
    private static string Sorted(string xml) => string.Join('\n', xml.Split('\n').Order(StringComparer.Ordinal));

    private async Task<IEnumerable<string>> NamesAsync(params string[] words) =>
        (await libvirt.SayAsync([.. words, "--name"])).Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Order(StringComparer.Ordinal);
}
