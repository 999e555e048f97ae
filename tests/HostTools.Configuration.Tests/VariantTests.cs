namespace HostTools.Configuration.Tests;

public sealed class VariantTests
{
    [Fact]
    public void A_variant_has_all_of_the_host_and_leaves_it_as_it_is()
    {
        using var tree = new TemporaryTree(
            ("modules/base.yaml", "options: { x: { type: list<int> }, y: { type: int, default: '${{ config.x.size() }}' } }\nconfig: { x: [1] }\n"),
            ("modules/more.yaml", "config: { x: [2] }\n"),
            ("hosts/h/default.yaml", "imports: [base]\n"));
        ConfigurationTree opened = ConfigurationTree.Open(tree.Directory, []);
        HostConfig before = HostEvaluator.Evaluate(opened, new EvaluationRequest("h")).Require();
        HostConfig variant = HostEvaluator.Evaluate(opened, new EvaluationRequest("h") { Imports = ["more"] }).Require();
        HostConfig after = HostEvaluator.Evaluate(opened, new EvaluationRequest("h")).Require();

        Assert.Equal((1L, 2L, 1L), (before.Values["y"], variant.Values["y"], after.Values["y"]));
        Assert.Equal(before.ConfigurationHash, after.ConfigurationHash);
        Assert.NotEqual(before.ConfigurationHash, variant.ConfigurationHash);
    }
}
