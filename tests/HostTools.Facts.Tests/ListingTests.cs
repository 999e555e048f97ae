namespace HostTools.Facts.Tests;

/// <summary>What people paste into forums is read like the machine itself.</summary>
public sealed class ListingTests
{
    public static TheoryData<string> Machines => [.. Directory.GetFiles(Path.Combine(Clone(), "tests/fixtures/iommu"), "*.txt").Select(static file => Path.GetFileNameWithoutExtension(file)!).Order(StringComparer.Ordinal)];

    [Theory]
    [InlineData("a1-z170-gtx960", 14, 20)]
    [InlineData("a2-b450m-apu-rx580", 13, 33)]
    [InlineData("a3-b450m-two-gpus", 13, 40)]
    [InlineData("b2-renoir-acs-override", 22, 30)]
    [InlineData("c1-b550m-rtx3070ti", 16, 40)]
    public void Groups_and_devices_are_counted_as_they_are(string name, int groups, int devices)
    {
        using FakeMachine machine = FakeMachine.Of(name);
        Assert.Equal((groups, devices), (machine.Facts.Iommu.Groups.Count, machine.Facts.Pci.Count));
        HardwareListing listing = HardwareListing.Parse(FakeListing.Script(FakeMachine.Table(name)));
        Assert.Equal((groups, devices), (listing.Facts.Iommu.Groups.Count, listing.Facts.Pci.Count));
        Assert.Empty(listing.Problems);
    }

    [Theory]
    [MemberData(nameof(Machines))]
    public void A_machine_and_its_listings_say_the_same(string name)
    {
        using FakeMachine machine = FakeMachine.Of(name);
        IReadOnlyList<FakeDevice> table = FakeMachine.Table(name);
        string[] all = [.. machine.Facts.Pci.Select(static device => Row(device, true))];
        string[] grouped = [.. machine.Facts.Pci.Where(static device => device.IommuGroup is not null).Select(static device => Row(device, true))];
        Assert.Equal(all, HardwareListing.Parse(FakeListing.Records(table)).Facts.Pci.Select(static device => Row(device, true)));
        Assert.Equal(grouped, HardwareListing.Parse(FakeListing.Lines(table)).Facts.Pci.Select(static device => Row(device, true)));
        Assert.Equal(all, HardwareListing.Parse(FakeListing.Lspci(table) + FakeListing.Script(table)).Facts.Pci.Select(static device => Row(device, true)));
        Assert.Equal(all, HardwareListing.Parse("> " + FakeListing.Script(table).Replace("\n", "\r\n> ", StringComparison.Ordinal) + "\r\n" + FakeListing.Lspci(table)).Facts.Pci.Select(static device => Row(device, true)));
        string[] bare = [.. machine.Facts.Pci.Select(static device => Row(device, false))];
        Assert.Equal(bare, HardwareListing.Parse(FakeListing.Messages(table)).Facts.Pci.Select(static device => Row(device, false)));
    }

    [Fact]
    public void A_listing_knows_what_it_does_not_say()
    {
        IReadOnlyList<FakeDevice> table = FakeMachine.Table("a1-z170-gtx960");
        HardwareListing script = HardwareListing.Parse(FakeListing.Script(table));
        HardwareListing lspci = HardwareListing.Parse(FakeListing.Lspci(table));
        Assert.Equal((true, false), (script.TellsGroups, script.TellsDrivers));
        Assert.Equal((false, true), (lspci.TellsGroups, lspci.TellsDrivers));
        Assert.Equal(["nvidia", "other"], lspci.Facts.Pci.Single(static device => device.Id == "10de:1401").Modules);
        Assert.Equal("1458:1000", lspci.Facts.Pci[0].Subsystem);
        Assert.Equal("GenuineIntel", script.Facts.Cpu!.Vendor);
        HardwareListing nothing = HardwareListing.Parse("hello\n\n");
        Assert.Empty(nothing.Facts.Pci);
        Assert.Empty(nothing.Problems);
    }

    [Fact]
    public void A_line_that_was_cut_off_is_told_and_the_rest_is_read()
    {
        HardwareListing listing = HardwareListing.Parse(
            "IOMMU group 11\n  25:00.0 VGA compatible controller [0300]: Maker Card [1002:677b]\n  25:00.1 Audio device [0403]: Maker Sound [Card / 7450/8450] [1002:a...\nIOMMU group 12\n  26:00.0 VGA compatible controller [0300]: Maker Card [10de:1401] (rev a1)\n");
        Assert.Equal(["25:00.0", "26:00.0"], listing.Facts.Pci.Select(static device => device.Address.Short()));
        ListingProblem problem = Assert.Single(listing.Problems);
        Assert.Equal((3, "ends before vendor and device", (int?)11, "0000:25:00.1"), (problem.Line, problem.Reason, problem.IommuGroup, problem.Address.ToString()));
    }

    [Fact]
    public void Listings_without_numbers_say_how_to_get_them() =>
        Assert.Equal("line 1 has no numbers; lspci -nnk writes them: 01:00.0 VGA compatible controller: Maker Card", Assert.Single(HardwareListing.Parse("01:00.0 VGA compatible controller: Maker Card").Problems).ToString());

    [Fact]
    public void A_group_that_lspci_writes_below_a_device_is_that_devices()
    {
        HardwareListing listing = HardwareListing.Parse("""
            01:00.0 VGA compatible controller [0300]: Maker Card [10de:1401] (rev a1) (prog-if 00 [VGA controller])
            	Subsystem: Somebody Card [1458:3000]
            	Flags: bus master, fast devsel, latency 0, IRQ 30, NUMA node 1, IOMMU group 14
            	Kernel driver in use: nouveau
            02:00.0 Audio device [0403]: Maker Sound [10de:0fba]
            	NUMA node: 0
            	IOMMU group: 15
            00:1f.3 0403: 8086:a170 (rev 31)
            10000:e1:00.0 Non-Volatile memory controller [0108]: Maker Disk [144d:a808]
            """);
        Assert.Equal(["0000:00:1f.3  ", "0000:01:00.0 14 1", "0000:02:00.0 15 0", "10000:e1:00.0  "], listing.Facts.Pci.Select(static device => $"{device.Address} {device.IommuGroup} {device.NumaNode}"));
    }

    [Theory]
    [InlineData("Group 3 - 0000:01:00.0 VGA [0300]: X [10de:1401]")]
    [InlineData("Group:  3   0000:01:00.0 VGA [0300]: X [10de:1401]   Driver: nouveau")]
    [InlineData("### IOMMU Group 3:\n- 01:00.0 VGA [0300]: X [10de:1401]")]
    [InlineData("\u001b[1mIOMMU Group 3:\u001b[0m\n\t01:00.0 VGA [0300]: X [10de:1401]")]
    [InlineData("IOMMU Group 3 01:00.0 VGA [0300]: X [10de:1401]")]
    [InlineData("    IOMMU group 2\n      00:00.0 Host bridge [0600]: X [8086:191f]\n    IOMMU group 3\n      01:00.0 VGA [0300]: X [10de:1401]")]
    public void Other_scripts_are_understood(string text)
    {
        PciDevice device = HardwareListing.Parse(text).Facts.Pci[^1];
        Assert.Equal(("10de:1401", 3, "X"), (device.Id, device.IommuGroup, device.Name));
    }

    [Theory]
    [InlineData("quiet splash amd_iommu=on vfio-pci.ids=1002:699f,1002:aae0", "quiet splash amd_iommu=on vfio-pci.ids=1002:699f,1002:aae0")]
    [InlineData("GRUB_CMDLINE_LINUX_DEFAULT=\"quiet intel_iommu=on iommu=pt\"", "quiet intel_iommu=on iommu=pt")]
    [InlineData("BOOT_IMAGE=/boot/vmlinuz-6.3.0-acso root=UUID=1 ro", "BOOT_IMAGE=/boot/vmlinuz-6.3.0-acso root=UUID=1 ro")]
    public void A_command_line_is_found(string line, string parameters)
    {
        TargetFacts facts = HardwareListing.Parse("my parameters are\n\n" + line + "\n\n01:00.0 VGA [0300]: X [10de:1401]\n").Facts;
        Assert.Equal(parameters, string.Join(' ', facts.KernelParameters));
        Assert.Equal(line.StartsWith("BOOT", StringComparison.Ordinal) ? "6.3.0-acso" : null, facts.Kernel);
    }

    [Theory]
    [InlineData("01:00.0", "PCI:1:0:0")]
    [InlineData("0000:0d:00.0", "PCI:13:0:0")]
    [InlineData("c5:00.0", "PCI:197:0:0")]
    [InlineData("0000:00:1f.3", "PCI:0:31:3")]
    [InlineData("10000:e1:00.0", "PCI:225@65536:0:0")]
    public void X_writes_addresses_in_decimal(string address, string expected)
    {
        Assert.True(PciAddress.TryParse(address, out PciAddress parsed));
        Assert.Equal(expected, parsed.BusId());
    }

    [Fact]
    public void Signs_that_a_terminal_obeys_are_not_passed_on()
    {
        PciDevice device = Assert.Single(HardwareListing.Parse("01:00.0 VGA [0300]: Evil\u001b]0;x\u0007\u202e <script>&\" [10de:1401]").Facts.Pci);
        Assert.DoesNotContain(device.Name!, char.IsControl);
        Assert.DoesNotContain('\u202e', device.Name!);
    }

    [Theory]
    [InlineData("quiet splash", "vfio-pci.ids", null)]
    [InlineData("vfio_pci.ids=1:2 vfio-pci.ids=3:4", "vfio-pci.ids", "3:4")]
    [InlineData("a=\"b c\" d", "a", "b c")]
    [InlineData("quiet -- quiet=2", "quiet", "")]
    public void Parameters_of_the_kernel_are_read_as_it_reads_them(string line, string name, string? value) => Assert.Equal(value, KernelParameters.Value(KernelParameters.Parse(line), name));

    /// <summary>Whatever is pasted, reading ends, and every device is a possible one.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Damaged_listings_never_stop_it(int seed)
    {
        var random = new Random(seed);
        IReadOnlyList<FakeDevice> table = FakeMachine.Table("c1-b550m-rtx3070ti");
        string text = FakeListing.Script(table) + FakeListing.Lspci(table) + FakeListing.Records(table) + FakeListing.Messages(table);
        for (int turn = 0; turn < 100; turn++)
        {
            char[] damaged = text.ToCharArray();
            for (int change = random.Next(400); change > 0; change--)
                damaged[random.Next(damaged.Length)] = (char)random.Next(0x250);
            HardwareListing listing = HardwareListing.Parse(new string(damaged, 0, random.Next(damaged.Length)));
            Assert.All(listing.Facts.Pci, static device => Assert.True(PciAddress.TryParse(device.Address.ToString(), out _)));
        }
    }

    private static string Row(PciDevice device, bool withDriver) =>
        $"{device.IommuGroup} {device.Address} {device.Class >> 8:x4} {device.Id} {(withDriver ? device.Driver : null)}";

    private static string Clone()
    {
        DirectoryInfo? folder = new(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "HostTools.sln")))
            folder = folder.Parent;
        return folder!.FullName;
    }
}
