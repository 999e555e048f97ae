using System.Globalization;
using HostTools.Commands.Framework;
using HostTools.Models;
using HostTools.Platform;

namespace HostTools.Commands;

/// <summary>Models that somebody asks for by hand.</summary>
internal sealed class PromptedModels(CommandContext context, ViewSite site)
{
    private readonly ModelSupply _supply = new(site.Store, new NetworkSettings(), context.Environment.Variable)
    {
        Processes = context.Environment.Processes,
        Progress = new ModelReporter(context),
        Warn = context.Warning,
    };

    private const string Trusted = "  nothing says what its bytes must be, so its server is believed; -Hash (--hash), or a commit as revision, would";

    /// <summary>The cache that was named; null finds it as Hugging Face's libraries do.</summary>
    public string? CacheDir { get; init; }

    /// <summary>A source in one word, with what was said besides.</summary>
    /// <exception cref="HostToolsException">SpecUnknown, SpecMalformed, SourceMalformed, RevisionNotPossible; ArgumentInvalid for files of a kind that has none.</exception>
    public static ModelSource SourceOf(string text, string? revision, IReadOnlyList<string> files)
    {
        ModelSource source = SpecString.Parse(text, revision);
        if (files.Count == 0)
            return source;
        ModelSource chosen = SpecOptions.WithFiles(source, files)
            ?? throw new HostToolsException(CommandErrors.ArgumentInvalid("Files", $"sources of kind '{source.Kind}' have no files to choose from."));
        SourceRules.Require(chosen);
        return chosen;
    }

    /// <summary>What a model is called when nobody says.</summary>
    public static string NameOf(ModelSource source)
    {
        string last = source is UrlSource url ? url.Urls[0].Url.Segments[^1] : source.Identifier;
        string word = string.Concat(Path.GetFileNameWithoutExtension(last.TrimEnd('/').Split('/', '#')[^1] + ".").Select(static letter => IsLetter(letter) ? letter : '-')).Trim('-', '.');
        return word.Length == 0 ? "model" : word;
    }

    /// <summary>What the source is now, and what would have to be done for it. Offline it is what was fetched last; writes nothing.</summary>
    /// <param name="name">Name it is installed by.</param>
    /// <param name="source">Where it comes from.</param>
    /// <param name="wishes">Where it shall be found.</param>
    /// <param name="token">Stops.</param>
    /// <exception cref="HostToolsException">What the origin or the network says; Offline; StoreNotWritable; ViewOccupied or ViewContested.</exception>
    public async Task<ModelOutlook> LookAsync(string name, ModelSource source, IReadOnlyList<ViewWish> wishes, CancellationToken token)
    {
        if (site.Store.WriteProblem() is { } problem)
            throw new HostToolsException(problem);
        if (_supply.IsOffline && new SnapshotRecords(site.Store).Latest(source) is { } here)
            return Require(new ModelViews(site).Problems(Holders.Installed(name), here, wishes), ModelOutlook.Of(here));
        return await AskAsync(name, source, wishes, token).ConfigureAwait(false);
    }

    /// <summary>The same of what the server says, whatever is here.</summary>
    public async Task<ModelOutlook> AskAsync(string name, ModelSource source, IReadOnlyList<ViewWish> wishes, CancellationToken token)
    {
        using IDisposable slow = context.WhenSlow("Asking", source.Canonical);
        ModelListing listing = await _supply.ResolveAsync(source, new ModelAuth(), null, token).ConfigureAwait(false);
        return Require(new ModelViews(site).Problems(Holders.Installed(name), listing, wishes), ModelOutlook.Of(listing, site.Store));
    }

    /// <summary>It is installed by that name from that source, and no server can be asked for another version: there is nothing to do.</summary>
    public ShownModel? Unasked(string name, ModelSource source) =>
        _supply.IsOffline && new ModelViews(site).Find(Holders.Installed(name)) is { } shown && shown.Snapshot.Source.Canonical == source.Canonical ? shown : null;

    /// <summary>Refuses to put another model in the place of one that was installed by the same name.</summary>
    /// <exception cref="HostToolsException">AiModelNameTaken.</exception>
    public void RequireName(string name, ModelSource source)
    {
        if (new ModelViews(site).SourceOf(Holders.Installed(name)) is { } other && (other.Kind != source.Kind || other.Identifier != source.Identifier))
            throw new HostToolsException(AiModelErrors.AiModelNameTaken(name, other.Canonical, source.Canonical));
    }

    /// <summary>What installing does, for whoever is asked.</summary>
    public IReadOnlyList<string> Lines(string name, ModelSource source, ModelOutlook outlook, bool hasHash)
    {
        ShownModel? before = new ModelViews(site).Find(Holders.Installed(name));
        string first = before is null || before.Snapshot.Version == outlook.Version && before.Snapshot.Source.Canonical == source.Canonical
            ? $"+ model '{name}': {source.Canonical} at {outlook.Version}"
            : $"~ model '{name}': {before.Snapshot.Source.Canonical} at {before.Snapshot.Version} becomes {source.Canonical} at {outlook.Version}";
        return [first, string.Create(CultureInfo.InvariantCulture, $"  {PlanApplier.Count(outlook.FileCount, "file")}, {outlook.Size:#,0} bytes, at most {outlook.BytesToFetch:#,0} to download"), .. hasHash || source.IsPinned ? Array.Empty<string>() : [Trusted]];
    }

    /// <summary>Fetches it where it is not here yet, and shows it.</summary>
    public async Task<AiModel> InstallAsync(ModelDeclaration declaration, string version, ModelCheck check, IReadOnlyList<ViewWish> wishes, CancellationToken token)
    {
        using StoreUse use = await StoreUse.EnterAsync(site.Store, token).ConfigureAwait(false);
        ModelSnapshot snapshot = await _supply.GetAsync(declaration, version, null, check.Preset, token).ConfigureAwait(false);
        return Show(declaration.Name, snapshot, check, wishes);
    }

    private AiModel Show(string name, ModelSnapshot snapshot, ModelCheck check, IReadOnlyList<ViewWish> wishes)
    {
        string holder = Holders.Installed(name);
        foreach (string note in new ModelViews(site).Show(holder, snapshot, wishes, check))
            context.Warning(note);
        return AiModel.Of(site, new ModelViews(site).Find(holder)!); // It was just shown.
    }

    /// <summary>Shows a model whose bytes were brought into the store, after they were tested.</summary>
    public async Task<AiModel> TakeAsync(BundledModel model, ModelCheck check, CancellationToken token)
    {
        var declaration = new ModelDeclaration(model.Name, model.Snapshot.Source);
        await _supply.TakeAsync(declaration, model.Snapshot, check.Preset, token).ConfigureAwait(false);
        return Show(model.Name, model.Snapshot, check, WishesOf(model.Name, model.Snapshot.Source));
    }

    /// <summary>Where a model is to be found.</summary>
    public IReadOnlyList<ViewWish> WishesOf(string name, ModelSource source)
    {
        var wishes = new List<ViewWish> { new FolderView(site.StorePath.TrimEnd('/') + "/models", name) };
        if (HuggingFaceView.RepoOf(source) is { } repo)
            wishes.Add(new HuggingFaceView(site.PathOf(CacheDir ?? ModelPlaces.HubCache(context)), repo));
        return wishes;
    }

    private static ModelOutlook Require(IReadOnlyList<HostError> problems, ModelOutlook outlook) => problems.Count == 0 ? outlook : throw new HostToolsException(problems);

    private static bool IsLetter(char letter) => char.IsAsciiLetterOrDigit(letter) || letter is '_' or '.' or '-';
}
