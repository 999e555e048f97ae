using System.Xml.Linq;
using HostTools.Facts;
using HostTools.Platform;

namespace HostTools.Virtualization;

/// <summary>Looks for what is known to go wrong in definitions of machines.</summary>
public static class DomainLint
{
    private static readonly Func<DomainQuestion, IEnumerable<HostVmFinding>>[] s_checks =
    [
        IdentityChecks.Of, ProcessorChecks.Of, PinningChecks.Of, HyperVChecks.Of, FirmwareChecks.Of, MemoryChecks.Of, DiskChecks.Of, PassedDeviceChecks.Of, InputChecks.Of, ScreenChecks.Of, HypervisorChecks.Of, FileChecks.Of,
    ];

    /// <summary>All findings, the worst first.</summary>
    /// <param name="domain">A definition, as <see cref="DomainFile"/> reads it, or libvirt says.</param>
    /// <param name="file">The file it is in; null where it is in none.</param>
    /// <param name="host">The host it is for; null leaves out what depends on it.</param>
    public static IReadOnlyList<HostVmFinding> Of(XElement domain, string? file, LintHost? host)
    {
        var question = new DomainQuestion(domain) { File = file, Machine = host?.Root, Host = host?.Facts };
        return [.. s_checks.SelectMany(check => check(question)).OrderBy(static finding => finding.Severity).ThenBy(static finding => finding.Rule, StringComparer.Ordinal)];
    }
}

/// <summary>A host that machines are for, looked at once.</summary>
/// <param name="Root">Its files.</param>
public sealed record LintHost(Root Root)
{
    /// <summary>What it is.</summary>
    public TargetFacts Facts { get; } = TargetFacts.Read(Root);
}
