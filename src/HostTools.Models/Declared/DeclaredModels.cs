using HostTools.Activation.Resources;
using HostTools.Configuration;
using HostTools.Machine;
using HostTools.Machine.Secrets;
using HostTools.Platform;

namespace HostTools.Models;

/// <summary>Renders <c>services.ai-models</c> of a machine, or <c>programs.ai-models</c> of a home.</summary>
internal sealed class DeclaredModels(HostConfig config, ModuleSource library, string group, ResourceSet into)
{
    private const string Option = "ai-models";

    private readonly List<HostError> _errors = [];

    /// <summary>Adds every model.</summary>
    /// <exception cref="HostToolsException">ModelDeclarationWrong, for each.</exception>
    public void Realise()
    {
        if (!config.TryGet(out object? value, group, Option) || value is not ConfigMap all)
            return;
        var options = new ModelOptions(all);
        if (!options.Flag("enable") || options.Map("models") is not { } models)
            return;
        foreach ((string name, object? model) in models.OrderBy(static model => model.Key, StringComparer.Ordinal))
        {
            if (model is ConfigMap own)
                Add(name, options, new ModelOptions(own));
        }

        if (_errors.Count > 0)
            throw new HostToolsException(_errors);
    }

    private void Add(string name, ModelOptions all, ModelOptions own)
    {
        IReadOnlyList<Origin> places = [.. PlacesOf("source", name).Concat(PlacesOf(null, name)).Distinct().Where(static place => !place.File.StartsWith("library/", StringComparison.Ordinal))];
        Origin? place = places is [var first, ..] ? first : null;
        try
        {
            if (ModelPath.Problem(name) is { } problem)
                throw new FormatException($"its name is no name for a directory everywhere: {problem}. Choose another.");
            ModelSource source = DeclaredSource.Of(own.Map("source") ?? throw new FormatException("it has no source. Write exactly one of huggingface, url, s3, git-lfs, git-xet, mlflow, ollama, oci and mock below `source`."));
            SourceRules.Require(source);
            into.Add(Resource(name, source, all, own) with { Origins = places, Token = Token(all, own, places) });
        }
        catch (HostToolsException refused)
        {
            _errors.AddRange(refused.Errors.Select(error => error with { Origin = error.Origin ?? place }));
        }
        catch (FormatException wrong)
        {
            _errors.Add(ModelErrors.ModelDeclarationWrong(name, wrong.Message, place));
        }
    }

    private ModelResource Resource(string name, ModelSource source, ModelOptions all, ModelOptions own)
    {
        string store = all.Text("store")!; // It has a default.
        string? shared = all.Text("group");
        IReadOnlyList<ViewWish> views = [new FolderView($"{store}/models", name), .. DeclaredViews.Of(name, source, all, own)];
        return new ModelResource(name, source)
        {
            Store = store,
            Group = shared,
            Views = views,
            Hash = own.Text("hash") is { } hash ? ContentHash.Parse(hash) : null,
            Preset = own.Text("validation", "preset") ?? all.Text("validation", "preset") ?? "standard",
            Auth = new ModelAuth(own.Text("auth", "tokenFile") ?? all.Text("auth", "tokenFile"), own.Text("auth", "tokenEnvVar") ?? all.Text("auth", "tokenEnvVar")),
            Network = new DeclaredNetwork(all, own).Settings,
            TrustsFirstUse = own.Choice("trustOnFirstUse") ?? all.Flag("trustOnFirstUse"),
            LockFile = Path.Combine(config.Tree, LockDocument.FileName),
            Scope = config.Meta.User is { } user ? Scope.Home(user) : Scope.Machine,
            After = shared is null ? [] : [new ResourceId("group", shared), .. views.OfType<HuggingFaceView>().Select(static view => new ResourceId("directory", view.Folder))],
        };
    }

    /// <summary>A model's own secret, else that of all models where it does not say itself where its token is.</summary>
    private SecretContent? Token(ModelOptions all, ModelOptions own, IReadOnlyList<Origin> places)
    {
        bool isElsewhere = own.Text("auth", "tokenFile") is not null || own.Text("auth", "tokenEnvVar") is not null;
        object? secret = own.Secret("auth", "token") ?? (isElsewhere ? null : all.Secret("auth", "token"));
        return secret is null ? null : SecretValues.Of(config, library, secret, places, _errors);
    }

    private IReadOnlyList<Origin> PlacesOf(string? inner, string name) =>
        inner is null ? config.OriginsOf(group, Option, "models", name) : config.OriginsOf(group, Option, "models", name, inner);
}
