using HostTools.Configuration;

namespace HostTools.Machine.Tests;

/// <summary>What the example's README tells people to try.</summary>
public sealed class HomelabTests
{
    [Fact]
    public void Parameter_ChangesTwoFiles()
    {
        Dictionary<string, string> before = Texts(new EvaluationRequest("toaster") { Environment = static _ => null });
        Dictionary<string, string> after = Texts(new EvaluationRequest("toaster") { Environment = static name => name == "HOMELAB_NAS" ? "10.0.0.2" : null });
        Assert.Equal(["/etc/hosts", "/etc/ssh/ssh_config.d/homelab.conf"], after.Where(pair => before[pair.Key] != pair.Value).Select(static pair => pair.Key));
        Assert.Equal(after, Texts(new EvaluationRequest("toaster")
        {
            Environment = static name => name == "HOMELAB_NAS" ? "10.0.0.9" : null,
            Parameters = new Dictionary<string, string> { ["nas"] = "10.0.0.2" },
        }));
    }

    [Theory]
    [InlineData("rp_filter: !force 2", "rp_filter: 2", "modules/homelab/common.yaml")]
    [InlineData("loader: limine", "loader: lilo", "'lilo'")]
    [InlineData("maxGenerations: 10", "maxGenerations: ten", "'modules.system.boot.maxGenerations'")]
    [InlineData("enable: true\n    users", "enabel: true\n    users", "enable")]
    public void Change_IsAnsweredWithItsPlace(string old, string changed, string expected)
    {
        using var copy = new TemporaryFolder();
        foreach (string file in Directory.EnumerateFiles(Trees.Homelab, "*", SearchOption.AllDirectories))
            copy.Write(Path.GetRelativePath(Trees.Homelab, file), File.ReadAllText(file));
        string host = copy.File("hosts/toaster/default.yaml");
        Assert.Contains(old, File.ReadAllText(host), StringComparison.Ordinal);
        File.WriteAllText(host, File.ReadAllText(host).Replace(old, changed, StringComparison.Ordinal));

        HostEvaluation evaluation = HostEvaluator.Evaluate(
            ConfigurationTree.Open(copy.Path, [LibraryLocator.Find()]), new EvaluationRequest("toaster") { Environment = static _ => null });
        Platform.HostError error = Assert.Single(evaluation.Errors);
        string text = string.Join('\n', [error.ToString(), .. error.Related.Select(static related => related.ToString())]);
        Assert.Contains("hosts/toaster/default.yaml:", text, StringComparison.Ordinal);
        Assert.Contains(expected, text, StringComparison.Ordinal);
    }

    [Fact]
    public void EveryHostOfTheTree_IsTested() =>
        Assert.Equal(["ci-container", "devbox-wsl", "honeypot", "nixos", "toaster"], ConfigurationTree.Open(Trees.Homelab, []).HostNames());

    private static Dictionary<string, string> Texts(EvaluationRequest request)
    {
        HostConfig config = HostEvaluator.Evaluate(ConfigurationTree.Open(Trees.Homelab, [LibraryLocator.Find()]), request).Require();
        var set = new Activation.Resources.ResourceSet();
        new BaseFeature(LibraryLocator.Find()).Realise(config, set);
        return new Realised(config, set).Files.ToDictionary(static file => file.Path, Realised.TextOf);
    }
}
