using HostTools.Platform;
using HostTools.Virtualization;
using HostTools.Virtualization.Tests.Domains;
using HostTools.Virtualization.Tests.Machines;

namespace HostTools.Commands.Tests.VirtualMachines;

/// <summary>A machine with a generated definition boots, its agent answers, and it goes again.</summary>
[Collection(LibvirtTests.Name)]
public sealed class VmBootTests(LibvirtDaemon libvirt)
{
    private const string Secret = "s3cret-of-the-guest";

    [SkippableFact]
    public async Task A_declared_machine_boots_and_does_what_it_is_told()
    {
        Skip.If(libvirt.Missing is not null, libvirt.Missing);
        (TinyGuest? guest, string? missing) = await TinyGuest.Value;
        Skip.If(guest is null, missing);
        using var world = new VmWorld(libvirt.Uri);
        world.Declare(Machine(guest!, "192MiB"));
        Assert.Equal((VmRunState.Undefined, VmDeclaration.Declared), State(world.One(new GetHostVm { Name = ["tiny"] })));
        Assert.Equal("domain", world.One(new CompareHostVm { Name = ["tiny"] }).Path);

        Assert.True(world.One(new RegisterHostVm { Name = ["tiny"], PassThru = true }) is { IsOurs: true, State: VmRunState.Off });
        Assert.Empty(world.Run(new CompareHostVm { Name = ["tiny"] }));
        Assert.Equal("VmNotRunning", world.Fail(new WaitHostVm { Name = ["tiny"] }));
        Assert.Equal(VmRunState.Running, world.One(new StartHostVm { Name = ["tiny"], PassThru = true }).State);
        Assert.Equal(["10.0.2.15"], world.One(new WaitHostVm { Name = ["tiny"], For = VmGoal.Address }).Addresses.Where(static address => address.Contains('.')));
        Work(world);
        Change(world, guest!);
        End(world);
    }

    private static void Work(VmWorld world)
    {
        HostVmOutput said = world.One(new InvokeHostVmCommand
        {
            Name = "tiny", Command = ["/bin/sh", "-c", "cat; echo \"$WORD it's $1\"; echo oops >&2; exit 3", "sh", "a b"],
            InputText = Secret + "\n", Environment = new Dictionary<string, string> { ["WORD"] = "ä'\"$", ["PATH"] = "/bin" },
        });
        Assert.Equal((3, $"{Secret}\nä'\"$ it's a b\n", "oops\n", false), (said.ExitCode, said.Output, said.Error, said.IsSuccess));
        Assert.Equal(1, world.ExitCode);
        Assert.DoesNotContain(world.Started, static request => request.Arguments.Any(static argument => argument.Contains("oops", StringComparison.Ordinal) || argument.Contains(Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes(Secret)), StringComparison.Ordinal)));
        Assert.False(File.Exists("/dev/null/libvirt"));
        world.Run(new InvokeHostVmCommand { Name = "tiny", Command = ["/bin/sh", "-c", "exit 42"], ExitCode = true });
        Assert.Equal(42, world.ExitCode);

        byte[] content = new byte[200_001];
        new Random(5).NextBytes(content);
        File.WriteAllBytes(Path.Combine(world.Folder, "here.bin"), content);
        HostVmOutput carried = world.One(new InvokeHostVmCommand
        {
            Name = "tiny", Command = ["/bin/sh", "-c", "cat /tmp/there.bin /tmp/there.bin > /tmp/twice.bin"],
            Send = new Dictionary<string, string> { ["here.bin"] = "/tmp/there.bin" }, Receive = new Dictionary<string, string> { ["/tmp/twice.bin"] = "back/twice.bin" },
        });
        Assert.Equal(["/tmp/there.bin"], carried.Sent);
        Assert.Equal([.. content, .. content], File.ReadAllBytes(Assert.Single(carried.Received)));
        Assert.Equal("VmFileInTheWay", world.Fail(new InvokeHostVmCommand { Name = "tiny", Receive = new Dictionary<string, string> { ["/tmp/there.bin"] = "back/twice.bin" } }));
        Assert.Equal("GuestRefused", world.Fail(new InvokeHostVmCommand { Name = "tiny", Command = ["/bin/none"] }));
        Assert.Equal("GuestMessageTooLarge", world.Fail(new InvokeHostVmCommand { Name = "tiny", Command = ["/bin/head", "-c", "5000000", "/dev/zero"] }));
        VmGuest about = world.One(new GetHostVm { Name = ["tiny"], Guest = true }).Guest!;
        Assert.Contains(about.Interfaces, static card => card.Name == "eth0");
    }

    private static void Change(VmWorld world, TinyGuest guest)
    {
        world.Declare(Machine(guest, "256MiB"));
        HostVmDifference both = world.One(new CompareHostVm { Name = ["tiny"] });
        Assert.Equal(("memory", true, true), (both.Path, both.NeedsApply, both.NeedsRestart));
        Assert.True(world.One(new RegisterHostVm { Name = ["tiny"], PassThru = true }).NeedsRestart);
        HostVmDifference late = world.One(new CompareHostVm { Name = ["tiny"] });
        Assert.Equal(("memory", false, true), (late.Path, late.NeedsApply, late.NeedsRestart));
        Assert.Contains("memory", Assert.Single(world.One(new GetHostVm { Name = ["tiny"] }).RestartReasons), StringComparison.Ordinal);
    }

    private static void End(VmWorld world)
    {
        Assert.Equal("VmStillRuns", world.Fail(new UnregisterHostVm { Name = ["tiny"], RemoveStorage = true }));
        Assert.Equal(VmRunState.Off, world.One(new StopHostVm { Name = ["tiny"], PassThru = true }).State);
        Assert.DoesNotContain(world.Console.Said, static said => said.Contains("Ended", StringComparison.Ordinal));
        Assert.True(world.One(new UnregisterHostVm { Name = ["tiny"], RemoveNvram = true, PassThru = true }).IsOurs);
        Assert.Equal(VmRunState.Undefined, world.One(new GetHostVm { Name = ["tiny"] }).State);
    }

    private static (VmRunState, VmDeclaration) State(HostVm vm) => (vm.State, vm.Declaration);

    private static string Machine(TinyGuest guest, string memory) =>
        $"{{ tiny: {{ type: linux-server, emulated: true, memory: {memory}, cpu.cores: 1, graphics: none, network.type: user, storage.disk: null, xml: "
        + $"\"<domain><os><bootmenu timeout='0'/><kernel>{guest.Kernel}</kernel><initrd>{guest.Initrd}</initrd><cmdline>console=ttyS0 quiet panic=-1</cmdline></os></domain>\" }} }}";
}
