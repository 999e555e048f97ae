using HostTools.Commands.Framework;
using HostTools.Platform;
using HostTools.Virtualization;
using HostTools.Virtualization.Tests.Domains;

namespace HostTools.Commands.Tests.VirtualMachines;

/// <summary>Commands about machines with a real libvirt, and what they say when something is wrong.</summary>
[Collection(LibvirtTests.Name)]
public sealed class VmCommandTests(LibvirtDaemon libvirt)
{
    private const string Shelf = "shelf: { type: linux-server, emulated: true, memory: 64MiB, cpu.cores: 1, graphics: none, network.type: user, storage.disk: /images/shelf.raw, storage.format: raw, storage.size: 1MiB }";

    private const string Foreign = "<domain type='qemu'><name>foreign</name><memory unit='MiB'>64</memory><vcpu>1</vcpu><os><type arch='x86_64' machine='q35'>hvm</type></os></domain>";

    [SkippableFact]
    public async Task Disks_are_made_and_go_only_when_they_are_named_and_nobody_else_has_them()
    {
        Skip.If(libvirt.Missing is not null, libvirt.Missing);
        using var world = new VmWorld(libvirt.Uri);
        world.Declare($"{{ {Shelf} }}");
        string image = Path.Combine(world.Folder, "root/images/shelf.raw");
        Assert.Empty(world.Run(new RegisterHostVm { Name = ["shelf"] }, static _ => false));
        Assert.Equal(["+ machine shelf", "+ disk /images/shelf.raw, 1MiB"], Assert.Single(world.Console.Asked).Lines);
        Assert.False(File.Exists(image));
        world.One(new RegisterHostVm { Name = ["shelf"], PassThru = true });
        Assert.Equal(1 << 20, new FileInfo(image).Length);
        world.Run(new RegisterHostVm { Name = ["shelf"] });
        Assert.Contains(world.Console.Said, static said => said.Contains("defined so already", StringComparison.Ordinal));

        world.Run(new UnregisterHostVm { Name = ["sh*"] });
        Assert.Empty(world.Console.Errors);
        Assert.True(File.Exists(image));
        world.One(new RegisterHostVm { PassThru = true });
        await libvirt.DefineAsync(Foreign.Replace("</os>", "</os><devices><disk type='file' device='disk'><source file='/images/shelf.raw'/><target dev='vda'/></disk></devices>", StringComparison.Ordinal));
        world.Run(new UnregisterHostVm { Name = ["shelf"], RemoveStorage = true }, static _ => false);
        Assert.Equal(["- machine shelf"], Assert.Single(world.Console.Asked).Lines);
        Assert.Equal("VmNotOurs", world.Fail(new UnregisterHostVm { Name = ["foreign"] }));
        world.Run(new UnregisterHostVm { Name = ["foreign"], Force = true });
        world.Run(new UnregisterHostVm { Name = ["shelf"], RemoveStorage = true });
        Assert.False(File.Exists(image));
        Assert.Empty(world.Run(new GetHostVm { Name = ["foreign*"] }));
    }

    [SkippableFact]
    public async Task A_file_changes_the_machine_it_names_and_replaces_no_other()
    {
        Skip.If(libvirt.Missing is not null, libvirt.Missing);
        using var world = new VmWorld(libvirt.Uri);
        world.Declare($"{{ {Shelf} }}");
        string file = world.Write("foreign.xml", Foreign);
        Guid? uuid = world.One(new RegisterHostVm { File = file, PassThru = true }).Uuid;
        Assert.Contains(world.Console.Said, static said => said.Contains("VM001", StringComparison.Ordinal));
        // What 'virsh define' refuses: the same file, changed, without an identity.
        world.Write("foreign.xml", Foreign.Replace("'MiB'>64", "'MiB'>96", StringComparison.Ordinal));
        HostVm changed = world.One(new RegisterHostVm { File = file, PassThru = true });
        Assert.Equal((uuid, new ByteSize(96 << 20)), (changed.Uuid, changed.Memory));
        world.Write("foreign.xml", Foreign.Replace("<memory", $"<uuid>{Guid.NewGuid()}</uuid><memory", StringComparison.Ordinal));
        Assert.Equal("VmNameTaken", world.Fail(new RegisterHostVm { File = file }));
        world.Write("foreign.xml", Foreign.Replace("foreign", "shelf", StringComparison.Ordinal));
        world.Run(new RegisterHostVm { Name = ["shelf"] });
        Assert.Equal("VmNameTaken", world.Fail(new RegisterHostVm { File = file }));
        world.Declare($"{{ {Shelf.Replace("shelf:", "foreign:", StringComparison.Ordinal)} }}");
        Assert.Equal("VmForeign", world.Fail(new RegisterHostVm()));
        world.Run(new UnregisterHostVm { Name = ["foreign", "shelf"], Force = true, RemoveNvram = true });
        Assert.Empty(world.Console.Errors);
        Assert.Equal(string.Empty, (await libvirt.SayAsync("list", "--all", "--name")).Trim());
    }

    [SkippableFact]
    public async Task What_is_not_there_does_not_run_or_is_not_meant_is_said()
    {
        Skip.If(libvirt.Missing is not null, libvirt.Missing);
        using var world = new VmWorld(libvirt.Uri);
        world.Declare("{}");
        await libvirt.DefineAsync(Foreign);
        Assert.Equal("VmNotFound", world.Fail(new StartHostVm { Name = ["foreing"] }));
        Assert.Contains("Did you mean 'foreign'?", world.Console.Errors[0].Message, StringComparison.Ordinal);
        Assert.Equal("VmNotDeclared", world.Fail(new RegisterHostVm { Name = ["foreign"] }));
        Assert.Equal("VmNotRunning", world.Fail(new InvokeHostVmCommand { Name = "foreign", Command = ["true"] }));
        Assert.Equal("VmNotRunning", world.Fail(new WaitHostVm { Name = ["foreign"], For = VmGoal.Address }));
        Assert.Equal("VmWaitTimedOut", world.Fail(new WaitHostVm { Name = ["foreign"], For = VmGoal.Running, Timeout = new Duration(TimeSpan.Zero) }));
        Assert.Equal("VmCommandMissing", world.Fail(new InvokeHostVmCommand { Name = "foreign" }));
        Assert.Equal("VmInputTwice", world.Fail(new InvokeHostVmCommand { Name = "foreign", Command = ["cat"], InputText = "x", InputFile = world.Write("in", "x") }));
        Assert.Equal("VmInputTooLarge", world.Fail(new InvokeHostVmCommand { Name = "foreign", Command = ["cat"], InputFile = world.Write("large", new string('x', 3_000_001)) }));
        Assert.Equal("VmFileUnreadable", world.Fail(new InvokeHostVmCommand { Name = "foreign", Send = new Dictionary<string, string> { ["none"] = "/x" } }));
        Assert.Equal("VmSourceAmbiguous", world.Fail(new TestHostVm { Name = ["foreign"], Path = world.Write("a.xml", Foreign) }));
        Assert.Equal("VmSourceAmbiguous", world.Fail(new RegisterHostVm { Name = ["foreign"], File = world.Write("a.xml", Foreign) }));
        Assert.Equal("VmXmlUnreadable", world.Fail(new RegisterHostVm { File = world.Write("b.xml", "<domain><name>-x</name></domain>") }));
        Assert.True(world.One(new StopHostVm { Name = ["foreign"], PassThru = true }).State is VmRunState.Off);
        await libvirt.SayAsync("undefine", "foreign");
    }

    [SkippableFact]
    public async Task A_guest_that_does_not_listen_is_ended_only_by_force()
    {
        Skip.If(libvirt.Missing is not null, libvirt.Missing);
        using var world = new VmWorld(libvirt.Uri);
        world.Declare("{}");
        // Nothing boots in it.
        await libvirt.DefineAsync(Foreign);
        world.One(new StartHostVm { Name = ["foreign"], PassThru = true });
        Assert.Equal("GuestChannelMissing", world.Fail(new InvokeHostVmCommand { Name = "foreign", Command = ["true"] }));
        Assert.Equal("VmDidNotStop", world.Fail(new StopHostVm { Name = ["foreign"], Timeout = new Duration(TimeSpan.FromSeconds(1)) }));
        await libvirt.SayAsync("suspend", "foreign");
        Assert.Equal(VmRunState.Paused, world.One(new GetHostVm { Name = ["foreign"] }).State);
        Assert.Equal("VmNotRunning", world.Fail(new StopHostVm { Name = ["foreign"] }));
        Assert.Equal(VmRunState.Running, world.One(new StartHostVm { Name = ["foreign"], PassThru = true }).State);
        Assert.Equal(VmRunState.Off, world.One(new StopHostVm { Name = ["foreign"], Timeout = new Duration(TimeSpan.Zero), Force = true, PassThru = true }).State);
        await libvirt.SayAsync("undefine", "foreign");
    }

    [SkippableFact]
    public async Task A_machine_that_is_called_like_the_number_of_another_is_not_confused_with_it()
    {
        Skip.If(libvirt.Missing is not null, libvirt.Missing);
        using var world = new VmWorld(libvirt.Uri);
        world.Declare("{}");
        await libvirt.DefineAsync(Foreign);
        await libvirt.SayAsync("start", "foreign");
        string number = (await libvirt.SayAsync("domid", "foreign")).Trim();
        await libvirt.DefineAsync(Foreign.Replace("foreign", number, StringComparison.Ordinal));
        Assert.Equal(VmRunState.Off, world.One(new StopHostVm { Name = [number], Force = true, Timeout = new Duration(TimeSpan.Zero), PassThru = true }).State);
        Assert.Equal(VmRunState.Running, world.One(new GetHostVm { Name = ["foreign"] }).State);
        world.Run(new UnregisterHostVm { Name = [number], Force = true });
        world.Run(new StopHostVm { Name = ["foreign"], Force = true, Timeout = new Duration(TimeSpan.Zero) });
        world.Run(new UnregisterHostVm { Name = ["foreign"], Force = true });
        Assert.Empty(world.Run(new GetHostVm()));
    }

    [SkippableFact]
    public void A_libvirt_that_is_missing_silent_or_closed_says_what_helps()
    {
        Skip.If(libvirt.Missing is not null, libvirt.Missing);
        using var world = new VmWorld(libvirt.Uri);
        world.Declare("{}");
        world.Instead = static request => request with { Program = "/nowhere/virsh" };
        Assert.Equal("LibvirtMissing", world.Fail(new GetHostVm()));
        world.Instead = static request => new ProcessRequest("setpriv", ["--reuid=65534", "--regid=65534", "--clear-groups", request.Program, .. request.Arguments]) { Environment = request.Environment };
        Directory.CreateDirectory(Path.Combine(world.Folder, "closed"));
        File.SetUnixFileMode(Path.Combine(world.Folder, "closed"), UnixFileMode.UserRead);
        Assert.Equal("LibvirtForbidden", world.Fail(new GetHostVm { ConnectionUri = $"qemu+unix:///system?socket={world.Folder}/closed/sock" }));
        world.Instead = static request => request;
        Assert.Equal("LibvirtUnreachable", world.Fail(new GetHostVm { ConnectionUri = "qemu+unix:///system?socket=/nowhere/sock" }));
        Assert.Equal("VmStorageRemote", RemoteStorage(world));
    }

    [SkippableFact]
    public void Names_are_completed_and_nothing_is_said_when_there_is_no_libvirt()
    {
        Skip.If(!File.Exists("/usr/bin/virsh"), "virsh is not installed here");
        using var world = new VmWorld("test:///default");
        CompletionRequest request = new(string.Empty, world.Environment(), new Dictionary<string, string> { ["ConnectionUri"] = world.Uri });
        Assert.Equal(["test"], new VmNameCompleter().Complete(request).Select(static one => one.Value));
        Assert.Equal(2, new ConnectionUriCompleter().Complete(request).Count());
    }

    [SkippableFact]
    public void A_definition_is_checked_as_file_text_and_machine()
    {
        Skip.If(!File.Exists("/usr/bin/virsh"), "virsh is not installed here");
        using var world = new VmWorld("test:///default");
        string file = world.Write("x.xml", Foreign);
        Assert.Equal(["VM001", "VM064"], world.Run(new TestHostVm { Path = file }).Select(static finding => finding.Rule));
        Assert.Equal(0, world.ExitCode);
        var lines = new TestHostVm { Xml = "<domain type='qemu'>" };
        lines.Add(new TestHostVm { Xml = "<cpu mode='host-passthrough'/>" });
        lines.Add(new TestHostVm { Xml = "</domain>" });
        Assert.Equal("VM011", world.Run(lines)[0].Rule);
        Assert.Equal(1, world.ExitCode);
        world.Write("root/proc/cmdline", "amd_iommu=on\n");
        Assert.Equal(["VM084", "VM073", "VM064"], world.Run(new TestHostVm()).Select(static finding => finding.Rule));
        Assert.Empty(world.Run(new TestHostVm { Name = ["none*"] }));
    }

    private static string RemoteStorage(VmWorld world)
    {
        // A libvirt that is here, by an address that may be elsewhere.
        world.Instead = request => request with { Arguments = [.. request.Arguments.Select(argument => argument == "qemu+ssh://box/system" ? "test:///default" : argument)] };
        return world.Fail(new UnregisterHostVm { Name = ["test"], RemoveStorage = true, Force = true, ConnectionUri = "qemu+ssh://box/system" });
    }
}
