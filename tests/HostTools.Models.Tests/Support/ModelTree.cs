using HostTools.Activation;
using HostTools.Activation.Resources;
using HostTools.Configuration;
using HostTools.Machine;
using HostTools.Platform;

namespace HostTools.Models.Tests;

/// <summary>A configuration with models, and a folder that it is applied to.</summary>
internal sealed class ModelTree : IDisposable
{
    private readonly TemporaryDirectory _folder = new();

    public ModelTree()
    {
        Write("tree/hosttools.yaml", "{}\n");
        Write("root/etc/passwd", "root:x:0:0:root:/root:/bin/sh\nann:x:1000:1000::/home/ann:/bin/sh\n");
        Write("root/etc/group", "root:x:0:\nann:x:1000:\n");
        Write("root/etc/shadow", "root:*:19000::::::\n");
        Write("root/etc/gshadow", "root:*::\n");
    }

    public string Root => _folder["root"];

    public string LockFile => _folder["tree/hosttools.lock"];

    public string LockText => File.ReadAllText(LockFile);

    public string this[string path] => _folder["root/" + path];

    /// <summary>Fails at a step of an apply; null lets it pass.</summary>
    public Action<string>? Faults { get; set; }

    public void Dispose() => _folder.Dispose();

    /// <summary>What <c>services.ai-models</c> says, as YAML in braces.</summary>
    /// <param name="models">The models.</param>
    /// <param name="more">Other options of it, with a comma in front.</param>
    /// <param name="rest">Other options of the host, a line each.</param>
    /// <summary>Servers are believed unless that says otherwise.</summary>
    public bool Trusts { get; set; } = true;

    public void Declare(string models, string more = "", string rest = "") => Write(
        "tree/hosts/den/default.yaml",
        $"system: x86_64-linux\nstateVersion: \"1\"\nimports: [services/ai-models]\nconfig:\n  services.ai-models: {{ enable: true, trustOnFirstUse: {(Trusts ? "true" : "false")}, models: {models}{more} }}\n{rest}");

    public ResourceSet Realise()
    {
        HostConfig config = Evaluate();
        var wanted = new ResourceSet();
        foreach (IFeature feature in Features())
            feature.Realise(config, wanted);
        return wanted;
    }

    public HostConfig Evaluate() => HostEvaluator.Evaluate(
        ConfigurationTree.Open(_folder["tree"], [LibraryLocator.Find()]), new EvaluationRequest("den") { Environment = static _ => null }).Require();

    public ActivationSession Session()
    {
        var target = Target.Folder(Root);
        return new ActivationSession(target, new SystemClock(), new SystemProcessRunner(), Features().SelectMany(feature => feature.Providers(target))) { Faults = Faults };
    }

    public Task<Plan> PlanAsync() => Session().PlanAsync(Realise(), new PlanContext("den", "hash", null, false, "tester"));

    public async Task<ApplyResult> ApplyAsync(IProgress<ApplyProgress>? progress = null) => await Session().ApplyAsync(await PlanAsync(), null, progress);

    /// <summary>Writes a file beside tree and root that only its owner reads.</summary>
    public string Keep(string name, string text)
    {
        Write(name, text);
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(_folder[name], UnixFileMode.UserRead | UnixFileMode.UserWrite);
        return _folder[name];
    }

    /// <summary>All files of the tree, the target and its state.</summary>
    public IEnumerable<string> Everything() => new[] { _folder["tree"], Root }.SelectMany(static folder => Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories));

    public static PlanChange ModelIn(Plan plan, string name) => Assert.Single(plan.Changes, change => change.Id == new ResourceId("model", name));

    private static IReadOnlyList<IFeature> Features() => [new BaseFeature(LibraryLocator.Find()), new ModelsFeature(LibraryLocator.Find())];

    private void Write(string path, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(_folder[path])!);
        File.WriteAllText(_folder[path], text);
    }
}
