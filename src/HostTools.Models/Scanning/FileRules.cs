namespace HostTools.Models.Scanning;

/// <summary>Rules about files as such.</summary>
internal static class FileRules
{
    public static readonly ScanRule LinkOutside = new("file.link-outside", FindingSeverity.Error,
        "A link leads out of the model.", "Replace the link by the file it means, or remove it.");

    public static readonly ScanRule Special = new("file.special", FindingSeverity.Error,
        "A file is a pipe, a socket or a device.", "Remove it.");

    public static readonly ScanRule Executable = new("file.executable", FindingSeverity.Note,
        "A file may be executed.", "Take the permission away with chmod a-x.");

    public static readonly ScanRule Program = new("file.program", FindingSeverity.Error,
        "The model contains a program or a native library.", "Get the program from where it is published, and remove it from the model.");

    public static readonly ScanRule Polyglot = new("file.polyglot", FindingSeverity.Error,
        "The file is two things at once, and readers disagree about which.", "Get the file again from where it is published, in one format.");

    public static readonly ScanRule Secret = new("file.secret", FindingSeverity.Warning,
        "The file seems to hold a token or a private key.", "Tell the publisher to revoke it, and remove the file.");

    public static readonly ScanRule NotScanned = new("file.not-scanned", FindingSeverity.Warning,
        "A part could not be looked into, so nothing is known of it.", "Get the file in a format that can be looked into, or load it only where it can do no harm.");

    public static IReadOnlyList<ScanRule> All { get; } = [LinkOutside, Special, Executable, Program, Polyglot, Secret, NotScanned];
}
