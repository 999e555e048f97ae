using HostTools.Activation.Resources;
using HostTools.Models;

namespace HostTools.Activation.Tests;

/// <summary>Models whose bytes are in the store already: what an apply fetches stays there, and only what programs see goes back.</summary>
internal static class ModelScenarios
{
    /// <summary>The store notes what is about to be shown, which counts for a day, and the targets that it serves, by their place on this machine.</summary>
    public static bool IsNote(string line) => line.StartsWith("/opt/models/claims/", StringComparison.Ordinal) || line.StartsWith("/opt/models/roots/", StringComparison.Ordinal);

    public static IReadOnlyList<FaultScenario> All { get; } =
    [
        new("models-first", static (session, _) => AtFirst(session), static session => FaultScenario.Apply(session, [Model("tiny", 'a'), Sandbox.Text("/etc/told", "told")])),
        new("models-change", static async (session, _) =>
        {
            await AtFirst(session);
            await FaultScenario.Apply(session, [Model("tiny", 'a'), Model("other", 'a')]);
        }, static session => FaultScenario.Apply(session, [Model("tiny", 'b'), Sandbox.Text("/etc/told", "told")])),
        new("models-clear", static async (session, _) =>
        {
            await AtFirst(session);
            await FaultScenario.Apply(session, [Model("tiny", 'a')]);
        }, static session => FaultScenario.Apply(session, [])),
    ];

    private static async Task AtFirst(ActivationSession session)
    {
        await FaultScenario.Apply(session, [Model("tiny", 'a'), Model("other", 'a')]);
        await FaultScenario.Apply(session, [Model("tiny", 'b')]);
        await FaultScenario.Apply(session, [Sandbox.Text("/opt/cache/hub/theirs", "theirs")]);
    }

    private static ModelResource Model(string name, char commit) => new(name, new MockSource { Model = name, CommitSha = new string(commit, 40), Files = ["config.json", "model.safetensors"] })
    {
        Store = "/opt/models",
        Views = [new HuggingFaceView("/opt/cache/hub", $"test-org/{name}"), new FolderView("/opt/models/models", name)],
    };
}
