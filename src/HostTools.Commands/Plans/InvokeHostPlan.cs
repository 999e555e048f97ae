using System.Runtime.CompilerServices;
using HostTools.Activation;
using HostTools.Commands.Framework;
using HostTools.Configuration;
using HostTools.Platform;

namespace HostTools.Commands;

/// <summary>Applies a host to a target as one transaction, after showing the plan and asking once.</summary>
/// <remarks>
/// <para>Takes a plan from the pipeline, a saved plan with -Path, or the name of a host, which is then evaluated and planned first. Asks once,
/// showing the whole plan, or with -Short (--short) a page of it; -WhatIf shows it and does nothing. A plan that became stale is refused.</para>
/// <para>Without -Root it is the machine one sits at, with the homes of its users: files are written, commands run, units are stopped and started.
/// That needs root rights; without them only one's own home is applied.</para>
/// <para>The machine and the homes of its users are one transaction, asked about once: by name, from a saved file, and from the pipeline,
/// where plans for one folder and host belong together. Several hosts are applied one after the other.</para>
/// <para>Afterwards the target is at the new generation, or as it was before: a failure or an interruption anywhere undoes what was done. Applying the same again does nothing and makes no generation.</para>
/// </remarks>
/// <example>
/// <para>Apply a host to a folder.</para>
/// <code lang="pwsh">Invoke-HostPlan toaster -Root ./out -Confirm:$false</code>
/// <code lang="sh">hosttools apply toaster --root ./out --yes</code>
/// </example>
/// <example>
/// <para>Look first.</para>
/// <code lang="pwsh">Invoke-HostPlan toaster -Root ./out -WhatIf</code>
/// <code lang="sh">hosttools apply toaster --root ./out --what-if</code>
/// </example>
/// <example>
/// <para>Only the home of one user, as that user.</para>
/// <code lang="pwsh">Invoke-HostPlan toaster -User draxel -Root ./out -Confirm:$false</code>
/// <code lang="sh">hosttools apply toaster --user draxel --root ./out --yes</code>
/// </example>
/// <example>
/// <para>With a way back that needs nobody: what is not confirmed in time is taken back.</para>
/// <code lang="pwsh">Invoke-HostPlan nixos -Root ./out -ConfirmWithin 5min -Confirm:$false; Confirm-HostGeneration -Root ./out</code>
/// <code lang="sh">hosttools apply nixos --root ./out --confirm-within 5min --yes &amp;&amp; hosttools generation confirm --root ./out</code>
/// </example>
/// <example>
/// <para>Another variant of the host, until the machine starts again.</para>
/// <code lang="pwsh">Invoke-HostPlan toaster -Variant quiet -Mode test -Root ./out -Confirm:$false</code>
/// <code lang="sh">hosttools apply toaster --variant quiet --mode test --root ./out --yes</code>
/// </example>
/// <example>
/// <para>In a pipeline, with the result.</para>
/// <para lang="sh">With the result, for programs.</para>
/// <code lang="pwsh">Get-HostConfig toaster | Get-HostPlan -Root ./out | Invoke-HostPlan -PassThru -Confirm:$false</code>
/// <code lang="sh">hosttools apply toaster --root ./out --yes --pass-thru --output json</code>
/// </example>
[Command("Invoke", "HostPlan", Effect = Effect.Destroy, Cli = "apply", DefaultSet = "Name")]
public sealed class InvokeHostPlan : ICommand<ApplyResult>, ICollectingCommand
{
    /// <summary>Name of the host; the one called like this machine when neither it nor a plan is given.</summary>
    [Argument(Position = 0, Set = "Name", Aliases = ["HostName"], Completer = typeof(HostNameCompleter))]
    public string? Name { get; set; }

    /// <summary>A plan, as Get-HostPlan emits it.</summary>
    [Argument(Mandatory = true, Pipeline = Pipeline.Value, Set = "Plan", Faces = Faces.PowerShell)]
    public Plan? Plan { get; set; }

    /// <summary>With a host's name the folder of its configuration tree; without, the file of a saved plan.</summary>
    [Argument(Pipeline = Pipeline.Property, Path = PathKind.Literal, Aliases = ["PSPath"])]
    public string? Path { get; set; }

    /// <summary>Folder that stands for the root of the target's file system; made when it is absent. Without one it is the machine itself. A saved plan knows its own.</summary>
    [Argument(Path = PathKind.New)]
    public string? Root { get; set; }

    /// <summary>Folder for generations and journal, when they shall not lie in the target itself.</summary>
    [Argument(Set = "Name", Path = PathKind.New)]
    public string? State { get; set; }

    /// <summary>Values for the parameters that the tree declares; they win over environment variables.</summary>
    [Argument(Set = "Name", Cli = "param", Completer = typeof(ParameterNameCompleter))]
    public IReadOnlyDictionary<string, string> Parameter { get; set; } = new Dictionary<string, string>();

    /// <summary>What the configuration is for: host, container, wsl or vm; the host's own when not given.</summary>
    [Argument(Set = "Name", Completer = typeof(TargetCompleter))]
    public string? Target { get; set; }

    /// <summary>One of the variants that the host declares, in place of the host itself.</summary>
    [Argument(Set = "Name", Completer = typeof(VariantCompleter))]
    public string? Variant { get; set; }

    /// <summary>Only the home of this user, in place of the machine and the homes of all its users.</summary>
    [Argument(Set = "Name", Completer = typeof(HomeCompleter))]
    public string? User { get; set; }

    /// <summary>Only the machine, without the homes of its users.</summary>
    [Argument(Set = "Name")]
    public bool MachineOnly { get; set; }

    /// <summary>switch applies now and to stay. test applies now, and the next start of the machine takes it back, unless it is confirmed or applied to stay.
    /// boot changes nothing now: the next start of the machine applies it, to the machine as it is by then.</summary>
    [Argument]
    public ApplyMode Mode { get; set; }

    /// <summary>Take it back by itself when Confirm-HostGeneration (hosttools generation confirm) is not called in this time, for example 60s; 1s to 30d.</summary>
    [Argument]
    public Duration? ConfirmWithin { get; set; }

    /// <summary>Apply to the live machine, without a time to confirm in, also what people could lock themselves out with.</summary>
    [Argument]
    public bool AcceptRisk { get; set; }

    /// <summary>Wait this long for others who work on the target, for example 30s, before giving up; 0s to 1d. Not at all when not given. What others
    /// changed meanwhile is taken into a new plan, and asked about again where that differs; a saved plan is refused as stale.</summary>
    [Argument]
    public Duration? Wait { get; set; }

    /// <summary>Tell plans in short: what is only added is counted and named by folder, and differences of text are counted.</summary>
    [Argument]
    public bool Short { get; set; }

    /// <summary>Emit what was done.</summary>
    [Argument]
    public bool PassThru { get; set; }

    private readonly List<InvokeHostPlan> _later = [];

    /// <inheritdoc/>
    public void Add(ICollectingCommand later) => _later.Add((InvokeHostPlan)later);

    /// <inheritdoc/>
    public async IAsyncEnumerable<ApplyResult> RunAsync(CommandContext context, [EnumeratorCancellation] CancellationToken token)
    {
        foreach (IReadOnlyList<InvokeHostPlan> together in PipedPlans.Together([this, .. _later]))
        {
            foreach (ApplyResult result in await ApplyAsync(context, together, token).ConfigureAwait(false))
            {
                if (PassThru)
                    yield return result;
            }
        }
    }

    /// <summary>One transaction. What fails does not keep the next from its turn.</summary>
    private static async Task<IReadOnlyList<ApplyResult>> ApplyAsync(CommandContext context, IReadOnlyList<InvokeHostPlan> together, CancellationToken token)
    {
        InvokeHostPlan first = together[0];
        try
        {
            ApplyOptions options = Unconfirmed.Of(first.Mode, first.ConfirmWithin);
            LockWait? wait = Waiting.For(context, first.Wait);
            bool isMade = first.Plan is not null || (first.Name is null && first.Path is not null);
            if (!isMade && wait is not null && first.Mode is not ApplyMode.Boot)
                return await first.ApplyWaitingAsync(context, options, wait, token).ConfigureAwait(false);
            HostPlans plans = isMade
                ? await first.OpenPlansAsync(context, [.. together.Select(static record => record.Plan).OfType<Plan>()], token).ConfigureAwait(false)
                : await first.MakePlansAsync(context, token).ConfigureAwait(false);
            if (first.Mode is ApplyMode.Boot)
                return await Deferred.LeaveAsync(context, first.Told(plans).WaitingAs(wait), first.AcceptRisk, token).ConfigureAwait(false);
            return await PlanApplier.ApplyAsync(context, first.Told(plans).WaitingAs(wait), options, token, first.AcceptRisk).ConfigureAwait(false);
        }
        catch (HostToolsException refused)
        {
            foreach (HostError error in refused.Errors)
                context.Error(first.Hinted(context, error));
            return [];
        }
    }

    private async Task<HostPlans> MakePlansAsync(CommandContext context, CancellationToken token)
    {
        HostConfig config = HostSource.Open(context, Path, Parameter, Target, variant: Variant).Require(Name, token);
        var scope = new PlanScope(Root, State, User, MachineOnly);
        HostPlans plans = await HostPlanner.PlanAsync(context, config, scope, token).ConfigureAwait(false);
        bool isBack = false;
        foreach (ActivationSession session in plans.Plans.Select(static planned => planned.Session).Prepend(plans.Machine))
            isBack |= await Interrupted.PutRightAsync(context, session, RepairDirection.Back, token).ConfigureAwait(false) is not null | await Unconfirmed.TakeBackExpiredAsync(context, session, token).ConfigureAwait(false);
        return isBack ? await HostPlanner.PlanAsync(context, config, scope, token).ConfigureAwait(false) : plans;
    }

    private async Task<IReadOnlyList<ApplyResult>> ApplyWaitingAsync(CommandContext context, ApplyOptions options, LockWait wait, CancellationToken token)
    {
        HostConfig config = HostSource.Open(context, Path, Parameter, Target, variant: Variant).Require(Name, token);
        var scope = new PlanScope(Root, State, User, MachineOnly);
        ActivationSession place = TargetFolder.Open(context, Root, State, User);
        place.Wait = wait;
        await Unconfirmed.TakeBackExpiredAsync(context, place, token).ConfigureAwait(false);
        return await Waiting.ApplyAsync(context, place, async stop => Told(await HostPlanner.PlanAsync(context, config, scope, stop).ConfigureAwait(false)), options, AcceptRisk, token).ConfigureAwait(false);
    }

    /// <summary>A plan's file that is given as if it were a host.</summary>
    private HostError Hinted(CommandContext context, HostError error) =>
        error.Id is "HostNotFound" or nameof(ConfigurationErrors.ConfigurationTreeNotFound) && Name is not null && File.Exists(System.IO.Path.GetFullPath(Name, context.Environment.CurrentDirectory))
            ? error with { Message = $"{error.Message} '{Name}' is a file: a saved plan is given with -Path (--path)." }
            : error;

    private HostPlans Told(HostPlans plans) => Short ? plans.InShort() : plans;

    private async Task<HostPlans> OpenPlansAsync(CommandContext context, IReadOnlyList<Plan> piped, CancellationToken token)
    {
        IReadOnlyList<Plan> plans = piped.Count > 0 ? piped : await LoadAsync(context, Path!, token).ConfigureAwait(false);
        var opened = new List<TargetPlan>();
        foreach (Plan plan in plans)
        {
            if (Root is not null && System.IO.Path.TrimEndingDirectorySeparator(Root) != plan.Target.Identity.Root)
                throw PlanErrors.RootOfPlan(plan.Target.Identity.Root);
            ActivationSession session = TargetFolder.Open(context, plan.Target);
            // A plan that cannot be applied any more is neither shown nor asked about; what stood in its way from the start says more.
            if (plan.CanApply)
                await session.RequireFreshAsync(plan, token).ConfigureAwait(false);
            opened.Add(new TargetPlan(session, plan));
        }

        Target machine = plans[0].Target.Machine ?? plans[0].Target;
        return new HostPlans(plans[0].Target.Machine is null ? opened[0].Session : TargetFolder.Open(context, machine), opened);
    }

    private static async Task<IReadOnlyList<Plan>> LoadAsync(CommandContext context, string path, CancellationToken token) =>
        Directory.Exists(path)
            ? throw PlanErrors.PlanPathIsFolder(path)
            : await Activation.Plan.LoadAllAsync(path, context.Environment.Providers, token).ConfigureAwait(false);
}
