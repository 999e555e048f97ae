using HostTools.Commands.Framework;
using HostTools.Facts.Tests;
using HostTools.Platform;
using HostTools.Virtualization;

namespace HostTools.Commands.Tests;

/// <summary>Groups, verdicts and pictures at the prompt, of folders and of what was pasted.</summary>
public sealed class PassthroughCommandTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("hosttools-vfio-").FullName;
    private readonly RecordingConsole _console = new();

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private string Post => Written("post.txt", FakeListing.Script(FakeMachine.Table("a3-b450m-two-gpus")));

    [Fact]
    public void Groups_come_by_number_with_their_devices()
    {
        Run(new GetIommuGroup { Path = Post });
        Assert.Equal([.. Enumerable.Range(0, 13)], _console.Written.Cast<IommuGroup>().Select(static group => group.Number));
        Assert.Equal(8, Assert.IsType<IommuGroup>(_console.Written[11]).Devices.Count);
        Run(new GetIommuGroup { Path = Post, Number = [12, 77] });
        Assert.Equal(12, Assert.IsType<IommuGroup>(_console.Written[^1]).Number);
        Assert.Equal("IommuGroupNotFound", Assert.Single(_console.Errors).Id);
    }

    [Fact]
    public void A_folder_is_read_like_a_machine()
    {
        using FakeMachine machine = FakeMachine.Of("a1-z170-gtx960", static device => device.Group < 3);
        machine.Write("sys/kernel/iommu_groups/1/reserved_regions", "0x00000000fee00000 0x00000000feefffff msi\n");
        Run(new GetIommuGroup { Root = machine.Folder, Number = [1] });
        IommuGroup group = Assert.IsType<IommuGroup>(Assert.Single(_console.Written));
        Assert.Equal(("DMA-FQ", 1), (group.Type, group.ReservedRegions.Count));
        Assert.Equal(["00:01.0 [8086:1901] PCI bridge (pcieport)", "01:00.0 [10de:1401] VGA controller (nvidia)", "01:00.1 [10de:0fba] Audio device (snd_hda_intel)"], group.ToLines());
    }

    [Fact]
    public void Lines_of_a_pipeline_are_one_listing()
    {
        string[] lines = File.ReadAllLines(Post);
        var command = new TestVfioPassthrough { Listing = lines[0] };
        foreach (string line in lines.Skip(1))
            command.Add(new TestVfioPassthrough { Listing = line });
        Run(command);
        Assert.Equal([PassthroughAnswer.No, PassthroughAnswer.Yes], _console.Written.Cast<PassthroughVerdict>().Select(static verdict => verdict.Answer));
        Assert.Equal("Yes, as far as the listing tells.", Assert.IsType<PassthroughVerdict>(_console.Written[1]).Summary);
    }

    [Fact]
    public void A_no_is_an_exit_code_on_request()
    {
        Assert.Equal(0, Run(new TestVfioPassthrough { Path = Post }));
        Assert.Equal(2, Run(new TestVfioPassthrough { Path = Post, ExitCode = true }));
        Assert.Equal(0, Run(new TestVfioPassthrough { Path = Post, Device = ["26:00.0"], ExitCode = true }));
    }

    [Fact]
    public void Who_has_a_card_open_is_seen_on_a_machine()
    {
        using FakeMachine machine = FakeMachine.Of("a1-z170-gtx960", static device => device.Group < 3);
        machine.Link("sys/class/drm/card1", $"../../{machine.FolderOf("01:00.0")["sys/".Length..]}/drm/card1");
        machine.Write("proc/99/comm", "game\n");
        machine.Link("proc/99/fd/3", "/dev/dri/card1");
        Run(new TestVfioPassthrough { Root = machine.Folder, Device = ["01:00.0"] });
        Assert.Equal("VFIO011", Assert.Single(Assert.IsType<PassthroughVerdict>(Assert.Single(_console.Written)).Checks).Id);
    }

    [Theory]
    [InlineData("1:0", "PciAddressMalformed")]
    [InlineData("77:00.0", "PciDeviceNotFound")]
    public void An_address_that_is_none_says_so(string address, string id)
    {
        Run(new TestVfioPassthrough { Path = Post, Device = [address] });
        Assert.Equal(id, Assert.Single(_console.Errors).Id);
    }

    [Fact]
    public void What_cannot_be_answered_says_why()
    {
        Run(new TestVfioPassthrough { Path = Written("none.txt", "hello\n") });
        Run(new TestVfioPassthrough { Path = Written("words.txt", "01:00.0 VGA compatible controller: Card\n") });
        Run(new TestVfioPassthrough { Path = Written("disk.txt", "01:00.0 Disk [0108]: Card [144d:a808]\n") });
        Run(new GetIommuGroup { Path = Written("lspci.txt", "01:00.0 Disk [0108]: Card [144d:a808]\n") });
        Run(new GetIommuGroup { Path = Post, Root = _folder });
        Run(new GetIommuGroup { Path = _folder });
        Run(new GetIommuGroup { Root = _folder });
        Run(new GetIommuGroup { Path = Written("long.txt", new string('x', (4 << 20) + 1)) });
        Assert.Equal(
            ["ListingEmpty", "ListingEmpty", "GraphicsCardNotFound", "IommuGroupsMissing", "SourceAmbiguous", "ListingUnreadable", "IommuGroupsMissing", "ListingUnreadable"],
            _console.Errors.Select(static error => error.Id));
        Assert.Contains("lspci -nnk writes them", _console.Errors[1].Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Lines_that_cannot_be_read_are_a_warning()
    {
        Run(new GetIommuGroup { Path = Written("cut.txt", "IOMMU group 1\n 01:00.0 VGA [0300]: X [10de:1401]\n 01:00.1 Audio [0403]: X [10\n") });
        Assert.Contains("line 3 ends before vendor and device", Assert.Single(_console.Said), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("map.svg", "<svg ")]
    [InlineData("map.html", "<!DOCTYPE html>")]
    [InlineData("map.mmd", "flowchart LR")]
    [InlineData("map", "<svg ")]
    public void A_picture_is_written_once(string name, string begins)
    {
        string file = Path.Join(_folder, "pictures", name);
        Run(new ExportIommuMap { Path = Post, Destination = file, Device = ["26:00.0"], PassThru = true });
        Run(new ExportIommuMap { Path = Post, Destination = file, Device = ["26:00.0"], PassThru = true });
        Assert.Equal([true, false], _console.Written.Cast<ExportedFile>().Select(static one => one.Written));
        Assert.StartsWith(begins, File.ReadAllText(file), StringComparison.Ordinal);
        Assert.Single(_console.Asked);
    }

    [Fact]
    public void A_picture_nobody_wants_is_not_written()
    {
        var no = new RecordingConsole { OnConfirm = static _ => false };
        Run(new ExportIommuMap { Path = Post, Destination = Path.Join(_folder, "map.svg") }, no);
        Run(new ExportIommuMap { Path = Post, Destination = _folder }, no);
        Assert.False(File.Exists(Path.Join(_folder, "map.svg")));
        Assert.Equal("MapIsFolder", Assert.Single(no.Errors).Id);
    }

    private string Written(string name, string text)
    {
        string file = Path.Join(_folder, name);
        File.WriteAllText(file, text);
        return file;
    }

    private int Run<T>(ICommand<T> command, RecordingConsole? console = null)
        where T : notnull =>
        CommandRunner.Run(command, console ?? _console, new CommandEnvironment { CurrentDirectory = _folder, Machine = Root.At(_folder), Variable = static _ => null }, CancellationToken.None).ExitCode;
}
