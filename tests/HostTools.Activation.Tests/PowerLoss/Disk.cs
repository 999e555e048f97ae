using System.Diagnostics;

namespace HostTools.Activation.Tests;

/// <summary>
/// A file system on a disk whose power can be cut: the disk is a file on btrfs, where a clone of it is made in one instant and holds exactly
/// what had reached the disk; what was only in memory is lost. Nothing is written back by itself, so only what was synced is sure to be there.
/// </summary>
public sealed class Disk : IDisposable
{
    private const int Tries = 50;

    private static readonly string[] s_programs = ["mkfs.btrfs", "mkfs.ext4"];

    private readonly string _base = Path.Join(Path.GetTempPath(), "hosttools-power-" + Guid.NewGuid().ToString("N")[..12]);
    private readonly string _kind;
    private readonly List<string> _mounted = [];

    /// <param name="kind">ext4 or btrfs.</param>
    public Disk(string kind)
    {
        _kind = kind;
        Skip.IfNot(Environment.IsPrivilegedProcess, "mounting a file system needs root");
        Skip.IfNot(s_programs.All(static program => File.Exists("/usr/sbin/" + program) || File.Exists("/sbin/" + program)), "mkfs.btrfs or mkfs.ext4 is not installed here");
        Directory.CreateDirectory(_base);
        try
        {
            Make("outer", "btrfs", "1G");
            Skip.IfNot(TryMount("outer", Outer, "btrfs", "nodatacow,nobarrier,commit=300"), "this machine has no right to mount, no btrfs or no loop device");
            Make("outer/disk", kind, kind == "ext4" ? "32M" : "128M");
            Mount(Current);
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    private string Outer => Path.Join(_base, "outer.mounted");

    private string Image(string name) => Path.Join(_base, name.Replace("outer/", "outer.mounted/", StringComparison.Ordinal) + ".img");

    /// <summary>Where it is mounted while it has power.</summary>
    public string Current => Path.Join(_base, "disk");

    /// <summary>Writes everything to the disk.</summary>
    public void Sync() => Require("sync", "-f", Current);

    /// <summary>Keeps what is on the disk at this moment.</summary>
    public void Cut(string name) => Require("cp", "--reflink=always", Image("outer/disk"), Image("outer/" + name));

    /// <summary>Ends the use of the disk itself.</summary>
    public void Leave() => Unmount(Current);

    /// <summary>Mounts what was on the disk at a moment, which replays the file system's own journal.</summary>
    public string Start(string name)
    {
        string folder = Path.Join(_base, "started");
        Mount(folder, "outer/" + name);
        return folder;
    }

    /// <summary>Ends the use of what was on the disk at a moment.</summary>
    public void Stop(string name)
    {
        Unmount(Path.Join(_base, "started"));
        File.Delete(Image("outer/" + name));
    }

    public void Dispose()
    {
        foreach (string folder in _mounted.AsEnumerable().Reverse().ToArray())
            Unmount(folder);
        if (Directory.Exists(_base))
            Directory.Delete(_base, recursive: true);
    }

    private void Mount(string folder, string name = "outer/disk")
    {
        // btrfs knows its disks by their number, which copies have in common.
        if (_kind == "btrfs")
            Run("btrfs", "device", "scan", "--forget");
        for (int i = 0; !TryMount(name, folder, _kind, "commit=300"); i++)
        {
            Assert.True(i < Tries, $"'{name}' could not be mounted");
            Thread.Sleep(100); // Others use loop devices, too.
        }
    }

    private bool TryMount(string name, string folder, string kind, string options)
    {
        Directory.CreateDirectory(folder);
        bool isMounted = Run("mount", "-t", kind, "-o", "loop," + options, Image(name), folder).Code == 0;
        if (isMounted)
            _mounted.Add(folder);
        return isMounted;
    }

    private void Unmount(string folder)
    {
        for (int i = 0; i < Tries && Run("umount", folder).Code != 0; i++)
            Thread.Sleep(100);
        _mounted.Remove(folder);
    }

    private void Make(string name, string kind, string size)
    {
        Require("truncate", "-s", size, Image(name));
        if (kind == "ext4")
            Require("mkfs.ext4", "-q", "-F", "-E", "lazy_itable_init=0,lazy_journal_init=0", "-J", "size=4", Image(name));
        else
            Require("mkfs.btrfs", "-q", "-m", "single", "-d", "single", Image(name));
    }

    private static void Require(string program, params string[] arguments)
    {
        (int code, string said) = Run(program, arguments);
        Assert.True(code == 0, $"{program} {string.Join(' ', arguments)}: {said}");
    }

    private static (int Code, string Said) Run(string program, params string[] arguments)
    {
        using Process process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        string said = process.StandardError.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, said + output.Result);
    }
}
