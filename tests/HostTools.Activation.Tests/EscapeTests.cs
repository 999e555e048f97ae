using HostTools.Activation.Resources;
using HostTools.Platform;

namespace HostTools.Activation.Tests;

/// <summary>Nothing outside the folder is ever written, whatever stands in the folder.</summary>
public sealed partial class EscapeTests : IDisposable
{
    private readonly Sandbox _box = new();

    public EscapeTests() => Directory.CreateDirectory(Outside);

    public void Dispose() => _box.Dispose();

    private string Outside => Path.Join(_box.Base, "outside");

    [Fact]
    public async Task Links_that_lead_out_lead_back_in()
    {
        File.CreateSymbolicLink(_box.PathOf("/abs"), Outside);
        File.CreateSymbolicLink(_box.PathOf("/rel"), "../../../../../../../.." + Outside);
        Directory.CreateDirectory(_box.PathOf(Outside));

        await _box.ApplyAsync(Sandbox.Text("/abs/a", "a"), Sandbox.Text("/rel/b", "b"));

        Assert.Empty(Directory.EnumerateFileSystemEntries(Outside));
        Assert.Equal("a", _box.Read(Outside + "/a"));
        Assert.Equal("b", _box.Read(Outside + "/b"));
    }

    [Fact]
    public async Task A_planted_state_directory_leads_back_in()
    {
        Directory.CreateDirectory(_box.PathOf("/var/lib"));
        File.CreateSymbolicLink(_box.PathOf(Target.StatePath), Outside);
        Directory.CreateDirectory(_box.PathOf(Outside));

        await _box.ApplyAsync(Sandbox.Text("/etc/a", "a"));

        Assert.Empty(Directory.EnumerateFileSystemEntries(Outside));
        Assert.True(File.Exists(_box.PathOf(Outside) + "/current"));
    }

    [Fact]
    public async Task A_link_at_the_path_itself_is_replaced_and_not_followed()
    {
        File.WriteAllText(Path.Join(Outside, "victim"), "precious");
        Directory.CreateDirectory(_box.PathOf("/etc"));
        File.CreateSymbolicLink(_box.PathOf("/etc/a"), Path.Join(Outside, "victim"));

        await _box.ApplyAsync(Sandbox.Text("/etc/a", "ours") with { Collision = CollisionPolicy.Force, Mode = 0x1FF });

        Assert.Equal("precious", File.ReadAllText(Path.Join(Outside, "victim")));
        Assert.Equal("ours", _box.Read("/etc/a"));
        await _box.ApplyAsync();
        Assert.Equal(Path.Join(Outside, "victim"), new FileInfo(_box.PathOf("/etc/a")).LinkTarget);
    }

    [Fact]
    public async Task A_directory_swapped_for_a_link_while_applying_leads_nowhere_outside()
    {
        for (int i = 0; i < 20; i++)
            File.WriteAllText(Path.Join(Outside, $"file{i}"), "precious");
        IReadOnlyList<string> before = TreeOf.Folder(Outside, withoutState: false);
        string raced = _box.PathOf("/raced");
        Directory.CreateDirectory(raced);
        File.CreateSymbolicLink(raced + "-link", Outside);
        using var stop = new CancellationTokenSource();
        int swaps = 0;
        var swapper = Task.Run(() =>
        {
            while (!stop.IsCancellationRequested || swaps % 2 == 1)
            {
                if (Exchange(-100, raced, -100, raced + "-link", 2) == 0)
                    swaps++;
            }
        });
        int applied = 0;
        for (int round = 0; round < (Depth.IsFull ? 200 : 25); round++)
        {
            try
            {
                await _box.ApplyAsync([.. Enumerable.Range(0, 20).Select(file => Sandbox.Text($"/raced/file{file}", $"ours {round}") with { Collision = CollisionPolicy.Force })]);
                applied++;
            }
            catch (HostToolsException)
            {
                // Losing the race is fine; what counts is where nothing was written.
            }
        }

        await stop.CancelAsync();
        await swapper;
        Assert.Equal(before, TreeOf.Folder(Outside, withoutState: false));
        if (_box.Session.OpenTransaction is not null)
            await _box.Session.RepairAsync(RepairDirection.Back);
        await _box.ApplyAsync([.. Enumerable.Range(0, 20).Select(static file => Sandbox.Text($"/raced/file{file}", "ours") with { Collision = CollisionPolicy.Force })]);
        Assert.Equal("ours", _box.Read("/raced/file7"));
        Assert.True(swaps > 100, $"{swaps} swaps, {applied} applies");
    }

    [Fact]
    public async Task Commands_in_state_that_came_with_the_folder_are_not_run()
    {
        TriggerResource evil = new("reload") { OfflineCommand = ["evil"] };
        await _box.ApplyAsync(Sandbox.Text("/etc/a", "1") with { Triggers = ["reload"] }, evil);
        await _box.ApplyAsync(Sandbox.Text("/etc/a", "2") with { Triggers = ["reload"] }, evil);
        foreach (int generation in new[] { 1, 2 })
        {
            string manifest = _box.PathOf($"{Target.StatePath}/generations/{generation}/manifest.json");
            File.WriteAllText(manifest, File.ReadAllText(manifest).Replace("\"machineId\": \"", "\"machineId\": \"0", StringComparison.Ordinal));
        }

        _box.Processes.Ran.Clear();
        Plan back = await _box.Session.PlanRestoreAsync(1, "x");
        Assert.Contains("was not written on this machine", Assert.Single(back.Warnings).Message, StringComparison.Ordinal);
        await _box.Session.ApplyAsync(back);
        File.WriteAllText(_box.PathOf(Target.StatePath + "/generations/3/manifest.json"),
            _box.Read(Target.StatePath + "/generations/3/manifest.json").Replace("\"machineId\": \"", "\"machineId\": \"0", StringComparison.Ordinal));
        await _box.ApplyAsync();

        Assert.Empty(_box.Processes.Ran);
        Assert.Empty(_box.Tree());
    }

    [System.Runtime.InteropServices.LibraryImport("libc", EntryPoint = "renameat2", StringMarshalling = System.Runtime.InteropServices.StringMarshalling.Utf8)]
    private static partial int Exchange(int fromDirectory, string from, int toDirectory, string to, uint flags);
}
