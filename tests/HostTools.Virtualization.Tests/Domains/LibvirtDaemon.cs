using System.Diagnostics;
using HostTools.Platform;

namespace HostTools.Virtualization.Tests.Domains;

/// <summary>Tests that use one libvirtd, one after the other.</summary>
[CollectionDefinition(Name)]
public sealed class LibvirtTests : ICollectionFixture<LibvirtDaemon>
{
    public const string Name = "libvirt";
}

/// <summary>A libvirtd with folders, network and socket of its own: nothing of the machine's is seen or changed.</summary>
public sealed class LibvirtDaemon : IAsyncLifetime
{
    private const string Script = """
        mount --make-rprivate / && mkdir -p /var/cache/libvirt /run/libvirt /var/lib/libvirt
        mount --bind "$1/etc" /etc/libvirt; mount --bind "$1/lib" /var/lib/libvirt; mount --bind "$1/cache" /var/cache/libvirt; mount --bind "$1/run" /run/libvirt
        exec tini -s -- /usr/sbin/libvirtd --pid-file "$1/run/libvirtd.pid"
        """;

    private static readonly string[] s_programs = ["/usr/sbin/libvirtd", "/usr/bin/tini", "/usr/bin/virsh", "/usr/bin/qemu-system-x86_64"];

    private static readonly string[] s_folders = ["etc/qemu", "lib", "cache", "run"];

    private readonly string _folder = Path.Combine(Path.GetTempPath(), $"ht-lv-{Guid.NewGuid():N}"[..14]);
    private Process? _process;

    /// <summary>Why there is none; null when it runs.</summary>
    public string? Missing { get; private set; }

    public string Uri => $"qemu+unix:///system?socket={_folder}/run/libvirt-sock";

    public async Task InitializeAsync()
    {
        Missing = !OperatingSystem.IsLinux() || Environment.UserName != "root" ? "a libvirtd of one's own needs root"
            : s_programs.FirstOrDefault(static program => !File.Exists(program)) is { } program ? $"{program} is not installed here"
            : null;
        if (Missing is not null)
            return;
        foreach (string name in s_folders)
            Directory.CreateDirectory(Path.Combine(_folder, name));
        await File.WriteAllTextAsync(Path.Combine(_folder, "etc/qemu.conf"), "user=\"root\"\ngroup=\"root\"\nremember_owner=0\nsecurity_driver=\"none\"\nstdio_handler=\"file\"\n");
        // libvirt asks once, when it starts, whether there are hooks.
        Hook("qemu", "#!/bin/sh\nexit 0\n");
        _process = Process.Start(new ProcessStartInfo("unshare", ["-m", "-n", "sh", "-c", Script, "sh", _folder]) { RedirectStandardError = true, RedirectStandardInput = true })!; // It is started, not found running.
        _process.ErrorDataReceived += static (_, _) => { };
        _process.BeginErrorReadLine();
        for (int turn = 0; turn < 600 && (await VirshAsync("version")).ExitCode != 0; turn++)
        {
            Assert.False(_process.HasExited, "libvirtd ended at once.");
            await Task.Delay(100);
        }
    }

    public async Task<ProcessResult> VirshAsync(params string[] arguments) =>
        await new SystemProcessRunner().RunAsync(new ProcessRequest("virsh", ["-q", "-c", Uri, .. arguments]) { Timeout = TimeSpan.FromMinutes(2) }, default);

    /// <summary>What virsh says when all is well.</summary>
    public async Task<string> SayAsync(params string[] arguments)
    {
        ProcessResult result = await VirshAsync(arguments);
        Assert.True(result.ExitCode == 0, $"virsh {string.Join(' ', arguments)}: {result.StandardError}");
        return result.StandardOutput;
    }

    /// <summary>Defines a machine from text.</summary>
    public async Task DefineAsync(string xml)
    {
        string file = Path.Combine(_folder, "machine.xml");
        await File.WriteAllTextAsync(file, xml);
        await SayAsync("define", "--validate", file);
    }

    /// <summary>Writes a hook, by its path below /etc/libvirt/hooks.</summary>
    public void Hook(string path, string text)
    {
        string file = Path.Combine(_folder, "etc/hooks", path);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(file, text);
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    public async Task DisposeAsync()
    {
        if (_process is null)
            return;
        _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
        _process.Dispose();
        Directory.Delete(_folder, recursive: true);
    }
}
