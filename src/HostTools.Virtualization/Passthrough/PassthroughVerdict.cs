using HostTools.Facts;

namespace HostTools.Virtualization;

/// <summary>Whether a device can be given to a virtual machine, and what speaks against it.</summary>
/// <param name="Device">The device.</param>
/// <param name="Answer">Yes, yes if, or no.</param>
/// <param name="Summary">The answer in a sentence.</param>
public sealed record PassthroughVerdict(PciDevice Device, PassthroughAnswer Answer, string Summary)
{
    /// <summary>Functions that go together, the device first.</summary>
    public IReadOnlyList<PciDevice> Functions { get; init; } = [];

    /// <summary>What was looked at and found wanting, by severity and identifier.</summary>
    public IReadOnlyList<PassthroughCheck> Checks { get; init; } = [];

    /// <summary>The device, the answer, and each finding with what helps.</summary>
    public IReadOnlyList<string> ToLines() =>
    [
        $"{Words.Of(Device)}",
        $"  {Summary}",
        .. Functions.Count > 1 ? [$"  It goes together with {Words.List(Functions.Skip(1))}."] : Array.Empty<string>(),
        .. Checks.SelectMany(static check => new[] { $"  {check.Id} {check.Severity.ToString().ToLowerInvariant()}: {check.Evidence}", $"    {check.Remedy}" }),
    ];

    /// <summary>All of it in lines.</summary>
    public override string ToString() => string.Join('\n', ToLines());
}

/// <summary>One clear answer.</summary>
public enum PassthroughAnswer
{
    /// <summary>Nothing speaks against it.</summary>
    Yes,

    /// <summary>It can be done once what is named has been seen to.</summary>
    YesIf,

    /// <summary>It cannot be done, or the host would lose what it needs.</summary>
    No,
}

/// <summary>A finding.</summary>
/// <param name="Id"><c>VFIO001</c> to <c>VFIO022</c>; what each means never changes.</param>
/// <param name="Severity">How bad it is.</param>
/// <param name="Evidence">What was seen, on what.</param>
/// <param name="Remedy">What helps.</param>
public sealed record PassthroughCheck(string Id, PassthroughSeverity Severity, string Evidence, string Remedy)
{
    /// <summary>Whether nothing in a configuration helps against it: the answer is no.</summary>
    public bool IsBlocking { get; init; }

    /// <summary>Identifier and evidence.</summary>
    public override string ToString() => $"{Id}: {Evidence}";
}

/// <summary>How bad a finding is.</summary>
public enum PassthroughSeverity
{
    /// <summary>It will fail, or do harm, unless it is seen to.</summary>
    Error,

    /// <summary>It may fail, or work badly.</summary>
    Warning,

    /// <summary>Good to know.</summary>
    Information,
}
