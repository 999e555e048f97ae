using System.Text.Json;
using HostTools.Activation;
using HostTools.Activation.Resources;
using HostTools.Platform;

namespace HostTools.Machine.Packages;

/// <summary>
/// Packages as a recorded wish: nothing is installed into a folder or by a home, but the generation says what belongs there.
/// </summary>
internal sealed class PackageProvider(Target target) : Provider<PackageResource, PackageProvider.Unknown>
{
    public override string Kind => PackageResource.KindName;

    public override Phase Phase => Phase.Packages;

    public override IReadOnlyList<IUndo> Undoes => [];

    public override bool KeepsOriginals => false;

    public override IReadOnlyList<Operation> Lower(Change change) => [];

    public override IEnumerable<Finding> Preflight(IReadOnlyList<Change> changes)
    {
        PackageResource[] wanted = [.. changes.Select(static change => change.Desired).OfType<PackageResource>()];
        // The machine's own plan installs what its homes want.
        if (wanted.Length > 0 && !target.IsLive)
        {
            yield return Warn(wanted[0],
                $"{(wanted.Length == 1 ? $"The package '{wanted[0].Name}' is" : $"{wanted.Length} packages are")} recorded, not installed: '{target}' is a folder.");
        }

        // One line for each file that asks; where each package was asked for stands with the package.
        foreach (IGrouping<string?, PackageResource> missing in wanted.Where(static package => package.Names is []).GroupBy(static package => PlaceOf(package)?.File))
        {
            PackageResource first = missing.First();
            yield return Warn(first,
                $"{first.Distribution} has no package for {string.Join(", ", missing.Select(static package => $"'{package.Name}'"))}. "
                + $"Leave it out, or say what it is called once it can be had: environment.packageNames.{first.Name}.{first.Distribution}: NAME.");
        }
    }

    private static Origin? PlaceOf(PackageResource package) => package.Origins is [var place, ..] ? place : null;

    private static Finding Warn(PackageResource package, string message) => Finding.Warn(new PlanWarning(message, package.Id, PlaceOf(package)));

    public override Resource ReadResource(JsonElement json, int version) => PackageJson.Read(json);

    public override void WriteState(Utf8JsonWriter writer, ResourceState state)
    {
    }

    public override ResourceState ReadState(JsonElement json, int version) => Wish.Value;

    protected override Task<IReadOnlyList<Unknown>> ObserveAsync(IReadOnlyList<Question> batch, CancellationToken token) =>
        Task.FromResult<IReadOnlyList<Unknown>>([.. batch.Select(static question => new Unknown(question.Id))]);

    protected override Change? Diff(PackageResource? desired, Unknown observed, Recorded? recorded)
    {
        var known = recorded?.Resource as PackageResource;
        if (desired is null ? known is null : desired.Equals(known))
            return null;
        return new Change
        {
            Id = observed.Id,
            Action = ChangeAction.None,
            Reason = desired is null ? "is no longer declared" : $"is recorded{(desired.InWords is { } words ? $": {words}" : string.Empty)}",
            Desired = desired,
        };
    }

    protected override Drift? Drift(Recorded recorded, Unknown observed) => null;

    protected override ResourceState StateAfter(PackageResource desired, Unknown observed, Change? change, Recorded? recorded) => Wish.Value;

    protected override void WriteResource(Utf8JsonWriter writer, PackageResource resource) => PackageJson.Write(writer, resource);

    /// <summary>What a folder has installed is not looked at.</summary>
    internal sealed record Unknown(ResourceId Id) : Observation(Id, Wish.Value);

    /// <summary>A wish has no state.</summary>
    internal sealed record Wish : ResourceState
    {
        public static Wish Value { get; } = new();

        public override bool IsAbsent => false;

        public override string Hash => string.Empty;
    }
}
