using HostTools.Facts;
using HostTools.Facts.Tests;

namespace HostTools.Virtualization.Tests.Passthrough;

/// <summary>Machines that people showed, as a tree of files and as what they pasted: the same answer, and the one that is right.</summary>
public sealed class FixtureTests
{
    /// <summary>Table, card, answer, what goes together, what of other slots is in the way, and the findings that a machine at rest gives.</summary>
    public static TheoryData<string, string, PassthroughAnswer, string, string, string> Cards => new()
    {
        { "a1-z170-gtx960", "01:00.0", PassthroughAnswer.Yes, "01:00.0 01:00.1", "", "" },
        { "a1-z170-gtx960", "00:02.0", PassthroughAnswer.Yes, "00:02.0", "", "" },
        { "a2-b450m-apu-rx580", "10:00.0", PassthroughAnswer.YesIf, "10:00.0", "", "VFIO009" },
        { "a2-b450m-apu-rx580", "38:00.0", PassthroughAnswer.YesIf, "38:00.0", "", "VFIO006" },
        { "a3-b450m-two-gpus", "25:00.0", PassthroughAnswer.No, "25:00.0", "03:00.0 03:00.1 22:00.0", "VFIO002" },
        { "a3-b450m-two-gpus", "26:00.0", PassthroughAnswer.Yes, "26:00.0 26:00.1", "", "" },
        { "a4-b550m-rtx2070s", "2b:00.0", PassthroughAnswer.Yes, "2b:00.0 2b:00.1 2b:00.2 2b:00.3", "", "" },
        { "a4-b550m-rtx2070s", "04:00.0", PassthroughAnswer.No, "04:00.0 04:00.1", "02:00.0 02:00.1 2a:00.0", "VFIO002" },
        { "b1-renoir", "05:00.0", PassthroughAnswer.No, "05:00.0 05:00.1", "06:00.0", "VFIO002 VFIO004" },
        { "b2-renoir-acs-override", "05:00.0", PassthroughAnswer.No, "05:00.0 05:00.1", "", "VFIO004" },
        { "c1-b550m-rtx3070ti", "07:00.0", PassthroughAnswer.Yes, "07:00.0 07:00.1", "", "" },
        { "c1-b550m-rtx3070ti", "04:00.0", PassthroughAnswer.No, "04:00.0 04:00.1", "01:00.0 02:00.0 02:00.1 05:00.0 06:00.0", "VFIO002" },
        { "c2-z690-rx6650xt", "03:00.0", PassthroughAnswer.Yes, "03:00.0 03:00.1", "", "" },
        { "c3-gtx1060-rtx2080s", "0a:00.0", PassthroughAnswer.Yes, "0a:00.0 0a:00.1", "", "" },
        { "c3-gtx1060-rtx2080s", "0b:00.0", PassthroughAnswer.Yes, "0b:00.0 0b:00.1 0b:00.2 0b:00.3", "", "" },
        { "d3-skylake-gtx1660", "00:02.0", PassthroughAnswer.Yes, "00:02.0", "", "" },
        { "d3-skylake-gtx1660", "01:00.0", PassthroughAnswer.Yes, "01:00.0 01:00.1 01:00.2 01:00.3", "", "" },
        { "d4-cezanne-laptop", "04:00.0", PassthroughAnswer.No, "04:00.0 04:00.1", "", "VFIO002 VFIO004" },
        { "d5-haswell-laptop-3d", "01:00.0", PassthroughAnswer.No, "01:00.0 01:00.1", "", "VFIO004" },
        { "d6-x58-gtx1060", "02:00.0", PassthroughAnswer.No, "02:00.0 02:00.1", "", "VFIO004" },
    };

    [Theory]
    [MemberData(nameof(Cards))]
    public void A_machine_and_what_was_pasted_of_it_get_the_answer_that_is_right(string table, string address, PassthroughAnswer answer, string functions, string foreign, string checks)
    {
        IReadOnlyList<FakeDevice> devices = FakeMachine.Table(table);
        using FakeMachine machine = FakeMachine.Of(table);
        // The graphics of the processor are worth a look at their own, not because one card is alone in an excerpt.
        Check(new PassthroughQuestion(machine.Facts));
        Check(PassthroughQuestion.Of(HardwareListing.Parse(FakeListing.Script(devices))));
        Check(PassthroughQuestion.Of(HardwareListing.Parse(FakeListing.Lines(devices))));
        Check(PassthroughQuestion.Of(HardwareListing.Parse(FakeListing.Records(devices))));
        Check(PassthroughQuestion.Of(HardwareListing.Parse(FakeListing.Lspci(devices) + FakeListing.Script(devices))));

        void Check(PassthroughQuestion question)
        {
            PciDevice card = question.Facts.Pci.Single(device => device.Address.Short() == address);
            PassthroughVerdict verdict = PassthroughTest.Of(question, card);
            Assert.Equal(checks, string.Join(' ', verdict.Checks.Select(static check => check.Id).Distinct().Order(StringComparer.Ordinal)));
            Assert.Equal(answer, verdict.Answer);
            Assert.Equal(functions, string.Join(' ', verdict.Functions.Select(static function => function.Address.Short())));
            Assert.Equal(foreign, string.Join(' ', PassthroughSet.Of(question, card).Blockers.Where(other => !other.Address.IsSameSlot(card.Address)).Select(static other => other.Address.Short())));
        }
    }

    [Fact]
    public void Other_makers_functions_of_the_slot_stay_with_the_host()
    {
        foreach (string table in (string[])["a2-b450m-apu-rx580", "b1-renoir", "b2-renoir-acs-override", "d4-cezanne-laptop"])
        {
            PassthroughQuestion question = PassthroughQuestion.Of(HardwareListing.Parse(FakeListing.Script(FakeMachine.Table(table))));
            Assert.All(PassthroughTest.OfGraphics(question).SelectMany(static verdict => verdict.Functions), static function => Assert.NotEqual(0x1022, function.VendorId));
        }
    }

    [Fact]
    public void A_machine_with_an_override_is_told_that_its_groups_are_not_real()
    {
        using FakeMachine machine = FakeMachine.Of("b2-renoir-acs-override");
        machine.Processor("AuthenticAMD", "6.3.0-acso", "BOOT_IMAGE=/boot/vmlinuz-6.3.0-acso root=UUID=1 ro quiet pcie_acs_override=downstream,multifunction");
        PassthroughVerdict verdict = PassthroughTest.OfGraphics(new PassthroughQuestion(machine.Facts) { IsSingleGpu = true }).Single();
        Assert.Equal(["VFIO008"], verdict.Checks.Select(static check => check.Id));
        Assert.Equal("Yes, if VFIO008 is seen to.", verdict.Summary);
    }

    [Theory]
    [InlineData("b2-renoir-acs-override", "01:00.0", "02:00.0")]
    [InlineData("b2-renoir-acs-override", "05:00.3", "05:00.4")]
    [InlineData("a3-b450m-two-gpus", "30:00.0", "31:00.0")]
    public void Twins_must_be_bound_by_address(string table, string address, string twin)
    {
        using FakeMachine machine = FakeMachine.Of(table);
        TargetFacts facts = machine.Facts;
        PassthroughCheck check = Assert.Single(PassthroughTest.Of(new PassthroughQuestion(facts), facts.Pci.Single(device => device.Address.Short() == address)).Checks, static check => check.Id == "VFIO007");
        Assert.Contains($"also {twin}", check.Evidence, StringComparison.Ordinal);
        Assert.Contains($"Bind by address (0000:{address})", check.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public void Two_cards_whose_sound_has_one_number_must_be_bound_by_address()
    {
        using FakeMachine machine = FakeMachine.Of("c3-gtx1060-rtx2080s");
        machine.Device(FakeDevice.Parse("16 0c:00.0 0300 10de:1e84 nvidia"));
        machine.Device(FakeDevice.Parse("16 0c:00.1 0403 10de:10f8 snd_hda_intel"));
        PassthroughVerdict verdict = PassthroughTest.OfGraphics(new PassthroughQuestion(machine.Facts)).Single(static one => one.Device.Id == "10de:1e81");
        Assert.Contains("10de:10f8 is 0b:00.1 and also 0c:00.1", Assert.Single(verdict.Checks).Evidence, StringComparison.Ordinal);
        Assert.Equal(PassthroughAnswer.YesIf, verdict.Answer);
    }

    [Fact]
    public void A_post_without_groups_gets_what_can_be_said()
    {
        HardwareListing listing = HardwareListing.Parse(
            "quiet splash amd_iommu=on vfio-pci.ids=1002:699f,1002:aae0\n\nvendor_id : GenuineIntel\n" + FakeListing.Lspci(FakeMachine.Table("d7-lexa-no-groups")));
        PassthroughVerdict verdict = Assert.Single(PassthroughTest.OfGraphics(PassthroughQuestion.Of(listing) with { IsSingleGpu = true }));
        Assert.Equal(["VFIO001", "VFIO009", "VFIO010"], verdict.Checks.Select(static check => check.Id));
        Assert.Contains("another maker", verdict.Checks[2].Evidence, StringComparison.Ordinal);
        Assert.Equal(PassthroughAnswer.YesIf, verdict.Answer);
    }

    [Fact]
    public void A_card_whose_sound_was_forgotten_is_told()
    {
        HardwareListing listing = HardwareListing.Parse("options vfio-pci ids=10de:2184\nroot=/dev/sda1 vfio-pci.ids=10de:2184\n" + FakeListing.Script(FakeMachine.Table("d3-skylake-gtx1660")));
        PassthroughVerdict verdict = PassthroughTest.OfGraphics(PassthroughQuestion.Of(listing)).Single(static one => one.Device.Id == "10de:2184");
        Assert.Contains("Bind 0000:01:00.1, 0000:01:00.2 and 0000:01:00.3 as well", Assert.Single(verdict.Checks, static check => check.Id == "VFIO006").Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public void A_group_with_a_line_that_was_cut_off_is_not_called_clean()
    {
        HardwareListing listing = HardwareListing.Parse(
            "IOMMU group 0\n 00:02.0 VGA [0300]: X [8086:1912]\nIOMMU group 11\n 25:00.0 VGA [0300]: X [1002:677b]\n 25:00.1 Audio device [0403]: X [1002:a...\n 22:00.0 Ethernet [0200]: X [10ec\n");
        PassthroughVerdict verdict = PassthroughTest.OfGraphics(PassthroughQuestion.Of(listing)).Single(static one => one.Device.Id == "1002:677b");
        Assert.Contains("22:00.0", Assert.Single(verdict.Checks, static check => check.Id == "VFIO002").Evidence, StringComparison.Ordinal);
    }
}
