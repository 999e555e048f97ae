using System.Diagnostics;
using HostTools.Activation.Resources;
using HostTools.Platform;

namespace HostTools.Activation.Tests;

/// <summary>Files on the file systems people have, with what those keep beside the content: access control lists and other attributes.</summary>
public sealed class FileSystemTests : IDisposable
{
    private static readonly string[] s_programs = ["/usr/bin/setfacl", "/usr/bin/setfattr", "/usr/bin/chattr"];
    private static readonly string[] s_layers = ["lower", "upper", "work"];

    private readonly Sandbox _box = new();
    private readonly List<string> _mounts = [];

    public void Dispose()
    {
        foreach (string mount in Enumerable.Reverse(_mounts))
            Run("umount", "-l", mount);
        _box.Dispose();
    }

    [SkippableTheory]
    [InlineData("ext4")]
    [InlineData("btrfs")]
    [InlineData("overlay")]
    [InlineData("tmpfs")]
    public async Task A_file_keeps_its_access_control_list_and_gets_it_back(string fileSystem)
    {
        Mount(fileSystem, static folder => File.WriteAllText(Path.Join(folder, "old"), "theirs\n"));
        Accept("setfacl", "-m", "u:65534:rw,g:65533:r", _box.PathOf("/data/old"));
        bool hasNote = Run("setfattr", "-n", "user.note", "-v", "by hand", _box.PathOf("/data/old")).ExitCode == 0;
        Assert.True(hasNote || fileSystem == "tmpfs");
        string before = Attributes("/data/old");
        FileResource ours = Sandbox.Text("/data/old", "ours\n") with { Collision = CollisionPolicy.Backup };

        HostToolsException failed = await Assert.ThrowsAsync<HostToolsException>(async () =>
            await _box.NewSession(static point => { if (point.StartsWith("verify:", StringComparison.Ordinal)) throw new IOException("broken"); })
                .ApplyAsync(await _box.PlanAsync(ours)));
        Assert.Equal("Undone", failed.Errors[^1].Id);
        Assert.Equal("theirs\n", _box.Read("/data/old"));
        Assert.Equal(before, Attributes("/data/old"));

        await _box.ApplyAsync(ours, Sandbox.Text("/data/deep/new", "new\n"));
        Assert.Equal("ours\n", _box.Read("/data/old"));
        Assert.Equal(before, Attributes("/data/old"));
        Assert.Empty((await _box.PlanAsync(ours, Sandbox.Text("/data/deep/new", "new\n"))).Changes);

        await _box.ApplyAsync();
        Assert.Equal("theirs\n", _box.Read("/data/old"));
        Assert.Equal(before, Attributes("/data/old"));
        Assert.False(_box.Exists("/data/deep"));
    }

    [SkippableFact]
    public async Task What_a_program_is_allowed_to_do_does_not_pass_to_other_content()
    {
        Skip.IfNot(Environment.IsPrivilegedProcess && File.Exists("/usr/sbin/setcap"), "giving capabilities needs root and setcap");
        _box.Write("/opt/tool", "theirs", 0x1ED);
        Accept("/usr/sbin/setcap", "cap_net_raw+ep", _box.PathOf("/opt/tool"));
        string before = Attributes("/opt/tool");

        await _box.ApplyAsync(Sandbox.Text("/opt/tool", "ours") with { Collision = CollisionPolicy.Backup });
        Assert.DoesNotContain("security.capability", Attributes("/opt/tool"), StringComparison.Ordinal);
        await _box.ApplyAsync();
        Assert.Contains("security.capability", before, StringComparison.Ordinal);
        Assert.Equal(before, Attributes("/opt/tool"));
    }

    [SkippableTheory]
    [InlineData("+i")]
    [InlineData("+a")]
    public async Task A_protected_file_is_noticed_before_the_first_write(string attribute)
    {
        Mount("ext4", static folder => File.WriteAllText(Path.Join(folder, "fixed"), "theirs"));
        Accept("chattr", attribute, _box.PathOf("/data/fixed"));
        FileResource[] wanted = [Sandbox.Text("/data/fixed", "ours") with { Collision = CollisionPolicy.Backup }, Sandbox.Text("/data/other", "x")];
        HostError error = Assert.Single((await _box.PlanAsync(wanted)).Errors);
        Assert.Equal("PathFixed", error.Id);
        Assert.Contains($"chattr -i -a '{_box.PathOf("/data/fixed")}'", error.Message, StringComparison.Ordinal);
        Assert.False(_box.Exists("/data/other"));

        Accept("chattr", "-i", "-a", _box.PathOf("/data/fixed"));
        await _box.ApplyAsync(wanted);
        Accept("chattr", attribute, _box.PathOf("/data/fixed"));
        Assert.Equal("PathFixed", Assert.Single((await _box.PlanAsync()).Errors).Id);
        Accept("chattr", "-i", "-a", _box.PathOf("/data/fixed"));
    }

    [SkippableFact]
    public async Task A_file_that_a_container_engine_mounts_is_noticed_before_the_first_write()
    {
        Skip.IfNot(Environment.IsPrivilegedProcess, "mounting needs root");
        _box.Write("/etc/hosts", "theirs");
        string other = Path.Join(_box.Base, "other");
        await File.WriteAllTextAsync(other, "engine's");
        Accept("mount", "--bind", other, _box.PathOf("/etc/hosts"));
        _mounts.Add(_box.PathOf("/etc/hosts"));

        Assert.Equal("PathMounted", Assert.Single((await _box.PlanAsync(Sandbox.Text("/etc/hosts", "ours") with { Collision = CollisionPolicy.Backup })).Errors).Id);
        Assert.Empty((await _box.PlanAsync(Sandbox.Text("/etc/hosts", "engine's") with { Collision = CollisionPolicy.Adopt })).Errors);
    }

    private void Mount(string fileSystem, Action<string> fill)
    {
        Skip.IfNot(Environment.IsPrivilegedProcess, "mounting needs root");
        foreach (string program in s_programs)
            Skip.IfNot(File.Exists(program), $"{program} is not installed here");
        string folder = _box.PathOf("/data");
        Directory.CreateDirectory(folder);
        if (fileSystem == "overlay")
        {
            string[] layers = [.. s_layers.Select(name => Directory.CreateDirectory(Path.Join(_box.Base, name)).FullName)];
            fill(layers[0]);
            Accept("mount", "-t", "overlay", "overlay", "-o", $"lowerdir={layers[0]},upperdir={layers[1]},workdir={layers[2]}", folder);
        }
        else if (fileSystem == "tmpfs")
        {
            Accept("mount", "-t", "tmpfs", "none", folder);
        }
        else
        {
            string image = Path.Join(_box.Base, "image");
            using (FileStream file = File.Create(image))
                file.SetLength(128 << 20);
            Skip.IfNot(Run($"mkfs.{fileSystem}", "-q", image).ExitCode == 0, $"mkfs.{fileSystem} is not installed here");
            Accept("mount", "-o", "loop", image, folder);
        }

        _mounts.Add(folder);
        if (fileSystem != "overlay")
            fill(folder);
    }

    private string Attributes(string path) => Accept("getfattr", "--absolute-names", "-d", "-m", "-", "-e", "hex", _box.PathOf(path)) + _box.ModeOf(path);

    private static string Accept(string program, params string[] arguments)
    {
        (int exitCode, string said) = Run(program, arguments);
        Assert.True(exitCode == 0, $"{program} {string.Join(' ', arguments)}: {said}");
        return said;
    }

    private static (int ExitCode, string Said) Run(string program, params string[] arguments)
    {
        try
        {
            using Process process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
            string said = process.StandardOutput.ReadToEnd() + process.StandardError.ReadToEnd();
            process.WaitForExit();
            return (process.ExitCode, said);
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return (127, $"{program} is not installed here");
        }
    }
}
