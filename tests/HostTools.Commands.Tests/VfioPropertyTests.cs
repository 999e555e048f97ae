using HostTools.Facts;
using HostTools.Facts.Tests;
using HostTools.Virtualization;

namespace HostTools.Commands.Tests;

/// <summary>Random machines with files of random loaders: whatever is asked for, the host keeps what it needs, others keep their lines, and nothing is left.</summary>
public sealed class VfioPropertyTests
{
    private static readonly int s_rounds = Environment.GetEnvironmentVariable("HOSTTOOLS_DEPTH") == "full" ? 150 : 3;

    private static readonly string[] s_devices = ["a1-z170-gtx960", "a2-b450m-apu-rx580", "a3-b450m-two-gpus", "a4-b550m-rtx2070s", "c1-b550m-rtx3070ti", "c2-z690-rx6650xt", "c3-gtx1060-rtx2080s", "d3-skylake-gtx1660"];
    private static readonly string[] s_loaders = ["arch-limine", "cachyos-limine8", "debian-systemd-boot", "arch-systemd-boot", "debian-grub", "arch-grub", "fedora-grub"];
    private static readonly (string Os, string Initramfs)[] s_systems = [("arch", "/usr/bin/mkinitcpio"), ("debian", "/usr/sbin/update-initramfs"), ("fedora", "/usr/bin/dracut")];
    private static readonly string[] s_lines = ["# mine", "", "  ", "term_margin: 4", "/Mine\n  protocol: linux\n  path: boot():/mine\n  cmdline: mine=1", "comment: ü", "# BEGIN others", "\t# tab"];

    [Fact]
    public void The_host_keeps_what_it_needs_and_others_their_lines()
    {
        var random = new Random(21);
        for (int round = 0; round < s_rounds; round++)
            One(random, $"round {round} of seed 21");
    }

    private static void One(Random random, string round)
    {
        (string os, string initramfs) = s_systems[random.Next(s_systems.Length)];
        string loader = s_loaders[random.Next(s_loaders.Length)];
        using var machine = new VfioMachine(s_devices[random.Next(s_devices.Length)], loader, initramfs, os);
        Furnish(machine.Machine, random);
        string[] files = [.. Directory.EnumerateFiles(Path.Combine(machine.Folder, "boot"), "*.conf", SearchOption.AllDirectories)];
        foreach (string file in files)
            Scribble(file, random, loader.Contains("limine", StringComparison.Ordinal));
        machine.Run(new InvokeHostPlan { Name = "den", Path = machine.Tree, Root = machine.Folder });
        Assert.Empty(machine.Console.Errors);
        SortedDictionary<string, string> before = machine.Snapshot();
        Dictionary<string, string[]> lines = files.ToDictionary(static file => file, File.ReadAllLines);

        TargetFacts facts = machine.Machine.Facts;
        string[] devices = [.. facts.Pci.Where(static device => !device.IsBridge()).Select(static device => device.Address.ToString())];
        random.Shuffle(devices);
        machine.Enable(more: command => (command.Device, command.Force) = (devices[..random.Next(1, 4)], random.Next(2) == 0));
        string bind = initramfs.EndsWith("initramfs", StringComparison.Ordinal) ? "etc/initramfs-tools/scripts/init-top/hosttools-vfio" : "etc/hosttools/vfio-bind";
        if (machine.Console.Errors.Count > 0)
        {
            Assert.All(machine.Console.Errors, error => Assert.True(error.Id is "VfioHostNeedsDevice" or "VfioImpossible", $"{round}: {error.Message}"));
            Assert.Equal(before, machine.Snapshot());
            return;
        }

        HashSet<PciAddress> taken = [.. machine.Text(bind).Split('\n').Where(static line => line.StartsWith("take 0", StringComparison.Ordinal)).Select(static line => PciAddress.TryParse(line.Split(' ')[1], out PciAddress address) ? address : default)];
        Assert.NotEmpty(taken);
        Assert.Empty(HostCritical.Of(facts, taken));
        foreach ((string file, string[] theirs) in lines)
        {
            var now = new Queue<string>(File.ReadAllLines(file));
            foreach (string line in theirs)
            {
                while (now.Count > 0 && now.Peek() != line)
                    now.Dequeue();
                Assert.True(now.TryDequeue(out _), $"{round}: '{line}' of {file} is gone.");
            }
        }

        machine.Disable();
        Assert.Empty(machine.Console.Errors);
        Assert.Equal(before, machine.Snapshot());
    }

    private static void Furnish(FakeMachine machine, Random random)
    {
        PciDevice[] all = [.. machine.Facts.Pci];
        string[] disks = [.. all.Where(static device => device.IsStorage()).Select(static device => device.Address.Short())];
        if (disks.Length > 0)
        {
            machine.Disk("sda", disks[random.Next(disks.Length)], 2);
            machine.Mount("/", "ext4", "/dev/sda1");
        }

        string[] cards = [.. all.Where(static device => device.IsNetwork()).Select(static device => device.Address.Short())];
        if (cards.Length > 0)
        {
            machine.Interface("eth0", cards[random.Next(cards.Length)]);
            machine.DefaultRoute("eth0");
        }

        string[] controllers = [.. all.Where(static device => device.IsUsbController()).Select(static device => device.Address.Short())];
        for (int at = 0; at < controllers.Length && at < random.Next(3); at++)
            machine.Usb($"{at + 1}-1", controllers[at], "046d:c31c", "Keyboard", "03", "01");
    }

    /// <summary>Lines of somebody else at the end and at the beginning, in the file's way or in another.</summary>
    private static void Scribble(string file, Random random, bool isLimine)
    {
        string end = random.Next(3) == 0 ? "\r\n" : "\n";
        string[] added = [.. Enumerable.Range(0, random.Next(4)).Select(_ => s_lines[random.Next(s_lines.Length)]).Where(line => isLimine || line.Trim() is "" or ['#', ..])];
        string text = File.ReadAllText(file);
        if (text.Length > 0 && text[^1] != '\n')
            text += "\n";
        File.WriteAllText(file, text + string.Concat(added.Select(line => line.Replace("\n", end, StringComparison.Ordinal) + end)));
    }
}
