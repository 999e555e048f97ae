using System.Runtime.CompilerServices;
using HostTools.Activation;
using HostTools.Commands.Framework;
using HostTools.Configuration;
using HostTools.Platform;

namespace HostTools.Commands;

/// <summary>Shows what applying a host would change on a target, and writes nothing to it.</summary>
/// <remarks>
/// <para>Evaluates the host, renders it to files, directories, links and commands, looks at the target and compares. Every change names the
/// place in the configuration that asked for it, and shows a difference of text where there is one.</para>
/// <para>Without -Root it is the machine one sits at: with root rights all of it, otherwise only one's own home.</para>
/// <para>One plan for the machine, then one for the home of each user of the host that has or had something in it. A home keeps its own
/// generations, in the home; with root rights all in it is done with its user's rights.</para>
/// <para>A plan that is saved with -OutFile can be looked at by others and applied later; it is refused when the target has changed since.</para>
/// </remarks>
/// <example>
/// <para>What would happen to a folder.</para>
/// <code lang="pwsh">Get-HostPlan toaster -Root ./out</code>
/// <code lang="sh">hosttools plan toaster --root ./out</code>
/// </example>
/// <example>
/// <para>A new host's plan on one page.</para>
/// <code lang="pwsh">Get-HostPlan toaster -Root ./out -Short</code>
/// <code lang="sh">hosttools plan toaster --root ./out --short</code>
/// </example>
/// <example>
/// <para>Save the plan, and apply exactly it.</para>
/// <code lang="pwsh">Get-HostPlan toaster -Root ./out -OutFile ./toaster.plan.json | Out-Null; Invoke-HostPlan -Path ./toaster.plan.json -Confirm:$false</code>
/// <code lang="sh">hosttools plan toaster --root ./out --out-file ./toaster.plan.json &amp;&amp; hosttools apply --path ./toaster.plan.json --yes</code>
/// </example>
/// <example>
/// <para>Only the home of one user.</para>
/// <code lang="pwsh">Get-HostPlan toaster -User draxel -Root ./out</code>
/// <code lang="sh">hosttools plan toaster --user draxel --root ./out</code>
/// </example>
/// <example>
/// <para>Only the paths that change.</para>
/// <para lang="sh">The whole plan, for programs.</para>
/// <code lang="pwsh">(Get-HostConfig toaster | Get-HostPlan -Root ./out).Changes.Path</code>
/// <code lang="sh">hosttools plan toaster --root ./out --output json</code>
/// </example>
[Command("Get", "HostPlan", Effect = Effect.Read, Cli = "plan", DefaultSet = "Name")]
public sealed class GetHostPlan : ICommand<Plan>
{
    /// <summary>Name of the host; the one called like this machine when not given.</summary>
    [Argument(Position = 0, Set = "Name", Aliases = ["HostName"], Completer = typeof(HostNameCompleter))]
    public string? Name { get; set; }

    /// <summary>An evaluated host, as Get-HostConfig emits it.</summary>
    [Argument(Mandatory = true, Pipeline = Pipeline.Value, Set = "Config", Faces = Faces.PowerShell)]
    public HostConfig? Config { get; set; }

    /// <summary>Folder that stands for the root of the target's file system; made when it is absent. Without one it is the machine itself.</summary>
    [Argument(Path = PathKind.New)]
    public string? Root { get; set; }

    /// <summary>Folder for generations and journal, when they shall not lie in the target itself.</summary>
    [Argument(Path = PathKind.New)]
    public string? State { get; set; }

    /// <summary>Folder of the configuration tree; the nearest one at or above the current location when not given.</summary>
    [Argument(Set = "Name", Path = PathKind.Literal)]
    public string? Path { get; set; }

    /// <summary>Values for the parameters that the tree declares; they win over environment variables.</summary>
    [Argument(Set = "Name", Cli = "param", Completer = typeof(ParameterNameCompleter))]
    public IReadOnlyDictionary<string, string> Parameter { get; set; } = new Dictionary<string, string>();

    /// <summary>What the configuration is for: host, container, wsl or vm; the host's own when not given.</summary>
    [Argument(Set = "Name", Completer = typeof(TargetCompleter))]
    public string? Target { get; set; }

    /// <summary>Modules to import besides the host's own, to see what would be: names, or files of the tree. The tree is not changed.</summary>
    [Argument(Set = "Name", Completer = typeof(ModuleNameCompleter))]
    public string[] Import { get; set; } = [];

    /// <summary>One of the variants that the host declares, in place of the host itself.</summary>
    [Argument(Set = "Name", Completer = typeof(VariantCompleter))]
    public string? Variant { get; set; }

    /// <summary>Only the home of this user, in place of the machine and the homes of all its users.</summary>
    [Argument(Completer = typeof(HomeCompleter))]
    public string? User { get; set; }

    /// <summary>Only the machine, without the homes of its users.</summary>
    [Argument]
    public bool MachineOnly { get; set; }

    /// <summary>File to save the plans in; what it holds is applied together.</summary>
    [Argument(Path = PathKind.New)]
    public string? OutFile { get; set; }

    /// <summary>Wait this long for others who work on the target, for example 30s, before giving up on saving the plans; 0s to 1d. Not at all when not given.</summary>
    [Argument]
    public Duration? Wait { get; set; }

    /// <summary>Tell plans in short: what is only added is counted and named by folder, and differences of text are counted.</summary>
    [Argument]
    public bool Short { get; set; }

    /// <summary>Exit with 2 when there are changes.</summary>
    [Argument(Faces = Faces.Cli)]
    public bool ExitCode { get; set; }

    /// <inheritdoc/>
    public async IAsyncEnumerable<Plan> RunAsync(CommandContext context, [EnumeratorCancellation] CancellationToken token)
    {
        LockWait? wait = Waiting.For(context, Wait);
        HostConfig config = Config ?? HostSource.Open(context, Path, Parameter, Target, Import, Variant).Require(Name, token);
        HostPlans found = await HostPlanner.PlanAsync(context, config, new PlanScope(Root, State, User, MachineOnly), token).ConfigureAwait(false);
        Plan[] plans = [.. found.Plans.Select(static planned => planned.Plan)];
        if (OutFile is not null && plans.Length > 0)
        {
            await Plan.SaveAllAsync(plans, OutFile, wait, token).ConfigureAwait(false);
            context.Note(plans.Length == 1 ? $"Saved the plan in '{OutFile}'." : $"Saved {plans.Length} plans in '{OutFile}'.");
        }

        if (plans.Any(static plan => !plan.CanApply))
            context.ExitCode = 1;
        else if (ExitCode && plans.Any(static plan => plan.HasChanges))
            context.ExitCode = 2;
        foreach (Plan plan in plans)
            yield return Short ? plan.InShort() : plan;
    }
}
