using System.Diagnostics;
using HostTools.Activation.Resources;
using HostTools.Platform;

namespace HostTools.Activation.Tests;

public sealed class PreflightTests : IDisposable
{
    private readonly Sandbox _box = new();
    private string? _mount;

    public void Dispose()
    {
        if (_mount is not null)
            Run("umount", "-l", _mount);
        _box.Dispose();
    }

    [SkippableFact]
    public async Task A_full_disk_is_noticed_before_the_first_write()
    {
        Mount("size=3m");

        Plan plan = await _box.PlanAsync(Sandbox.Text("/data/a", new string('x', 4_000_000)));

        Assert.Equal("NotEnoughSpace", Assert.Single(plan.Errors).Id);
        Assert.Empty(Directory.EnumerateFileSystemEntries(_mount!));
    }

    [SkippableTheory]
    [InlineData(450_000)]
    [InlineData(0)]
    public async Task A_disk_that_fills_in_the_middle_undoes_all(int left)
    {
        Mount("size=4m");
        string filler = Path.Join(_mount, "filler");
        await _box.ApplyAsync(Sandbox.Text("/data/a", new string('a', 400_000)), Sandbox.Text("/data/b", "b"));
        IReadOnlyList<string> before = _box.Tree();
        Plan plan = await _box.PlanAsync(
            Sandbox.Text("/data/a", new string('A', 300_000)), Sandbox.Text("/data/b", new string('B', 600_000)), Sandbox.Text("/data/z/c", new string('C', 500_000)));
        bool isFilled = false;
        ActivationSession session = _box.NewSession(point =>
        {
            // All of the first group is written; then somebody else takes the rest of the disk.
            if (!isFilled && point.StartsWith("prepare:write-file:3", StringComparison.Ordinal))
            {
                isFilled = true;
                Fill(filler, left);
            }
        });

        HostToolsException failed = await Assert.ThrowsAsync<HostToolsException>(() => session.ApplyAsync(plan));

        File.Delete(filler);
        Assert.True(isFilled);
        Assert.Equal("StepFailed", failed.Errors[0].Id);
        Assert.Contains("space", failed.Errors[0].Message, StringComparison.OrdinalIgnoreCase);
        // With room for the old content it is back at once; without any, once there is room again.
        Assert.Equal(left > 0 ? "Undone" : "UndoFailed", failed.Errors[1].Id);
        Assert.Equal(left > 0, _box.Session.OpenTransaction is null);
        await _box.Session.RepairAsync(RepairDirection.Back);
        Assert.Equal(before, _box.Tree());
        Assert.Null(_box.Session.OpenTransaction);
    }

    [SkippableFact]
    public async Task A_read_only_file_system_is_noticed_before_the_first_write()
    {
        Mount("size=4m,ro");

        Assert.Equal("NotWritable", Assert.Single((await _box.PlanAsync(Sandbox.Text("/data/a", "a"))).Errors).Id);
    }

    [Fact]
    public async Task Missing_rights_are_noticed_before_the_first_write()
    {
        Directory.CreateDirectory(_box.PathOf("/locked"));
        Directory.CreateDirectory(_box.PathOf("/open"));
        string[] said;
        if (Environment.IsPrivilegedProcess)
        {
            // Root may write everywhere, so the check runs as nobody, in a process of its own.
            File.SetUnixFileMode(_box.PathOf("/open"), (UnixFileMode)0x1FF);
            File.SetUnixFileMode(_box.Root, (UnixFileMode)0x1FF);
            File.SetUnixFileMode(_box.Base, (UnixFileMode)0x1FF);
            said = AsNobody("plan", _box.Root, "/locked/a", "/open/b");
        }
        else
        {
            File.SetUnixFileMode(_box.PathOf("/locked"), (UnixFileMode)0x16D);
            Plan plan = await _box.PlanAsync(Sandbox.Text("/locked/a", "a"), Sandbox.Text("/open/b", "b"));
            said = [.. plan.Errors.Select(static error => $"{error.Id} {error.Target}")];
        }

        Assert.Equal([$"NotWritable {_box.PathOf("/locked")}"], said);
    }

    [SkippableFact]
    public void An_unprivileged_user_applies_into_a_folder_of_their_own()
    {
        Skip.IfNot(Environment.IsPrivilegedProcess, "needs root to become somebody else");
        File.SetUnixFileMode(_box.Root, (UnixFileMode)0x1FF);
        File.SetUnixFileMode(_box.Base, (UnixFileMode)0x1FF);

        Assert.Equal(["applied 1"], AsNobody("applyas", _box.Root, "/etc/a", "/srv/deep/b"));
        Assert.Equal("/etc/a", _box.Read("/etc/a"));
        Assert.Equal(65534, Root.At(_box.Root).Stat("/srv/deep/b")?.UserId);
    }

    [Fact]
    public async Task A_parent_that_is_a_file_or_leads_nowhere_is_noticed()
    {
        _box.Write("/etc/file", "x");
        File.CreateSymbolicLink(_box.PathOf("/etc/nowhere"), "gone");

        Plan plan = await _box.PlanAsync(Sandbox.Text("/etc/file/a", "a"), Sandbox.Text("/etc/nowhere/b/c", "b"));

        Assert.Equal(["/etc/file/a", "/etc/nowhere/b"], plan.Errors.Where(static error => error.Id == "ParentNotDirectory").Select(static error => $"{error.Target}").Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_source_that_cannot_be_read_is_noticed_with_its_place()
    {
        Plan plan = await _box.PlanAsync(new FileResource("/etc/a") { Content = FileContent.FromFile("/no/such/file"), Origins = [new Origin("hosts/x.yaml", 4, 2)] });

        HostError error = Assert.Single(plan.Errors);
        Assert.Equal("SourceUnreadable", error.Id);
        Assert.StartsWith("hosts/x.yaml:4:2: The content of '/etc/a' cannot be read from '/no/such/file': ", error.ToString(), StringComparison.Ordinal);
    }

    private static string[] AsNobody(string mode, string root, params string[] paths)
    {
        // The test folder of root may be closed to others, so the program is copied to where it can be read.
        string program = Path.Join(Path.GetTempPath(), "hosttools-program-" + Guid.NewGuid().ToString("N")[..8]);
        Run("cp", "-r", Path.GetDirectoryName(typeof(PreflightTests).Assembly.Location)!, program);
        Run("chmod", "-R", "a+rX", program);
        try
        {
            return Run("setpriv", ["--reuid=65534", "--regid=65534", "--clear-groups", "env", "HOME=/tmp", "DOTNET_CLI_HOME=/tmp",
                Environment.ProcessPath!.EndsWith("dotnet", StringComparison.Ordinal) ? Environment.ProcessPath : "dotnet", "exec",
                Path.Join(program, Path.GetFileName(typeof(PreflightTests).Assembly.Location)), mode, root, .. paths])
                .Split('\n', StringSplitOptions.RemoveEmptyEntries);
        }
        finally
        {
            Directory.Delete(program, recursive: true);
        }
    }

    private static void Fill(string path, int left)
    {
        byte[] block = new byte[4096];
        using FileStream file = File.Create(path);
        try
        {
            while (true)
            {
                file.Write(block);
                file.Flush();
            }
        }
        catch (IOException)
        {
            file.SetLength(file.Length - left);
        }
    }

    private void Mount(string options)
    {
        Skip.IfNot(Environment.IsPrivilegedProcess, "needs root to mount a small file system");
        _mount = _box.PathOf("/data");
        Directory.CreateDirectory(_mount);
        Skip.IfNot(Run("mount", "-t", "tmpfs", "-o", options, "none", _mount).Length == 0, "needs the right to mount");
    }

    private static string Run(string program, params string[] arguments)
    {
        using Process process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true }) ??
            throw new InvalidOperationException();
        string said = process.StandardOutput.ReadToEnd() + process.StandardError.ReadToEnd();
        process.WaitForExit();
        return said;
    }
}
