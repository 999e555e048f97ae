using HostTools.Configuration;
using HostTools.Platform;
using HostTools.Virtualization.Tests.Domains;

namespace HostTools.Virtualization.Tests.Declared;

/// <summary>Hooks as a real libvirt runs them, with a machine that really starts.</summary>
[Collection(LibvirtTests.Name)]
public sealed class HookTests(LibvirtDaemon libvirt)
{
    private const string Machine = "type: linux-server, emulated: true, memory: 64MiB, cpu: { cores: 1, model: maximum }, graphics: none, storage.disk: null, network.type: user";

    [SkippableFact]
    public async Task Hooks_of_a_machine_run_at_their_step_beside_those_of_others()
    {
        Skip.If(libvirt.Missing is not null, libvirt.Missing);
        string log = Path.GetTempFileName();
        using var tree = new VmTree(libvirt.Uri);
        tree.Declare($"{{ hooked: {{ {Machine}, hooks: {{ prepare: 'echo \"$1 $2 $(head -c 7)\" >> {log}', release: 'echo \"$2\" >> {log}' }} }} }}");
        Install(tree.Evaluate(), "libvirt/hooks/qemu.d/hosttools", "libvirt/hooks/hosttools.d/hooked/prepare", "libvirt/hooks/hosttools.d/hooked/release");
        libvirt.Hook("qemu", $"#!/bin/sh\necho theirs >> {log}\n");
        await tree.ApplyAsync();
        await libvirt.SayAsync("start", "hooked");
        await libvirt.SayAsync("destroy", "hooked");
        libvirt.Hook("qemu", "#!/bin/sh\nexit 0\n");
        string[] lines = [.. (await File.ReadAllLinesAsync(log)).Where(static line => line != "theirs")];
        Assert.Equal(["hooked prepare <domain", "release"], lines);
        Assert.Contains("theirs", await File.ReadAllTextAsync(log), StringComparison.Ordinal);
        tree.Declare("{}");
        await tree.ApplyAsync();
        File.Delete(log);
    }

    [SkippableFact]
    public async Task A_hook_that_fails_keeps_the_machine_from_starting()
    {
        Skip.If(libvirt.Missing is not null, libvirt.Missing);
        using var tree = new VmTree(libvirt.Uri);
        tree.Declare($"{{ refused: {{ {Machine}, hooks.prepare: \"false\" }} }}");
        Install(tree.Evaluate(), "libvirt/hooks/qemu.d/hosttools", "libvirt/hooks/hosttools.d/refused/prepare");
        await tree.ApplyAsync();
        Assert.Contains("Hook script execution failed", (await libvirt.VirshAsync("start", "refused")).StandardError, StringComparison.OrdinalIgnoreCase);
        tree.Declare("{}");
        await tree.ApplyAsync();
    }

    private void Install(HostConfig config, params string[] names)
    {
        foreach (string name in names)
        {
            Assert.True(config.TryGet(out object? text, "environment", "etc", name, "text"));
            libvirt.Hook(name["libvirt/hooks/".Length..], (string)text!);
        }
    }
}
