using HostTools.Activation;
using HostTools.Activation.Resources;
using HostTools.Configuration;
using HostTools.Machine;
using HostTools.Platform;

namespace HostTools.Models.Tests.Declared;

/// <summary>The example tree with models is planned and applied as a reader would.</summary>
public sealed class ExampleTests : IDisposable
{
    private readonly TemporaryDirectory _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("inference", null, new[] { "var/lib/ai-models/models/llama/model.safetensors", "var/cache/huggingface/hub/models--meta-llama--Llama-3.1-8B-Instruct/refs/main" })]
    [InlineData("pipeline", null, new[] { "var/lib/ai-models/models/hearing/config.json", "var/lib/ai-models/models/speaking/config.json", "etc/voice/pipeline.json" })]
    [InlineData("workstation", "ada", new[] { "home/ada/ComfyUI/models/checkpoints/sdxl/sd_xl_turbo_1.0_fp16.safetensors", "home/ada/.cache/huggingface/hub/models--sentence-transformers--all-MiniLM-L6-v2/refs/main", "home/ada/.local/share/hosttools/models/models/embeddings/config.json" })]
    public async Task An_example_is_applied_and_then_there_is_nothing_to_do(string host, string? user, string[] files)
    {
        Copy(Path.Join(Repository(), "examples", "models"), _folder["tree"]);
        HostConfig config = HostEvaluator.Evaluate(
            ConfigurationTree.Open(_folder["tree"], [LibraryLocator.Find()]), new EvaluationRequest(host) { Environment = static _ => null }).Require();
        if (user is not null)
            config = config.Home(user)!;
        Directory.CreateDirectory(_folder["root"]);
        var machine = Target.Folder(_folder["root"]);
        Target target = user is null ? machine : Target.Home(machine, user);
        IFeature[] features = [new BaseFeature(LibraryLocator.Find()), new ModelsFeature(LibraryLocator.Find())];
        var wanted = new ResourceSet();
        foreach (IFeature feature in features)
        {
            if (user is null)
                feature.Realise(config, wanted);
            else
                feature.RealiseHome(config, wanted);
        }

        ActivationSession session = new(target, new SystemClock(), new SystemProcessRunner(), features.SelectMany(feature => feature.Providers(target)));
        var context = new PlanContext(host, "hash", null, false, "tester");
        await session.ApplyAsync(await session.PlanAsync(wanted, context));
        Assert.All(files, file => Assert.True(File.Exists(_folder["root/" + file]), file));
        Assert.Empty((await session.PlanAsync(wanted, context)).Changes);
        Assert.NotEmpty(ModelLocks.Read(_folder["tree/hosttools.lock"]).Models);
    }

    private static void Copy(string from, string to)
    {
        foreach (string file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories))
        {
            string place = Path.Join(to, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(place)!);
            File.Copy(file, place);
        }
    }

    private static string Repository()
    {
        DirectoryInfo? folder = new(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Join(folder.FullName, "HostTools.sln")))
            folder = folder.Parent;
        return folder!.FullName;
    }
}
