using HostTools.Facts;

namespace HostTools.Virtualization;

/// <summary>Says whether devices can be given to virtual machines. It looks at facts alone and changes nothing.</summary>
public static class PassthroughTest
{
    private static readonly Func<PassthroughSubject, IEnumerable<PassthroughCheck>>[] s_checks =
        [IommuChecks.Of, GroupChecks.Of, BindingChecks.Of, DisplayChecks.Of, ResetChecks.Of, DriverChecks.Of, SystemChecks.Of];

    /// <summary>The verdict on each graphics card, in the order of addresses.</summary>
    public static IReadOnlyList<PassthroughVerdict> OfGraphics(PassthroughQuestion question) =>
        [.. question.Facts.Pci.Where(static device => device.IsGpu()).Select(device => Of(question, device))];

    /// <summary>The verdict on a device.</summary>
    public static PassthroughVerdict Of(PassthroughQuestion question, PciDevice device)
    {
        PassthroughSet set = PassthroughSet.Of(question, device);
        var subject = new PassthroughSubject(question, device, set);
        PassthroughCheck[] checks = [.. s_checks.SelectMany(check => check(subject)).OrderBy(static check => check.Severity).ThenBy(static check => check.Id, StringComparer.Ordinal)];
        PassthroughAnswer answer = checks.Any(static check => check.IsBlocking) ? PassthroughAnswer.No
            : checks.Any(static check => check.Severity != PassthroughSeverity.Information) ? PassthroughAnswer.YesIf : PassthroughAnswer.Yes;
        return new PassthroughVerdict(device, answer, Summary(question, answer, checks)) { Functions = set.Functions, Checks = checks };
    }

    /// <summary>Why a machine has no groups, and what helps; null when it has some.</summary>
    public static (string Evidence, string Remedy)? WithoutGroups(TargetFacts facts) => facts.Pci.Count == 0 ? null : IommuChecks.NoGroups(facts);

    private static string Summary(PassthroughQuestion question, PassthroughAnswer answer, PassthroughCheck[] checks) => answer switch
    {
        PassthroughAnswer.Yes => question.IsListing ? "Yes, as far as the listing tells." : "Yes.",
        PassthroughAnswer.YesIf => $"Yes, if {Words.List(checks.Where(static check => check.Severity != PassthroughSeverity.Information).Select(static check => check.Id).Distinct())} {(checks.Count(static check => check.Severity != PassthroughSeverity.Information) == 1 ? "is" : "are")} seen to.",
        _ => $"No, because {string.Join("; ", checks.Where(static check => check.IsBlocking).Select(static check => Continued(check.Evidence)).Distinct())}.",
    };

    /// <summary>A sentence as the end of another.</summary>
    private static string Continued(string sentence) =>
        (char.IsUpper(sentence[0]) && sentence.Length > 1 && !char.IsUpper(sentence[1]) ? char.ToLowerInvariant(sentence[0]) + sentence[1..] : sentence).TrimEnd('.');
}

/// <summary>A device that is looked at.</summary>
/// <param name="Question">What is known.</param>
/// <param name="Device">The device.</param>
/// <param name="Set">What goes together with it.</param>
internal sealed record PassthroughSubject(PassthroughQuestion Question, PciDevice Device, PassthroughSet Set)
{
    public TargetFacts Facts => Question.Facts;

    /// <summary>Identifiers that the start of the kernel or a file binds to vfio-pci.</summary>
    public IEnumerable<string> BoundIds =>
        KernelParameters.All(Facts.KernelParameters, "vfio-pci.ids").Concat(Facts.Modules.Options("vfio-pci", "ids"))
            .SelectMany(static list => list.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)).Select(static id => id.ToLowerInvariant());

    public static PassthroughCheck Error(string id, string evidence, string remedy) => new(id, PassthroughSeverity.Error, evidence, remedy);

    public static PassthroughCheck Blocking(string id, string evidence, string remedy) => new(id, PassthroughSeverity.Error, evidence, remedy) { IsBlocking = true };

    public static PassthroughCheck Warning(string id, string evidence, string remedy) => new(id, PassthroughSeverity.Warning, evidence, remedy);

    public static PassthroughCheck Information(string id, string evidence, string remedy) => new(id, PassthroughSeverity.Information, evidence, remedy);
}
