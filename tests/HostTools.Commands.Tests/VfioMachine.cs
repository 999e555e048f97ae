using HostTools.Commands.Framework;
using HostTools.Facts.Tests;
using HostTools.Platform;

namespace HostTools.Commands.Tests;

/// <summary>A machine with two graphics cards that is a folder, beside a configuration tree.</summary>
internal sealed class VfioMachine : IDisposable
{
    private static readonly string s_loaders = Path.Combine(Repository(), "tests", "HostTools.Machine.Tests", "Boot", "machines");
    private readonly string _tree = Directory.CreateTempSubdirectory("hosttools-vfio-tree-").FullName;

    /// <param name="devices">Table of its devices.</param>
    /// <param name="loader">Whose boot files it has.</param>
    /// <param name="initramfs">What makes its initial RAM disk.</param>
    /// <param name="os">Its distribution.</param>
    public VfioMachine(string devices = "a1-z170-gtx960", string loader = "arch-limine", string initramfs = "/usr/bin/mkinitcpio", string os = "arch")
    {
        Machine = FakeMachine.Of(devices);
        Machine.Processor("GenuineIntel");
        Machine.Write("etc/os-release", $"ID={os}\n");
        Machine.Write(initramfs[1..], string.Empty);
        foreach (string file in Directory.EnumerateFiles(Path.Combine(s_loaders, loader), "*", SearchOption.AllDirectories))
            Copy(file, Path.Combine(Machine.Folder, Path.GetRelativePath(Path.Combine(s_loaders, loader), file)));
        Write("hosttools.yaml", "{}\n");
        Write("hosts/den/default.yaml", $"# The den.\nsystem: x86_64-linux\nstateVersion: \"1\"\n\nconfig:\n  system.distribution: {(os is "arch" or "fedora" or "debian" ? os : "suse")}\n");
    }

    public FakeMachine Machine { get; }

    public string Tree => _tree;

    public string Folder => Machine.Folder;

    public RecordingConsole Console { get; private set; } = new();

    public void Dispose()
    {
        Machine.Dispose();
        Directory.Delete(_tree, recursive: true);
    }

    public void Write(string path, string text)
    {
        string file = Path.Combine(_tree, path);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!); // A file in our folder has a parent.
        File.WriteAllText(file, text);
    }

    public string Read(string path) => File.ReadAllText(Path.Combine(_tree, path));

    public string Text(string path) => File.ReadAllText(Path.Combine(Folder, path));

    public int Enable(string? device = "01:00.0", Action<EnableVfioPassthrough>? more = null, RecordingConsole? console = null)
    {
        var command = new EnableVfioPassthrough { Device = device is null ? [] : [device], HostName = "den", Path = _tree, Root = Folder, PassThru = true };
        more?.Invoke(command);
        return Run(command, console);
    }

    public int Disable(RecordingConsole? console = null, bool force = false) => Run(new DisableVfioPassthrough { HostName = "den", Path = _tree, Root = Folder, PassThru = true, Force = force }, console);

    public int Run<T>(ICommand<T> command, RecordingConsole? console = null)
        where T : notnull
    {
        Console = console ?? new RecordingConsole();
        return CommandRunner.Run(command, Console, new CommandEnvironment { CurrentDirectory = _tree, Machine = Root.At(Folder), Variable = static _ => null }, CancellationToken.None).ExitCode;
    }

    /// <summary>Every file, link and folder of tree and machine, without what HostTools remembers.</summary>
    public SortedDictionary<string, string> Snapshot()
    {
        var all = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (string root in (string[])[_tree, Folder])
            Add(all, new DirectoryInfo(root), root == _tree ? "tree" : "machine", root);
        return all;
    }

    private static void Add(SortedDictionary<string, string> all, DirectoryInfo folder, string name, string root)
    {
        foreach (FileSystemInfo entry in folder.EnumerateFileSystemInfos())
        {
            string path = name + entry.FullName[root.Length..];
            if (path == "machine/var/lib/hosttools")
                continue;
            all[path] = entry.LinkTarget is { } target ? "-> " + target : entry is FileInfo file ? $"{file.UnixFileMode} {Convert.ToHexString(File.ReadAllBytes(file.FullName))}" : entry.UnixFileMode.ToString();
            if (entry is DirectoryInfo inner && entry.LinkTarget is null)
                Add(all, inner, name, root);
        }
    }

    private static void Copy(string from, string to)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(to)!); // As above.
        File.Copy(from, to, overwrite: true);
    }

    private static string Repository()
    {
        DirectoryInfo? folder = new(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "HostTools.sln")))
            folder = folder.Parent;
        return folder!.FullName; // The tests run inside the source tree.
    }
}
