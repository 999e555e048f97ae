namespace HostTools.Models.Scanning.Archives;

/// <summary>Rules about archives.</summary>
internal static class ArchiveRules
{
    private const string Again = "Get the file again from where it is published; an honest writer makes no such archive.";

    public static readonly ScanRule NameMismatch = new("archive.name-mismatch", FindingSeverity.Error,
        "The two places that name a member disagree, so that scanners and loaders read different files.", Again);

    public static readonly ScanRule HeaderMismatch = new("archive.header-mismatch", FindingSeverity.Warning,
        "The two places that describe a member disagree about method, flags or size.", Again);

    public static readonly ScanRule Checksum = new("archive.checksum", FindingSeverity.Warning,
        "The checksum of a member is wrong: careful readers stop there, careless ones load it.", Again);

    public static readonly ScanRule FlagLie = new("archive.flag-lie", FindingSeverity.Error,
        "A member says that it is encrypted or patched, and is neither: scanners stop there, loaders do not.", Again);

    public static readonly ScanRule Duplicate = new("archive.duplicate", FindingSeverity.Error,
        "Two members have the same name; readers disagree about which one counts.", Again);

    public static readonly ScanRule Hidden = new("archive.hidden-member", FindingSeverity.Error,
        "A member is not in the directory of the archive.", Again);

    public static readonly ScanRule Overlap = new("archive.overlap", FindingSeverity.Error,
        "Members share bytes of the archive.", Again);

    public static readonly ScanRule Traversal = new("archive.traversal", FindingSeverity.Error,
        "The name of a member leads out of the folder that the archive is unpacked in.", "Do not unpack the archive.");

    public static readonly ScanRule Link = new("archive.link", FindingSeverity.Error,
        "A member is a link.", "Do not unpack the archive, or leave out the link.");

    public static readonly ScanRule Bomb = new("archive.bomb", FindingSeverity.Error,
        "A member grows beyond all measure when it is unpacked.", "Do not unpack the archive.");

    public static readonly ScanRule Prefix = new("archive.prefix", FindingSeverity.Warning,
        "Other data stands in front of the archive.", Again);

    public static readonly ScanRule Damaged = new("archive.damaged", FindingSeverity.Warning,
        "The archive is damaged.", "Get the file again; check its hash.");

    public static readonly ScanRule TorchScript = new("torch.script", FindingSeverity.Warning,
        "The archive has TorchScript: code that runs inside torch when the model is called.", "Read the code, or get the weights as safetensors.");

    public static IReadOnlyList<ScanRule> All { get; } =
        [NameMismatch, HeaderMismatch, Checksum, FlagLie, Duplicate, Hidden, Overlap, Traversal, Link, Bomb, Prefix, Damaged, TorchScript];
}
