using System.Runtime.CompilerServices;
using HostTools.Commands.Framework;
using HostTools.Configuration;
using HostTools.Facts;
using HostTools.Machine.Adoption;
using HostTools.Platform;

namespace HostTools.Commands;

/// <summary>Writes what is true of a machine's hardware to hardware.yaml of a host.</summary>
/// <remarks>
/// <para>The file names distribution, modules of the initial RAM disk, processor, graphics, file systems by UUID and swap space, and imports the
/// modules of the library for them. Look it over, commit it, and import it in the host as ./hardware.yaml. Where a host of that name is in the
/// tree it has been evaluated with the file before anything is written.</para>
/// <para>The same machine gives the same file. One that a person has changed is only overwritten with -Force (--force), and
/// -Force -WhatIf (--force --what-if) shows what would change. Reading needs root where file systems or devices are hidden from others.</para>
/// </remarks>
/// <example>
/// <para>What it would write of this machine, and where it differs from what is there.</para>
/// <code lang="pwsh">Export-HostHardware nixos -WhatIf</code>
/// <code lang="sh">hosttools hardware export nixos --what-if</code>
/// </example>
/// <example>
/// <para>Of a root file system in a folder, such as a mounted disk.</para>
/// <code lang="pwsh">Export-HostHardware nixos -Root ./out -PassThru</code>
/// <code lang="sh">hosttools hardware export nixos --root ./out --pass-thru</code>
/// </example>
[Command("Export", "HostHardware", Effect = Effect.Change, Cli = "hardware export")]
public sealed class ExportHostHardware : MachineExportCommand, ICommand<ExportedFile>
{
    /// <summary>Name of the host; the machine's own name when not given.</summary>
    [Argument(Position = 0, Aliases = ["HostName"], Completer = typeof(HostNameCompleter))]
    public string? Name { get; set; }

    /// <summary>Overwrite a file that a person has changed.</summary>
    [Argument]
    public bool Force { get; set; }

    /// <summary>Emit the file.</summary>
    [Argument]
    public bool PassThru { get; set; }

    /// <inheritdoc/>
    public async IAsyncEnumerable<ExportedFile> RunAsync(CommandContext context, [EnumeratorCancellation] CancellationToken token)
    {
        (Root machine, TargetFacts facts, string name, ConfigurationTree tree) = Open(context, Name);
        string file = $"hosts/{name}/hardware.yaml";
        string full = System.IO.Path.Combine(tree.Directory, file);
        string text = HardwareText.Write(machine, facts);
        string? before = File.Exists(full) ? await File.ReadAllTextAsync(full, token).ConfigureAwait(false) : null;
        if (before == text)
        {
            context.Note($"'{file}' is as it should be.");
        }
        else
        {
            Try(context, tree, name, file, text, token);
            if (before is not null && !Force && !HardwareText.IsUntouched(before))
                throw ExportErrors.FileChangedByHand(file);
            var change = new ProposedChange($"Write the hardware of {machine.Directory} to {full}", TextLines.Difference(before, text, full), Impact.Medium);
            if (!await context.ConfirmAsync(change).ConfigureAwait(false))
                yield break;
            Directory.CreateDirectory(System.IO.Path.GetDirectoryName(full)!);
            TreeDraft.Replace(full, System.Text.Encoding.UTF8.GetBytes(text));
            context.Note($"Wrote '{file}'. Look it over, and import it in hosts/{name}/default.yaml as ./hardware.yaml.");
        }

        if (PassThru)
            yield return new ExportedFile(full, text.Length, before != text);
    }

    /// <summary>A host that is there has to evaluate with it; without one, an empty host does.</summary>
    private static void Try(CommandContext context, ConfigurationTree tree, string name, string file, string text, CancellationToken token)
    {
        using var draft = new TreeDraft(tree.Directory);
        bool isHost = tree.HostNames().Contains(name);
        draft.Write(file, text);
        if (!isHost)
            draft.Write($"hosts/{name}/default.yaml", "imports: [./hardware.yaml]\n");
        HostEvaluation evaluation = HostSource.Open(context, draft.Folder, new Dictionary<string, string>(), null, isHost ? [System.IO.Path.Combine(draft.Folder, file)] : []).Evaluate(name, token);
        // What the host still lacks is no fault of its hardware's, and this file may be what somebody needs to see it.
        var failed = evaluation.Errors.ToLookup(static error => error.Id == "AssertionFailed");
        if (failed[false].Any())
            throw new HostToolsException([.. evaluation.Errors.Select(error => HostErrors.OfHost(error, name))]);
        foreach (HostError assertion in failed[true])
            context.Warning($"Host '{name}' is not ready yet: {assertion.Message}");
    }
}

/// <summary>A file that was written, or would be.</summary>
/// <param name="Path">Absolute path.</param>
/// <param name="Length">Characters.</param>
/// <param name="Written">Whether it had to be written: it was missing, or different.</param>
public sealed record ExportedFile(string Path, int Length, bool Written)
{
    /// <summary>The path.</summary>
    public override string ToString() => Path;
}
