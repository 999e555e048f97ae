using System.Xml.Linq;
using HostTools.Platform;

namespace HostTools.Virtualization;

/// <summary>Files that a machine does not start without.</summary>
internal static class FileChecks
{
    public static IEnumerable<HostVmFinding> Of(DomainQuestion question)
    {
        if (question.Machine is not { } machine)
            yield break;
        XElement? os = question.Domain.Element("os");
        (XElement? At, string? Path, string What)[] files =
        [
            (question.Devices("emulator").FirstOrDefault(), question.Devices("emulator").FirstOrDefault()?.Value, "QEMU"),
            (os?.Element("loader"), os?.Element("loader")?.Value, "the firmware"),
            (os?.Element("nvram"), (string?)os?.Element("nvram")?.Attribute("template"), "the template of the firmware's settings"),
            (os?.Element("kernel"), os?.Element("kernel")?.Value, "the kernel"),
            (os?.Element("initrd"), os?.Element("initrd")?.Value, "the kernel's first file system"),
            .. question.Devices("disk").Where(static disk => (string?)disk.Element("source")?.Attribute("startupPolicy") is null or "mandatory")
                .Select(static disk => (disk, (string?)disk.Element("source")?.Attribute("file") ?? (string?)disk.Element("source")?.Attribute("dev"), "the disk")),
            .. question.Devices("hostdev").Select(static device => (device, (string?)device.Element("rom")?.Attribute("file"), "the card's firmware")),
            .. question.Devices("input").Select(static input => (input, (string?)input.Element("source")?.Attribute("dev"), "the device")),
        ];
        foreach ((XElement? at, string? path, string what) in files)
        {
            if (at is not null && path?.Trim() is { Length: > 0 } file && RootPath.IsCanonical(file) && !machine.Exists(file))
                yield return question.Say("VM073", VmSeverity.Error, at, $"This host has no '{file}', which is {what}: the machine does not start.", "Correct the path, or put it there.");
        }
    }
}
