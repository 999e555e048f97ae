using System.Text.Json;
using HostTools.Activation;
using HostTools.Activation.Resources;
using HostTools.Machine.Windows;
using HostTools.Platform;

namespace HostTools.Machine.Boot;

/// <summary>Entries and settings in the files of boot loaders. What is not ours in them is never touched.</summary>
internal sealed class BootMenuProvider(Target target) : ThingProvider<BootMenuResource, BootMenuState>(target, new BootMenuFiles(target))
{
    // Room for the clusters and the directory entry of one more file.
    private const long Slack = 64 << 10;

    private readonly Target _target = target;

    public override string Kind => BootMenuResource.KindName;

    public override Phase Phase => Phase.Kernel;

    public override string PlaceOf(string key) => key;

    protected override BootMenuState Wanted(BootMenuResource desired, BootMenuState now, Recorded? recorded)
    {
        BootSources sources = SourcesOf(desired, now);
        IReadOnlyList<BootPiece> pieces = desired.Loader == LimineMenu.Loader
            ? new LiminePieces(desired, sources).Render(sources.LiminePath ?? desired.Mount + "/limine.conf")
            : new BlsPieces(desired, sources).Render();
        IEnumerable<string> made = pieces.SelectMany(static piece => RootPath.AncestorsOf(piece.Path)).Where(folder => folder != "/" && _target.Root.Stat(folder) is null);
        return new BootMenuState(pieces) { Folders = [.. FoldersOf(recorded).Concat(made).Distinct(StringComparer.Ordinal).OrderByDescending(static folder => folder.Length)] };
    }

    private static IReadOnlyList<string> FoldersOf(Recorded? recorded) => recorded?.Applied is BootMenuState applied ? applied.Folders : [];

    /// <summary>A menu of another mount point may have its texts in the same files: what that one wants there stays.</summary>
    public override IReadOnlyList<Change> Settle(IReadOnlyList<Change> changes) =>
        changes.Any(static change => change.Desired is not null)
            ? [.. changes.Select(static change => change is { Desired: null, Action: ChangeAction.Remove, Before: BootMenuState before } && before.Pieces.All(IsAtUsualPlace) ? change with { Action = ChangeAction.None, After = null, Diff = null, Reason = "is part of another menu now" } : change)]
            : changes;

    private static bool IsAtUsualPlace(BootPiece piece) => BootFiles.Mounts.Any(mount => RootPath.IsBelow(piece.Path, mount));

    protected override HostError? Problem(BootMenuResource desired, BootMenuState now) => new BootMenuCheck(desired, SourcesOf(desired, now)).Problem();

    /// <summary>A folder that a system is put together in has no kernel yet.</summary>
    protected override string? Waits(BootMenuResource desired, BootMenuState now) =>
        !_target.IsLive && new BootMenuCheck(desired, SourcesOf(desired, now)).IsEmpty ? "the folder has no boot menu whose entries it could follow" : null;

    protected override string? RiskOf(string key) => "whether the machine starts";

    /// <summary>All of it is ours, whatever a kernel's installation made of it since.</summary>
    protected override Change? Undeclared(Change change, BootMenuState now, Recorded recorded)
    {
        change = change with { Before = now, Reason = "is no longer declared", Triggers = recorded.Resource.Triggers };
        return now.IsAbsent
            ? change with { Reason = "is no longer declared and gone already" }
            : change with { Action = ChangeAction.Remove, After = BootMenuState.Absent with { Folders = FoldersOf(recorded) }, Risk = RiskOf(change.Id.Key), Diff = DiffOf(now, BootMenuState.Absent) };
    }

    public override IEnumerable<Finding> Preflight(IReadOnlyList<Change> changes)
    {
        foreach (Change change in changes)
        {
            if (change is not { After: BootMenuState { Pieces.Count: > 0 } after, Desired: BootMenuResource desired })
                continue;
            foreach (IGrouping<string, BootPiece> folder in after.Pieces.GroupBy(static piece => RootPath.ParentOf(piece.Path)))
            {
                // A folder that is only about to be made has the room of what it is made in.
                if (RootPath.AncestorsOf(folder.Key).Prepend(folder.Key).FirstOrDefault(path => _target.Root.ResolveDirectory(path) is not null) is not { } there)
                    continue;
                long needed = folder.Sum(piece => piece.Text.Length + (_target.Root.StatFollowed(piece.Path)?.Size ?? 0)) + Slack;
                long free = _target.Root.FreeSpace(there);
                if (free < needed)
                    yield return Finding.Stop(MachineErrors.BootSpaceMissing(_target.Root.Describe(there), free, needed, desired.Origins));
            }
        }
    }

    public override Resource ReadResource(JsonElement json, int version) => BootMenuResource.Read(json);

    protected override void WriteResource(Utf8JsonWriter writer, BootMenuResource resource) => resource.Write(writer);

    private BootSources SourcesOf(BootMenuResource desired, BootMenuState now) => now.Sources ?? BootSources.Read(new BootFiles(_target.Root), desired.Mount);
}
