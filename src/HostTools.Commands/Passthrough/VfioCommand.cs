using HostTools.Activation;
using HostTools.Commands.Framework;
using HostTools.Configuration;
using HostTools.Platform;
using HostTools.Virtualization;

namespace HostTools.Commands;

/// <summary>The parameters of commands that set a host up to give devices away, and the way they take: a change of the tree is tried, planned, agreed to, made and applied, or nothing of it.</summary>
public abstract class VfioCommand
{
    /// <summary>Name of the host; the one called like this machine when not given.</summary>
    [Argument(Aliases = ["Name"], Completer = typeof(HostNameCompleter))]
    public string? HostName { get; set; }

    /// <summary>Folder of the configuration tree; the nearest one at or above the current location when not given.</summary>
    [Argument(Path = PathKind.Literal)]
    public string? Path { get; set; }

    /// <summary>Folder that holds the machine's root file system, to read and change instead of this machine.</summary>
    [Argument(Path = PathKind.Literal)]
    public string? Root { get; set; }

    /// <summary>Folder for generations and journal, when they shall not lie in the target itself.</summary>
    [Argument(Path = PathKind.New)]
    public string? State { get; set; }

    /// <summary>Apply to the live machine also what people could lock themselves out with.</summary>
    [Argument]
    public bool AcceptRisk { get; set; }

    /// <summary>Emit what was done.</summary>
    [Argument]
    public bool PassThru { get; set; }

    /// <summary>The tree, and which of its hosts is meant.</summary>
    private protected (ConfigurationTree Tree, string Host) OpenHost(CommandContext context)
    {
        ConfigurationTree tree = HostSource.Open(context, Path, new Dictionary<string, string>(), null).Tree;
        string host = HostName ?? ThisMachine.HostIn(context, tree);
        return tree.HostNames().Contains(host) ? (tree, host) : throw EditorErrors.NothingToRegisterWith("host", host, tree.HostNames());
    }

    /// <summary>The file of a host that imports ours, relative to the tree.</summary>
    private protected static string MainOf(string host) => $"hosts/{host}/default.yaml";

    /// <summary>Our file, relative to the tree.</summary>
    private protected static string FileOf(string host) => $"hosts/{host}/{VfioFile.Name}";

    /// <summary>The host's own file as it was before it imported ours.</summary>
    /// <exception cref="HostToolsException">VfioImportChanged.</exception>
    private protected static string Without(string main, string host, string file) =>
        !main.Contains("./" + VfioFile.Name, StringComparison.Ordinal) ? main
            : VfioFile.ImportOf(file)?.Undo(main) ?? throw new HostToolsException(PassthroughErrors.VfioImportChanged(MainOf(host)));

    /// <summary>Changes the tree and applies the host, after asking once; when anything fails, the tree is as it was, and so is the machine.</summary>
    /// <returns>What was done; empty when the answer was no.</returns>
    private protected async Task<IReadOnlyList<ApplyResult>> ChangeAsync(CommandContext context, ConfigurationTree tree, string host, string work, Action<TreeDraft> edit, CancellationToken token)
    {
        ActivationSession place = TargetFolder.Open(context, Root, State);
        await Interrupted.PutRightAsync(context, place, RepairDirection.Back, token).ConfigureAwait(false);
        await Unconfirmed.TakeBackExpiredAsync(context, place, token).ConfigureAwait(false);
        using var draft = new TreeDraft(tree.Directory, isWhole: true);
        edit(draft);
        draft.Check(context, [host], [], token);
        var scope = new PlanScope(Root, State, User: null, MachineOnly: true);
        HostConfig tried = HostSource.Open(context, draft.Folder, new Dictionary<string, string>(), null).Require(host, token);
        HostPlans shown = await HostPlanner.PlanAsync(context, tried, scope, token).ConfigureAwait(false) with { Work = work, Also = draft.Lines() };
        PlanApplier.RequireApplicable(shown);
        if (!await PlanApplier.AgreeAsync(context, shown, new ApplyOptions(), AcceptRisk, token).ConfigureAwait(false))
            return [];
        draft.Publish();
        try
        {
            HostConfig config = HostSource.Open(context, tree.Directory, new Dictionary<string, string>(), null).Evaluate(host, token).Require();
            HostPlans plans = await HostPlanner.PlanAsync(context, config, scope, token).ConfigureAwait(false);
            // Somebody may have changed the machine or the tree while the question stood.
            if (!ChangesOf(plans).SequenceEqual(ChangesOf(shown)))
                throw PassthroughErrors.VfioPlanChanged(host);
            PlanApplier.RequireApplicable(plans);
            return await PlanApplier.RunAsync(context, plans, new ApplyOptions(), token).ConfigureAwait(false);
        }
        catch
        {
            foreach (string file in draft.Withdraw())
                context.Warning($"'{file}' was changed meanwhile and stays as it is now.");
            throw;
        }
    }

    private static IEnumerable<string> ChangesOf(HostPlans plans) => plans.Plans.SelectMany(static planned => planned.Plan.Changes).Select(static change => change.ToString());
}
