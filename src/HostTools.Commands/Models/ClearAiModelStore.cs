using System.Globalization;
using System.Runtime.CompilerServices;
using HostTools.Activation;
using HostTools.Commands.Framework;
using HostTools.Models;
using HostTools.Platform;

namespace HostTools.Commands;

/// <summary>Takes out of a store of AI models what nothing needs any more.</summary>
/// <remarks>
/// <para>Needed is what is installed, what a configuration declares, and what a generation that is kept would bring back. Nothing goes while
/// somebody fetches a model, or when it cannot be told what is needed. Downloads that were given up a week ago go as well.</para>
/// </remarks>
/// <example>
/// <para>How much would become free.</para>
/// <code lang="pwsh">Clear-AiModelStore -Store ./models -Root ./out -WhatIf</code>
/// <code lang="sh">hosttools model clean --store ./models --root ./out --what-if</code>
/// </example>
/// <example>
/// <para>Only as much as is above 200 GiB, what was not used for longest first.</para>
/// <code lang="pwsh">Clear-AiModelStore -Store ./models -Root ./out -Quota 200GiB -Confirm:$false</code>
/// <code lang="sh">hosttools model clean --store ./models --root ./out --quota 200GiB --yes</code>
/// </example>
[Command("Clear", "AiModelStore", Effect = Effect.Destroy, Cli = "model clean")]
public sealed class ClearAiModelStore : StoreCommand, ICommand<StoreSweep>
{
    /// <summary>The store may stay this large, such as 200GiB; all that nothing needs goes when not given.</summary>
    [Argument]
    public ByteSize? Quota { get; set; }

    /// <summary>Folder whose generations count as well; every target that was given models of the store counts anyway, and this machine when not given.</summary>
    [Argument(Path = PathKind.New)]
    public string? Root { get; set; }

    /// <summary>Emit what was removed.</summary>
    [Argument]
    public bool PassThru { get; set; }

    /// <inheritdoc/>
    public async IAsyncEnumerable<StoreSweep> RunAsync(CommandContext context, [EnumeratorCancellation] CancellationToken token)
    {
        ViewSite site = Open(context);
        if (!Directory.Exists(site.Store.Directory))
        {
            context.Note($"There is no store '{site.Store.Directory}'.");
            yield break;
        }

        string[] roots = [.. Sessions(context).Concat(Registered(context, new StoreRoots(site.Store))).SelectMany(ModelRoots.Of).Distinct()];
        var collector = new StoreCollector(site.Store, context.Environment.Clock);
        StoreSweep sweep = collector.Find(roots, Quota);
        if (sweep.Snapshots.Count + sweep.Blobs.Count + sweep.Leftovers.Count == 0)
        {
            context.Note($"Everything in '{site.Store.Directory}' is needed.");
            yield break;
        }

        var change = new ProposedChange(
            string.Create(CultureInfo.InvariantCulture, $"Remove {sweep.Freed.Bytes:#,0} bytes from {site.Store.Directory}"),
            [.. sweep.Snapshots.Select(static snapshot => $"- {snapshot.Source} at {snapshot.Version}"), .. sweep.Leftovers.Select(static path => $"- {path}")]);
        if (!await context.ConfirmAsync(change).ConfigureAwait(false))
            yield break;
        using StoreUse alone = StoreUse.TryBeAlone(site.Store) ?? throw new HostToolsException(ModelErrors.StoreInUse(site.Store.Directory));
        // Somebody may have shown one of them since it was asked.
        sweep = collector.Find(roots, Quota);
        collector.Remove(sweep);
        context.Note(string.Create(CultureInfo.InvariantCulture, $"Removed {sweep.Freed.Bytes:#,0} bytes."));
        if (PassThru)
            yield return sweep;
    }

    private IEnumerable<ActivationSession> Sessions(CommandContext context)
    {
        Target machine = Root is null ? Target.ThisMachine() : Target.Folder(Root);
        yield return TargetFolder.Open(context, machine);
        if (Root is null && !Environment.IsPrivilegedProcess)
            yield return TargetFolder.Open(context, Target.Home(machine, Environment.UserName));
    }

    /// <summary>Targets that the store knows of. One that is gone needs nothing.</summary>
    private static IEnumerable<ActivationSession> Registered(CommandContext context, StoreRoots roots)
    {
        foreach (StoreRoot root in roots.All())
        {
            if (!Directory.Exists(root.Directory) || (root.State is not null && !Directory.Exists(root.State)))
            {
                context.Note($"'{root.State ?? root.Directory}' was given models of this store and is gone, so none of its generations counts.");
                continue;
            }

            Target machine = TargetFolder.Of(root.Directory, root.State);
            yield return TargetFolder.Open(context, root.User is null ? machine : Target.Home(machine, root.User, root.Home));
        }
    }
}
