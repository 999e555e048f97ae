using System.Text.RegularExpressions;
using System.Xml.Linq;
using HostTools.Facts;
using HostTools.Facts.Tests;

namespace HostTools.Virtualization.Tests.Maps;

public sealed class MapTests
{
    private const string Hostile = "Evil \"]; click d0 href \"javascript:alert(1)\" <script>alert(1)</script> ]]> & --> \u202e `";

    [Fact]
    public void What_goes_is_shown_in_both_modes_and_the_rest_stays()
    {
        using FakeMachine machine = FakeMachine.Of("c1-b550m-rtx3070ti");
        machine.Disk("nvme0n1", "01:00.0", 1);
        machine.Mount("/", "ext4", "/dev/nvme0n1p1");
        var question = new PassthroughQuestion(machine.Facts);
        IommuMap map = IommuMap.Of("den", question, [question.Facts.Pci.Single(static device => device.Address.Short() == "07:00.0")]);
        Assert.Equal(16, map.Groups.Count);
        IommuMapDevice[] devices = [.. map.Groups.SelectMany(static group => group.Devices)];
        Assert.Equal(["07:00.0 nvidia vfio-pci", "07:00.1 snd_hda_intel vfio-pci"], devices.Where(static device => device.Goes).Select(static device => $"{device.Device.Address.Short()} {device.HostDriver} {device.GuestDriver}"));
        Assert.Equal("01:00.0 has the disk nvme0n1 with /", devices.Where(static device => device.Needed is not null).Select(static device => $"{device.Device.Address.Short()} {device.Needed}").Single());
        Assert.Equal([PassthroughAnswer.No, PassthroughAnswer.Yes], devices.Select(static device => device.Answer).OfType<PassthroughAnswer>());
        Assert.All(devices.Where(static device => !device.Goes), static device => Assert.Equal(device.HostDriver, device.GuestDriver));
        string[] words = [.. XDocument.Parse(IommuSvg.Write(map)).Descendants().Where(static element => element.Name.LocalName == "text").Select(static element => element.Value)];
        Assert.Equal(2, words.Count(static word => word == "vfio-pci"));
        Assert.Contains("cannot be", words);
        string diagram = IommuMermaid.Write(map);
        Assert.Equal(2, Regex.Count(diagram, "-- vfio-pci --> guest"));
        Assert.Single(Regex.Matches(diagram, "host --- d"));
    }

    [Fact]
    public void Without_a_choice_what_a_guest_has_now_is_shown()
    {
        HardwareListing listing = HardwareListing.Parse("IOMMU Group 1:\n\t01:00.0 VGA [0300]: X [10de:1401]\n\t\tKernel driver in use: vfio-pci\n\t02:00.0 VGA [0300]: Y [10de:1402]\n\t\tKernel modules: nouveau\n");
        IommuMap map = IommuMap.Of("x", PassthroughQuestion.Of(listing), []);
        Assert.Equal(["01:00.0 – vfio-pci", "02:00.0 nouveau nouveau"], map.Groups.Single().Devices.Select(static device => $"{device.Device.Address.Short()} {device.HostDriver} {device.GuestDriver}"));
    }

    [Fact]
    public void Names_that_strangers_chose_become_no_markup()
    {
        var device = new PciDevice(new PciAddress(0, 1, 0, 0), 0x10de, 1, 0x030000) { Name = Hostile, Driver = "x\"]<b>", IommuGroup = 1 };
        IommuMap map = IommuMap.Of(Hostile, new PassthroughQuestion(new TargetFacts { Pci = [device] }), [device]);
        string svg = IommuSvg.Write(map);
        string[] elements = [.. XDocument.Parse(svg).Descendants().Select(static element => element.Name.LocalName).Distinct().Order(StringComparer.Ordinal)];
        Assert.Equal(["g", "rect", "style", "svg", "text", "title"], elements);
        Assert.All(XDocument.Parse(svg).Descendants().Attributes(), static attribute => Assert.DoesNotContain("javascript", attribute.Value, StringComparison.Ordinal));
        string page = IommuPage.Write(map);
        Assert.DoesNotContain("<script", page, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("http", page.Replace("http://www.w3.org/2000/svg", string.Empty, StringComparison.Ordinal).Replace("http-equiv", string.Empty, StringComparison.Ordinal), StringComparison.Ordinal);
        string diagram = IommuMermaid.Write(map);
        Assert.DoesNotContain(diagram.Split('\n'), static line => line.TrimStart().StartsWith("click", StringComparison.Ordinal));
        foreach (Match label in Regex.Matches(diagram, "\\[\"(.*)\"\\]"))
            Assert.DoesNotContain(label.Groups[1].Value.Replace("<br/>", string.Empty, StringComparison.Ordinal), static sign => sign is '"' or '<' or '>' or '[' or ']' or '`' or '&');
    }

    [Theory]
    [InlineData("ab\u0000c\ufffe", 10, "ab c ")]
    [InlineData("abcdef", 4, "abc…")]
    [InlineData("😀😀😀", 4, "😀😀…")]
    public void Words_fit(string words, int longest, string expected) => Assert.Equal(expected, MapText.Cut(words, longest));
}
