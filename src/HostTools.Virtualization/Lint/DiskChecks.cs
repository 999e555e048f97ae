using System.Xml.Linq;

namespace HostTools.Virtualization;

/// <summary>Disks and CDs.</summary>
internal static class DiskChecks
{
    private static readonly (string Ending, string Format)[] s_formats = [(".qcow2", "qcow2"), (".raw", "raw"), (".iso", "raw"), (".vmdk", "vmdk"), (".vdi", "vdi"), (".vhdx", "vhdx")];

    public static IEnumerable<HostVmFinding> Of(DomainQuestion question)
    {
        foreach (XElement disk in question.Devices("disk"))
        {
            XElement? driver = disk.Element("driver");
            string format = (string?)driver?.Attribute("type") ?? "raw";
            string path = (string?)disk.Element("source")?.Attribute("file") ?? string.Empty;
            if (s_formats.FirstOrDefault(known => path.EndsWith(known.Ending, StringComparison.OrdinalIgnoreCase)) is { Format: { } meant } && meant != format)
                yield return question.Say("VM040", VmSeverity.Error, disk, $"'{path}' is read as {format}, and its name says {meant}: a guest sees the image's own header for a disk, or none.", $"Say <driver name='qemu' type='{meant}'/>; 'qemu-img info' tells for certain.");
            if ((string?)driver?.Attribute("io") == "native" && (string?)driver?.Attribute("cache") is not ("none" or "directsync"))
                yield return question.Say("VM041", VmSeverity.Error, driver!, $"io='native' needs cache='none' or 'directsync', and it is '{(string?)driver?.Attribute("cache") ?? "default"}': libvirt refuses to start it.", "Add cache='none', or take io='threads'."); // It has an attribute.
            if ((string?)driver?.Attribute("cache") == "unsafe")
                yield return question.Say("VM042", VmSeverity.Warning, driver!, "What the guest has flushed is not written: a crash of the host costs the file system.", "Take cache='none' or 'writeback'."); // As above.
        }

        XElement[] cds = [.. question.Devices("disk").Where(static disk => (string?)disk.Attribute("device") == "cdrom")];
        bool Names(string word) => cds.Any(cd => ((string?)cd.Element("source")?.Attribute("file"))?.Split('/')[^1].Contains(word, StringComparison.OrdinalIgnoreCase) is true);
        XElement? first = question.Devices("disk").FirstOrDefault(static disk => (string?)disk.Attribute("device") is null or "disk");
        if (question.IsWindows && first is not null && (string?)first.Element("target")?.Attribute("bus") is "virtio" or "scsi" && Names("win") && !Names("virtio"))
            yield return question.Say("VM043", VmSeverity.Warning, first, "Windows is set up from a CD onto a disk for which it has no driver: its setup finds no disk.", "Put virtio-win.iso in a second drive, or take bus='sata' until the driver is installed.");
    }
}
