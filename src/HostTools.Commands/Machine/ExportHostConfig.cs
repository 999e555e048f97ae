using System.Runtime.CompilerServices;
using HostTools.Activation;
using HostTools.Commands.Framework;
using HostTools.Configuration;
using HostTools.Facts;
using HostTools.Machine.Adoption;
using HostTools.Platform;

namespace HostTools.Commands;

/// <summary>Turns what a machine has into a first host, which plans to no change there.</summary>
/// <remarks>
/// <para>Takes over people and their groups, packages that somebody asked for, enabled and masked units, files in /etc that no package brought or
/// that somebody changed, time zone, and mounts. It writes hosts/NAME with default.yaml, hardware.yaml and files/. Before that the host has been
/// evaluated and planned for the machine: applying it records a generation and changes nothing else.</para>
/// <para>Emits what was left out, each with the reason, and with -PassThru (--pass-thru) what was taken over as well. Passwords, private keys and
/// files that not everybody may read are never taken, nor are links followed out of the root. A host that exists is never overwritten.</para>
/// </remarks>
/// <example>
/// <para>This machine as a host of the tree; what it would write.</para>
/// <code lang="pwsh">Export-HostConfig den -Root ./out -WhatIf</code>
/// <code lang="sh">hosttools config export den --root ./out --what-if</code>
/// </example>
/// <example>
/// <para>A root file system in a folder, and the files of it that were left out.</para>
/// <code lang="pwsh">Export-HostConfig den -Root ./out | Where-Object Kind -eq file</code>
/// <code lang="sh">hosttools config export den --root ./out</code>
/// </example>
[Command("Export", "HostConfig", Effect = Effect.Change, Cli = "config export")]
public sealed class ExportHostConfig : MachineExportCommand, ICommand<AdoptedItem>
{
    private const int MostRounds = 4;

    /// <summary>Name of the new host; the machine's own name when not given.</summary>
    [Argument(Position = 0, Aliases = ["HostName"])]
    public string? Name { get; set; }

    /// <summary>Emit what was taken over, too.</summary>
    [Argument]
    public bool PassThru { get; set; }

    /// <inheritdoc/>
    public async IAsyncEnumerable<AdoptedItem> RunAsync(CommandContext context, [EnumeratorCancellation] CancellationToken token)
    {
        (Root machine, TargetFacts facts, string name, ConfigurationTree tree) = Open(context, Name);
        string folder = System.IO.Path.Combine(tree.Directory, "hosts", name);
        if (Directory.Exists(folder))
            throw EditorErrors.AlreadyThere([$"hosts/{name}"]);
        context.Progress(new ProgressReport($"Reading {machine.Directory}", "accounts, packages, units, files"));
        var adoption = new HostAdoption(machine, facts, name, context.Environment.Processes);
        IReadOnlyList<string> changes = await SettleAsync(context, tree, adoption, machine, token).ConfigureAwait(false);
        if (changes.Count > 0)
            throw ExportErrors.HostWouldChange(name, changes);
        IReadOnlyDictionary<string, byte[]> files = adoption.Files();
        var change = new ProposedChange(
            $"Write the host '{name}' of {machine.Directory} to {folder}",
            [.. files.Keys.Select(file => $"+ {System.IO.Path.Combine(folder, file)}"), .. adoption.Items.Where(static item => item.Outcome == AdoptionOutcome.LeftOut).Select(static item => $". left out: {item}")], Impact.Medium);
        if (!await context.ConfirmAsync(change).ConfigureAwait(false))
            yield break;
        Publish(folder, files);
        int adopted = adoption.Items.Count(static item => item.Outcome == AdoptionOutcome.Adopted);
        context.Note($"Wrote the host '{name}' with {PlanApplier.Count(adopted, "thing")} of the machine; {adoption.Items.Count - adopted} were left out. It changes nothing there.");
        foreach (AdoptedItem item in adoption.Items.Where(item => PassThru || item.Outcome == AdoptionOutcome.LeftOut))
            yield return item;
    }

    /// <summary>Plans the host for the machine and gives it back whatever would change, until nothing does.</summary>
    /// <returns>What would still change.</returns>
    private static async Task<IReadOnlyList<string>> SettleAsync(CommandContext context, ConfigurationTree tree, HostAdoption adoption, Root machine, CancellationToken token)
    {
        using var draft = new TreeDraft(tree.Directory);
        IReadOnlyList<PlanChange> changes = [];
        draft.Replace($"hosts/{adoption.Name}", adoption.Files());
        adoption.TakeFiles(Evaluate(context, draft, adoption.Name, token).TryGet(out object? etc, "environment", "etc") && etc is ConfigMap declared ? [.. declared.Keys] : []);
        for (int round = 0; round < MostRounds; round++)
        {
            draft.Replace($"hosts/{adoption.Name}", adoption.Files());
            HostConfig config = Evaluate(context, draft, adoption.Name, token);
            bool isRenamed = KeepPackageNames(config, adoption);
            Plan plan = await PlanAsync(context, config, machine, token).ConfigureAwait(false);
            changes = [.. plan.Changes.Where(static change => change.Action is not (ChangeAction.Adopt or ChangeAction.None) || change.Reason.StartsWith("cannot", StringComparison.Ordinal))];
            if (changes.Count == 0 && plan.Errors.Count > 0)
                return [.. plan.Errors.Select(static error => error.Message)];
            if (changes.Count == 0 && !isRenamed)
                return [];
            bool isKept = false;
            foreach (PlanChange change in changes.Where(static change => change.Kind is "file" or "link"))
                isKept |= adoption.Keep(change.Path, Declared(config, change.Path));
            if (!isKept && !isRenamed)
                break;
        }

        return [.. changes.Select(static change => change.Summary)];
    }

    private static HostConfig Evaluate(CommandContext context, TreeDraft draft, string name, CancellationToken token) =>
        HostSource.Open(context, draft.Folder, new Dictionary<string, string>(), null).Evaluate(name, token).Require();

    private static string[] Declared(HostConfig config, string path) => !path.StartsWith("/etc/", StringComparison.Ordinal) ? [] :
        [.. ((string[])["text", "link", "format"]).Where(key => config.TryGet(out object? value, "environment", "etc", path[5..], key) && value is not null)];

    /// <summary>A machine's package is meant by its name there, even where the library knows the name as another one's.</summary>
    private static bool KeepPackageNames(HostConfig config, HostAdoption adoption)
    {
        if (!config.TryGet(out object? names, "environment", "nativePackages") || names is not ConfigMap map ||
            !config.TryGet(out object? value, "system", "distribution") || value is not string distribution)
            return false;
        string[] wrong = [.. map.Where(static pair => pair.Value is System.Collections.IEnumerable native and not string && !native.Cast<object?>().SequenceEqual([pair.Key])).Select(static pair => pair.Key)];
        foreach (string name in wrong)
            adoption.Rename(name, distribution);
        return wrong.Length > 0;
    }

    /// <summary>Planning writes nothing, so the machine it runs on can be planned for as well.</summary>
    private static async Task<Plan> PlanAsync(CommandContext context, HostConfig config, Root machine, CancellationToken token)
    {
        DirectoryInfo state = Directory.CreateTempSubdirectory("hosttools-state-");
        try
        {
            var target = Activation.Target.Folder(machine.Directory, state.FullName);
            var session = new ActivationSession(target, context.Environment.Clock, context.Environment.Processes, context.Environment.Providers(target));
            return await PlanMaker.PlanAsync(context, config, session, token).ConfigureAwait(false);
        }
        finally
        {
            state.Delete(recursive: true);
        }
    }

    /// <summary>All files or none: they come into being beside their place and move there at once.</summary>
    private static void Publish(string folder, IReadOnlyDictionary<string, byte[]> files)
    {
        string draft = folder + ".new";
        if (Directory.Exists(draft))
            throw EditorErrors.AlreadyThere([draft]);
        try
        {
            foreach ((string file, byte[] bytes) in files)
            {
                string path = System.IO.Path.Combine(draft, file);
                Directory.CreateDirectory(System.IO.Path.GetDirectoryName(path)!);
                File.WriteAllBytes(path, bytes);
            }

            Directory.Move(draft, folder);
        }
        catch
        {
            if (Directory.Exists(draft))
                Directory.Delete(draft, recursive: true);
            throw;
        }
    }
}
