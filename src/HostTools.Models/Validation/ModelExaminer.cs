using HostTools.Models.Scanning;
using HostTools.Platform;

namespace HostTools.Models.Validation;

/// <summary>Looks at models that are there already: those of a store, and any folder or file. Changes nothing, and asks no server.</summary>
/// <param name="plan">What is checked.</param>
/// <param name="asked">Names of validators that somebody named.</param>
/// <param name="processes">Starts programs such as modelscan.</param>
public sealed class ModelExaminer(ValidationPlan plan, IReadOnlyList<string> asked, IProcessRunner processes)
{
    /// <summary>A model of a store: its bytes, what is made of them for programs, and the validators.</summary>
    /// <param name="site">The store.</param>
    /// <param name="holder">Who has the model; see <see cref="Holders"/>.</param>
    /// <param name="token">Stops.</param>
    /// <exception cref="HostToolsException">RecordUnreadable.</exception>
    public async Task<IReadOnlyList<Finding>> OfStoreAsync(ViewSite site, string holder, CancellationToken token)
    {
        if (new ViewRecords(site.Store).Find(holder) is not { } record)
            return [];
        var things = new ViewThings(site);
        IEnumerable<Finding> changed = record.Things.Where(thing => !things.IsThere(thing, isThorough: true)).Select(thing => Of(ValidationFindings.ViewChanged, site.Root.Describe(thing.Path), "It is gone, or not as it was made."));
        if (new SnapshotRecords(site.Store).Read(record.Source, record.Version) is not { } snapshot)
            return [.. changed, Of(ValidationFindings.BytesMissing, string.Empty, "The store does not know any more which files the model has.")];
        IEnumerable<Finding> missing = snapshot.Files.Where(file => !site.Store.Has(file.Sha256, file.Size)).Select(file => Lost(site.Store, file));
        return [.. missing, .. changed, .. await CheckAsync(site, record, snapshot, token).ConfigureAwait(false)];
    }

    /// <summary>A folder or file of this machine, with links to it followed. A snapshot in a cache of Hugging Face's libraries is looked at with its repository.</summary>
    /// <param name="path">Absolute.</param>
    /// <param name="token">Stops.</param>
    /// <exception cref="IOException">It cannot be read.</exception>
    public Task<IReadOnlyList<Finding>> OfPathAsync(string path, CancellationToken token)
    {
        string real = Path.TrimEndingDirectorySeparator(new FileInfo(Path.TrimEndingDirectorySeparator(path)).ResolveLinkTarget(returnFinalTarget: true)?.FullName ?? path);
        if (!Directory.Exists(real))
            return RunAsync(new ValidationContext(new OneFile(Root.At(Path.GetDirectoryName(real) ?? real), Path.GetFileName(real)), processes) { Folder = real }, token);
        string? snapshots = Path.GetDirectoryName(real);
        string? repository = Path.GetFileName(snapshots) == "snapshots" ? Path.GetDirectoryName(snapshots) : null;
        ValidationContext context = repository is not null && Directory.Exists(Path.Join(repository, "blobs"))
            ? new ValidationContext(new FolderFiles(Root.At(repository), $"/snapshots/{Path.GetFileName(real)}"), processes) { Repository = Root.At(repository) }
            : new ValidationContext(new FolderFiles(Root.At(real)), processes);
        return RunAsync(context with { Folder = real }, token);
    }

    private Task<IReadOnlyList<Finding>> CheckAsync(ViewSite site, ViewRecord record, ModelSnapshot snapshot, CancellationToken token)
    {
        ModelFile[] here = [.. snapshot.Files.Where(file => site.Store.Has(file.Sha256, file.Size))];
        string? folder = record.Wishes.OfType<FolderView>().Select(view => site.Root.Describe($"{view.Folder}/{view.Name}")).FirstOrDefault(Directory.Exists);
        Root[] repositories = [.. record.Wishes.OfType<HuggingFaceView>().Where(view => site.Root.StatFollowed(view.RepositoryPath) is not null).Select(view => site.Root.Below(view.RepositoryPath))];
        return RunAsync(
            new ValidationContext(new SnapshotFiles(site.Store, new ModelSnapshot(snapshot.Source, snapshot.Version, here)), processes)
            {
                Folder = folder,
                Repository = repositories is [var first, ..] ? first : null,
                Sha256 = here.ToDictionary(static file => file.Path, static file => file.Sha256.Hex, StringComparer.Ordinal),
            },
            token);
    }

    private async Task<IReadOnlyList<Finding>> RunAsync(ValidationContext context, CancellationToken token) =>
        ValidationFindings.Of(plan, await ModelValidator.RunAsync(plan, context, token).ConfigureAwait(false), asked);

    private static Finding Lost(ModelStore store, ModelFile file) => store.Root.Stat(ModelStore.PathOf(file.Sha256)) is null
        ? Of(ValidationFindings.BytesMissing, file.Path, $"The {file.Size} bytes with {file.Sha256} are not in the store.")
        : Of(ValidationFindings.BytesChanged, file.Path, $"The bytes in the store are not those with {file.Sha256} any more.");

    private static Finding Of(ScanRule rule, string file, string message) => new(rule.Id, rule.Severity, file, message) { Fix = rule.Fix };
}
