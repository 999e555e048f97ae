using System.Text.Json;
using HostTools.Activation;
using HostTools.Activation.Resources;

namespace HostTools.Machine.Packages;

/// <summary>Packages as a recorded wish: nothing is installed into a folder, but the generation says what belongs there.</summary>
internal sealed class PackageProvider(Target target) : Provider<PackageResource, PackageProvider.Unknown>
{
    public override string Kind => PackageResource.KindName;

    public override Phase Phase => Phase.Packages;

    public override IReadOnlyList<IUndo> Undoes => [];

    public override bool KeepsOriginals => false;

    public override IReadOnlyList<Operation> Lower(Change change) => [];

    public override IEnumerable<Finding> Preflight(IReadOnlyList<Change> changes)
    {
        Change[] wanted = [.. changes.Where(static change => change.Desired is not null)];
        return wanted.Length == 0 ? [] :
        [
            Finding.Warn(new PlanWarning(
                $"{(wanted.Length == 1 ? $"The package '{wanted[0].Id.Key}' is" : $"{wanted.Length} packages are")} recorded, not installed: '{target}' is a folder.",
                wanted[0].Id, wanted[0].Desired!.Origins is [var place, ..] ? place : null)), // Filtered above.
        ];
    }

    public override Resource ReadResource(JsonElement json, int version) => new PackageResource(json.Text("name"));

    public override void WriteState(Utf8JsonWriter writer, ResourceState state)
    {
    }

    public override ResourceState ReadState(JsonElement json, int version) => Wish.Value;

    protected override Task<IReadOnlyList<Unknown>> ObserveAsync(IReadOnlyList<Question> batch, CancellationToken token) =>
        Task.FromResult<IReadOnlyList<Unknown>>([.. batch.Select(static question => new Unknown(question.Id))]);

    protected override Change? Diff(PackageResource? desired, Unknown observed, Recorded? recorded)
    {
        if ((desired is null) == (recorded is null))
            return null;
        return new Change
        {
            Id = observed.Id,
            Action = ChangeAction.None,
            Reason = desired is null ? "is no longer declared" : "is recorded",
            Desired = desired,
        };
    }

    protected override Drift? Drift(Recorded recorded, Unknown observed) => null;

    protected override ResourceState StateAfter(PackageResource desired, Unknown observed, Change? change, Recorded? recorded) => Wish.Value;

    protected override void WriteResource(Utf8JsonWriter writer, PackageResource resource) => writer.WriteString("name", resource.Name);

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
