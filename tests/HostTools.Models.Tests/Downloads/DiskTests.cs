using System.Diagnostics;
using HostTools.Models.Tests.Server;
using HostTools.Platform;

namespace HostTools.Models.Tests.Downloads;

/// <summary>Disks that fill, stores that are not ours, and what runs leave behind.</summary>
public sealed class DiskTests
{
    [SkippableFact]
    public async Task A_disk_that_fills_in_the_middle_is_told()
    {
        Skip.IfNot(OperatingSystem.IsLinux() && Environment.IsPrivilegedProcess, "mounting a small file system needs root");
        var content = new TestContent(5 << 20, 1);
        using var fixture = new FetchFixture(request => WebResponse.File(request, content) with { Fault = WebFault.NoLength, Headers = [] });
        string store = Directory.CreateDirectory(Path.Join(fixture.Folder, "store")).FullName;
        Skip.IfNot(Run("mount", "-t", "tmpfs", "-o", "size=2m", "none", store), "mounting a small file system needs root");
        try
        {
            HostError error = await fixture.RefusedAsync(new ListedFile("a", RemoteBytes.At(fixture.Server.At("/a"))));
            Assert.Equal("DiskFull", error.Id);
            Assert.Empty(fixture.Waits);
            Assert.Empty(fixture.Parts);
        }
        finally
        {
            Run("umount", store);
        }
    }

    [Fact]
    public async Task A_store_that_is_a_file_is_told()
    {
        var content = new TestContent(10, 1);
        using var fixture = new FetchFixture(request => WebResponse.File(request, content));
        File.WriteAllText(Path.Join(fixture.Folder, "store"), "a file");
        Assert.Equal("StoreNotWritable", (await fixture.RefusedAsync(fixture.File("a", content))).Id);
    }

    [Fact]
    public async Task What_nobody_continued_for_a_week_is_swept_away()
    {
        var content = new TestContent(10, 1);
        using var fixture = new FetchFixture(request => WebResponse.File(request, content));
        string partial = Directory.CreateDirectory(Path.Join(fixture.Folder, "store/partial")).FullName;
        foreach (string name in (string[])["old.part", "old.journal", "new.part", "new.journal", "orphan.journal"])
            File.WriteAllText(Path.Join(partial, name), "x");
        foreach (string name in (string[])["old.part", "old.journal"])
            File.SetLastWriteTimeUtc(Path.Join(partial, name), DateTime.UtcNow.AddDays(-8));
        await fixture.FetchAsync(fixture.File("a", content));
        Assert.Equal(["new.journal", "new.part"], Directory.GetFiles(partial).Select(Path.GetFileName).Order());
    }

    [Fact]
    public async Task What_was_stored_can_be_waited_for()
    {
        var content = new TestContent(10, 1);
        using var fixture = new FetchFixture(request => WebResponse.File(request, content));
        await fixture.FetchAsync(new FetchOptions { WaitForDisk = true }, default, fixture.File("a", content));
        Assert.Empty(Directory.GetFiles(Path.Join(fixture.Folder, "store/unsettled")));
        Assert.True(fixture.Store.Has(content.Sha256));
    }

    private static bool Run(string program, params string[] arguments)
    {
        using Process? process = Process.Start(program, arguments);
        process!.WaitForExit();
        return process.ExitCode == 0;
    }
}
