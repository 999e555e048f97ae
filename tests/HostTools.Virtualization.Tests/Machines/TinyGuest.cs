using System.Security.Cryptography;
using System.Text;
using HostTools.Platform;

namespace HostTools.Virtualization.Tests.Machines;

/// <summary>A kernel and a first file system that boot in seconds under emulation and run the guest agent, from packages of this machine's Debian; made once and kept in the user's cache.</summary>
/// <param name="Kernel">The kernel.</param>
/// <param name="Initrd">The first file system.</param>
internal sealed record TinyGuest(string Kernel, string Initrd)
{
    private const string Init = """
        #!/bin/sh
        mount -t proc proc /proc; mount -t sysfs sys /sys; mount -t devtmpfs dev /dev
        for module in virtio_ring virtio virtio_pci_legacy_dev virtio_pci_modern_dev virtio_pci virtio_console failover net_failover virtio_net; do insmod /modules/$module.ko; done
        hostname tiny
        ip link set lo up; ip link set eth0 up; ip addr add 10.0.2.15/24 dev eth0
        until grep -lx org.qemu.guest_agent.0 /sys/class/virtio-ports/*/name > /run/port 2>/dev/null; do sleep 0.05; done
        read name < /run/port; port=${name%/name}
        /usr/sbin/qemu-ga -m virtio-serial -p /dev/${port##*/} -t /run -f /run/agent.pid
        poweroff -f

        """;

    // The folder $1 gets all of it; packages lie in $2.
    private const string Script = """
        set -eu
        cd "$1"; mkdir root root/bin root/sbin root/proc root/sys root/dev root/run root/tmp root/etc root/modules root/usr root/usr/sbin root/var root/var/run
        for package in "$2"/*.deb; do dpkg-deb -x "$package" packages; done
        cp packages/bin/busybox root/bin/
        for name in sh mount insmod ip sleep cat grep poweroff echo kill hostname env head; do ln -s busybox root/bin/$name; done
        drivers=packages/lib/modules/*/kernel
        for module in drivers/virtio/virtio drivers/virtio/virtio_ring drivers/virtio/virtio_pci_legacy_dev drivers/virtio/virtio_pci_modern_dev drivers/virtio/virtio_pci drivers/char/virtio_console net/core/failover drivers/net/net_failover drivers/net/virtio_net; do cp $drivers/$module.ko root/modules/; done
        cp "$(command -v qemu-ga || echo /usr/sbin/qemu-ga)" root/usr/sbin/
        ldd root/usr/sbin/qemu-ga | grep -o '/[^ ]*' | sort -u | while read -r library; do mkdir -p "root$(dirname "$library")"; cp -L "$library" "root$library"; done
        cp init root/init; printf '#!/bin/sh\n/bin/poweroff -f\n' > root/sbin/shutdown; chmod +x root/init root/sbin/shutdown
        (cd root && find . | ../packages/bin/busybox cpio -o -H newc 2>/dev/null) | gzip -1 > initrd
        cp packages/boot/vmlinuz-* kernel; rm -rf root packages init
        """;

    private static readonly string[] s_programs = ["/usr/bin/apt-get", "/usr/bin/dpkg-deb", "/usr/sbin/qemu-ga", "/usr/bin/qemu-system-x86_64"];

    private static readonly Lazy<Task<(TinyGuest? Guest, string? Missing)>> s_made = new(MakeAsync);

    /// <summary>The guest; null, and why there is none.</summary>
    public static Task<(TinyGuest? Guest, string? Missing)> Value => s_made.Value;

    private static async Task<(TinyGuest?, string?)> MakeAsync()
    {
        if (s_programs.FirstOrDefault(static program => !File.Exists(program)) is { } missing)
            return (null, $"{missing} is not installed here");
        string recipe = Convert.ToHexStringLower(SHA256.HashData([.. Encoding.UTF8.GetBytes(Init + Script), .. await File.ReadAllBytesAsync("/usr/sbin/qemu-ga")]))[..12];
        string cache = Path.Combine(Environment.GetEnvironmentVariable("XDG_CACHE_HOME") ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".cache"), "hosttools-tests");
        string folder = Path.Combine(cache, $"guest-{recipe}");
        var made = new TinyGuest(Path.Combine(folder, "kernel"), Path.Combine(folder, "initrd"));
        if (Directory.Exists(folder))
            return (made, null);
        // Two runs at once make it twice, and the first one stays.
        string draft = $"{folder}.{Environment.ProcessId}";
        Directory.CreateDirectory(Path.Combine(draft, "downloads"));
        await File.WriteAllTextAsync(Path.Combine(draft, "init"), Init);
        ProcessResult depends = await RunAsync("apt-cache", ["depends", "linux-image-cloud-amd64"], draft);
        string? kernel = depends.StandardOutput.Split('\n').Select(static line => line.Trim()).Where(static line => line.StartsWith("Depends: linux-image-", StringComparison.Ordinal)).Select(static line => line["Depends: ".Length..]).FirstOrDefault();
        ProcessResult result = kernel is null ? depends with { ExitCode = 1 } : await RunAsync("apt-get", ["download", "-qq", kernel, "busybox-static"], Path.Combine(draft, "downloads"));
        if (result.ExitCode == 0)
            result = await RunAsync("sh", ["-c", Script, "sh", draft, Path.Combine(draft, "downloads")], draft);
        if (result.ExitCode == 0 && !Directory.Exists(folder))
            Directory.Move(draft, folder);
        else
            Directory.Delete(draft, recursive: true);
        return Directory.Exists(folder) ? (made, null) : (null, "the packages of a kernel and busybox are not to be had here");
    }

    private static Task<ProcessResult> RunAsync(string program, string[] arguments, string folder) =>
        new SystemProcessRunner().RunAsync(new ProcessRequest(program, arguments) { WorkingDirectory = folder, Timeout = TimeSpan.FromMinutes(5) }, default);
}
