using HostTools.Activation.Resources;
using HostTools.Configuration;
using HostTools.Platform;

namespace HostTools.Machine.Tests;

/// <summary>Evaluates hosts against the library of this source tree.</summary>
internal static class Trees
{
    /// <summary>The folder with HostTools.sln.</summary>
    public static string Repository { get; } = FindRepository();

    /// <summary>The example tree that the README applies.</summary>
    public static string Homelab => Path.Combine(Repository, "examples", "homelab");

    /// <summary>A host of the example tree, with nothing from the environment.</summary>
    public static Realised HomelabHost(string host) => Realise(Evaluate(Homelab, host).Require());

    /// <summary>A file of every tree that stands for one that somebody encrypted.</summary>
    public const string Encrypted = "encrypted.age";

    /// <summary>A host whose default.yaml is this text.</summary>
    public static HostEvaluation Evaluate(string yaml, params (string File, string Text)[] more) => EvaluateOn("x86_64-linux", yaml, more);

    /// <summary>A host of another kind of machine whose default.yaml is this text.</summary>
    public static HostEvaluation EvaluateOn(string system, string yaml, params (string File, string Text)[] more)
    {
        using var tree = new TemporaryFolder();
        tree.Write("hosttools.yaml", "{}\n");
        tree.Write(Encrypted, "for whom has the key\n");
        tree.Write("hosts/den/default.yaml", $"system: {system}\nstateVersion: \"1\"\n{yaml}");
        foreach ((string file, string text) in more)
            tree.Write(file, text);
        return Evaluate(tree.Path, "den");
    }

    /// <summary>The resources of a host whose default.yaml is this text.</summary>
    public static Realised Realise(string yaml) => RealiseOn("x86_64-linux", yaml);

    /// <summary>The same on another kind of machine.</summary>
    public static Realised RealiseOn(string system, string yaml) => Realise(EvaluateOn(system, yaml).Require());

    /// <summary>The user of <see cref="RealiseHome"/>.</summary>
    public const string HomeUser = "ann";

    /// <summary>The resources of a home whose home.yaml is this text, on a host whose default.yaml says this besides.</summary>
    public static Realised RealiseHome(string yaml, string host = "") => RealiseHomeOn("x86_64-linux", yaml, host);

    /// <summary>The same on another kind of machine.</summary>
    public static Realised RealiseHomeOn(string system, string yaml, string host = "") => RealiseHome(EvaluateHomeOn(system, yaml, host).Require(), HomeUser);

    /// <summary>A home whose home.yaml is this text, with its host.</summary>
    public static HostEvaluation EvaluateHome(string yaml, string host = "") => EvaluateHomeOn("x86_64-linux", yaml, host);

    private static HostEvaluation EvaluateHomeOn(string system, string yaml, string host) =>
        EvaluateOn(system, $"users: [{HomeUser}]\n{host}", ($"users/{HomeUser}/home.yaml", yaml));

    /// <summary>The resources of a home.</summary>
    public static Realised RealiseHome(HostConfig config, string user)
    {
        HostConfig home = config.Home(user) ?? throw new InvalidOperationException($"'{config.Name}' has no user '{user}'.");
        var resources = new ResourceSet();
        new BaseFeature(LibraryLocator.Find()).RealiseHome(home, resources);
        return new Realised(home, resources);
    }

    /// <summary>The errors of a home whose home.yaml is this text, as a person sees them.</summary>
    public static string HomeErrors(string yaml, string host = "")
    {
        HostEvaluation evaluation = EvaluateHome(yaml, host);
        IReadOnlyList<HostError> errors = evaluation.Errors;
        if (evaluation.Config is { } config)
            errors = Assert.Throws<HostToolsException>(() => RealiseHome(config, HomeUser)).Errors;
        return string.Join('\n', errors);
    }

    /// <summary>The library's modules with what they are.</summary>
    public static IReadOnlyList<ModuleInfo> LibraryModules { get; } = ConfigurationTree.Open(Homelab, [LibraryLocator.Find()]).Modules().Where(static module => module.Source == "library").ToList();

    /// <summary>The errors of a host whose default.yaml is this text, as a person sees them.</summary>
    public static string Errors(string yaml)
    {
        HostEvaluation evaluation = Evaluate(yaml);
        IReadOnlyList<HostError> errors = evaluation.Errors;
        if (evaluation.Config is { } config)
            errors = Assert.Throws<HostToolsException>(() => Realise(config)).Errors;
        return string.Join('\n', errors);
    }

    private static HostEvaluation Evaluate(string tree, string host) =>
        HostEvaluator.Evaluate(
            ConfigurationTree.Open(tree, [LibraryLocator.Find()]),
            new EvaluationRequest(host) { Environment = static _ => null });

    private static Realised Realise(HostConfig config)
    {
        var resources = new ResourceSet();
        new BaseFeature(LibraryLocator.Find()).Realise(config, resources);
        return new Realised(config, resources);
    }

    private static string FindRepository()
    {
        DirectoryInfo? folder = new(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "HostTools.sln")))
            folder = folder.Parent;
        return folder?.FullName ?? throw new InvalidOperationException("The tests do not run inside the source tree.");
    }
}
