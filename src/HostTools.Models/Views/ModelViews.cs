using HostTools.Platform;

namespace HostTools.Models;

/// <summary>Models where programs look for them; nothing that others made is touched.</summary>
/// <param name="site">The store, and the file system it is in.</param>
public sealed class ModelViews(ViewSite site)
{
    /// <summary>Makes a model visible, in place of what its holder showed before.</summary>
    /// <param name="holder">Who wants it; see <see cref="Holders"/>.</param>
    /// <param name="snapshot">The model; its bytes are in the store.</param>
    /// <param name="wishes">Where.</param>
    /// <param name="check">What it had to pass; null keeps what was recorded before.</param>
    /// <returns>Things worth knowing.</returns>
    /// <exception cref="HostToolsException">ViewOccupied, ViewContested or ViewNotPossible, and nothing was written; BlobMissing.</exception>
    public IReadOnlyList<string> Show(string holder, ModelSnapshot snapshot, IReadOnlyList<ViewWish> wishes, ModelCheck? check = null) => new ViewSwitch(site).To(
        holder, new ViewRecord(holder, snapshot.Source, snapshot.Version) { Wishes = wishes, Check = check ?? new ViewRecords(site.Store).Find(holder)?.Check }, snapshot);

    /// <summary>Makes visible again what a holder had, with the directories that were made for it then: they go when it goes, whoever kept them meanwhile.</summary>
    internal IReadOnlyList<string> ShowAgain(ViewRecord before, ModelSnapshot snapshot) => new ViewSwitch(site).To(before.Holder, before, snapshot);

    /// <summary>What would be in the way of showing what a server listed. Writes nothing; of files whose bytes are not known only the places count.</summary>
    /// <param name="holder">Who wants it.</param>
    /// <param name="listing">The model.</param>
    /// <param name="wishes">Where.</param>
    /// <exception cref="HostToolsException">RecordUnreadable; ViewNotPossible.</exception>
    public IReadOnlyList<HostError> Problems(string holder, ModelListing listing, IReadOnlyList<ViewWish> wishes) =>
        Problems(holder, new SnapshotRecords(site.Store).Find(listing.Source, listing.Version) ?? Known(listing), wishes);

    /// <summary>The same of what is in the store.</summary>
    public IReadOnlyList<HostError> Problems(string holder, ModelSnapshot snapshot, IReadOnlyList<ViewWish> wishes) =>
        new ViewSwitch(site).Problems(new ViewRecord(holder, snapshot.Source, snapshot.Version) { Wishes = wishes }, snapshot);

    /// <summary>Where a holder's model comes from, also where its bytes are gone; null when it has none.</summary>
    public ModelSource? SourceOf(string holder) => new ViewRecords(site.Store).Find(holder)?.Source;

    private static ModelSnapshot Known(ModelListing listing) => new(listing.Source, listing.Version,
        from file in listing.Files
        where file is { Unpacker: null, Sha256: not null, Size: not null }
        select new ModelFile(file.Path, file.Size!.Value, file.Sha256!.Value) { GitBlobSha1 = file.GitBlobSha1 });

    /// <summary>What is shown; a model whose bytes are gone is left out.</summary>
    /// <exception cref="HostToolsException">RecordUnreadable.</exception>
    public IReadOnlyList<ShownModel> All() => [.. SideBySide.Of(new ViewRecords(site.Store).All(), Shown).OfType<ShownModel>()];

    /// <summary>Everybody who has a model, also one whose bytes are gone.</summary>
    /// <exception cref="HostToolsException">RecordUnreadable.</exception>
    public IReadOnlyList<string> AllHolders() => [.. new ViewRecords(site.Store).All().Select(static record => record.Holder)];

    /// <summary>What a holder has; null when nothing.</summary>
    public ShownModel? Find(string holder) => new ViewRecords(site.Store).Find(holder) is { } record ? Shown(record) : null;

    private ShownModel? Shown(ViewRecord record) =>
        new SnapshotRecords(site.Store).Find(record.Source, record.Version) is { } snapshot ? new ShownModel(record.Holder, snapshot, record.Wishes, record.Check) : null;

    /// <summary>Takes away what a holder has, as far as nobody else needs it. Bytes stay in the store.</summary>
    /// <returns>What stays because somebody else changed it.</returns>
    public IReadOnlyList<string> Hide(string holder) => new ViewSwitch(site).To(holder, null, null);
}
