namespace HostTools.Facts.Tests;

public sealed class ParserTests
{
    [Theory]
    [InlineData("0000:01:00.0", "0000:01:00.0")]
    [InlineData("01:00.7", "0000:01:00.7")]
    [InlineData("10000:e1:1f.3", "10000:e1:1f.3")]
    public void Addresses_are_read_in_both_spellings(string text, string expected)
    {
        Assert.True(PciAddress.TryParse(text, out PciAddress address));
        Assert.Equal(expected, address.ToString());
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("0000:01:00")]
    [InlineData("0000:01:00.8")]
    [InlineData("0000:01:20.0")]
    [InlineData("0000:100:00.0")]
    [InlineData("1:2:3:4.0")]
    [InlineData("0000:01:00.0 ")]
    public void What_is_no_address_is_refused(string? text) => Assert.False(PciAddress.TryParse(text, out _));

    [Theory]
    [InlineData("ID=arch\nPRETTY_NAME=\"Arch Linux\"\n", "arch", "Arch Linux")]
    [InlineData("ID='opensuse-leap'\nNAME='openSUSE Leap'\n", "opensuse-leap", "openSUSE Leap")]
    [InlineData("ID=x\nPRETTY_NAME=\"a \\\"b\\\" \\$c\"\n", "x", "a \"b\" $c")]
    [InlineData("ID=bare\r\n", "bare", "bare")]
    public void Quoting_in_os_release_is_the_shells(string text, string id, string name)
    {
        OsRelease? os = OsRelease.Parse(text);
        Assert.Equal((id, name), (os?.Id, os?.Name));
    }

    [Fact]
    public void Derived_distributions_name_their_parents() =>
        Assert.Equal(["ubuntu", "debian"], OsRelease.Parse("ID=linuxmint\nID_LIKE=\"ubuntu debian\"")!.Like);

    [Fact]
    public void Cores_count_over_sockets_and_threads_share_one()
    {
        string text = string.Join("\n\n", from socket in Enumerable.Range(0, 2)
                                          from core in Enumerable.Range(0, 4)
                                          from thread in Enumerable.Range(0, 2)
                                          select $"processor : {(socket * 8) + (core * 2) + thread}\nphysical id : {socket}\ncore id : {core}");
        CpuFacts cpu = CpuFacts.Parse(text)!;
        Assert.Equal((16, 8), (cpu.Threads, cpu.Cores));
    }

    [Fact]
    public void An_arm_processor_does_not_tell_its_cores()
    {
        CpuFacts cpu = CpuFacts.Parse("processor\t: 0\nBogoMIPS\t: 108.00\nFeatures\t: fp asimd\nCPU implementer\t: 0x41\n")!;
        Assert.Equal((1, null, "0x41"), (cpu.Threads, cpu.Cores, cpu.Vendor));
        Assert.Equal(["fp", "asimd"], cpu.Flags);
    }

    [Fact]
    public void Big_endian_programs_are_understood() =>
        Assert.Equal("s390x", ElfHeader.ArchitectureOf([0x7f, 0x45, 0x4c, 0x46, 2, 2, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 2, 0, 0x16]));

    [Fact]
    public void A_rare_class_is_shown_as_its_number() => Assert.Equal("class ff0000", PciClass.NameOf(0xff0000));
}
