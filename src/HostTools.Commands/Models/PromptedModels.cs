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

    /// <summary>The cache that was named; null finds it as Hugging Face's libraries do.</summary>
    public string? CacheDir { get; init; }

    /// <summary>A source in one word, with what was said besides.</summary>
    /// <exception cref="HostToolsException">SpecUnknown, SpecMalformed, SourceMalformed, RevisionNotPossible; ArgumentInvalid for files of a kind that has none.</exception>
    public static ModelSource SourceOf(string text, string? revision, IReadOnlyList<string> files)
    {
        ModelSource source = SpecString.Parse(text, revision);
        if (files.Count == 0)
            return source;
        ModelSource chosen = source switch
        {
            HuggingFaceSource hub => hub with { Files = files },
            S3Source s3 => s3 with { Files = files },
            GitLfsSource git => git with { Files = files },
            GitXetSource git => git with { Files = files },
            MockSource mock => mock with { Files = files },
            _ => throw new HostToolsException(CommandErrors.ArgumentInvalid("Files", $"sources of kind '{source.Kind}' have no files to choose from.")),
        };
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

    public static bool IsName(string name) => name.Length is > 0 and <= 200 && name[0] is not ('.' or '-') && name.All(IsLetter) && ModelPath.Problem(name) is null;

    public async Task<ModelListing> ResolveAsync(ModelSource source, string? version, CancellationToken token)
    {
        using IDisposable slow = context.WhenSlow("Asking", source.Canonical);
        return await _supply.ResolveAsync(source, new ModelAuth(), version, token).ConfigureAwait(false);
    }

    /// <summary>What installing a listing does, for whoever is asked.</summary>
    public IReadOnlyList<string> Lines(string name, ModelListing listing)
    {
        ModelOutlook outlook = ModelOutlook.Of(listing, site.Store);
        return
        [
            $"+ model '{name}': {listing.Source.Canonical} at {listing.Version}",
            string.Create(CultureInfo.InvariantCulture, $"  {outlook.FileCount} files, {outlook.Size:#,0} bytes, at most {outlook.BytesToFetch:#,0} to download"),
        ];
    }

    /// <summary>Fetches it where it is not here yet, and shows it.</summary>
    public async Task<AiModel> InstallAsync(ModelDeclaration declaration, string? version, string preset, CancellationToken token)
    {
        using StoreUse use = await StoreUse.EnterAsync(site.Store, token).ConfigureAwait(false);
        ModelSnapshot snapshot = await _supply.GetAsync(declaration, version, null, preset, token).ConfigureAwait(false);
        string holder = Holders.Installed(declaration.Name);
        foreach (string note in new ModelViews(site).Show(holder, snapshot, Wishes(declaration)))
            context.Warning(note);
        return AiModel.Of(site, new ModelViews(site).Find(holder)!); // It was just shown.
    }

    private List<ViewWish> Wishes(ModelDeclaration declaration)
    {
        var wishes = new List<ViewWish> { new FolderView(site.StorePath.TrimEnd('/') + "/models", declaration.Name) };
        if (HuggingFaceView.RepoOf(declaration.Source) is { } repo)
            wishes.Add(new HuggingFaceView(site.PathOf(CacheDir ?? ModelPlaces.HubCache(context)), repo));
        return wishes;
    }

    private static bool IsLetter(char letter) => char.IsAsciiLetterOrDigit(letter) || letter is '_' or '.' or '-';
}
