using System.Runtime.CompilerServices;
using System.Xml.Linq;
using HostTools.Commands.Framework;
using HostTools.Platform;
using HostTools.Virtualization;

namespace HostTools.Commands;

/// <summary>Defines virtual machines now: those that are declared, or one from a file.</summary>
/// <remarks>
/// <para>A declared machine gets what an apply would give it: its definition for this host, missing disks, whether it starts with the host. No generation is
/// made; the next apply finds the machine as it should be.</para>
/// <para>A file is XML of libvirt. A machine of that name keeps its identity where the file has no uuid of its own; another one is not replaced without -Force.
/// What is known to go wrong with it is warned about, as Test-HostVm says it.</para>
/// <para>A machine that is defined so already is left alone. One that runs goes on as it is until its next start.</para>
/// </remarks>
/// <example>
/// <para>What would be defined from a file.</para>
/// <code lang="pwsh">Register-HostVm -File ./listings/server.xml -ConnectionUri test:///default -WhatIf</code>
/// <code lang="sh">hosttools vm register --file listings/server.xml --connect test:///default --what-if</code>
/// </example>
[Command("Register", "HostVm", Effect = Effect.Change, Cli = "vm register")]
public sealed class RegisterHostVm : VmTreeCommand, ICommand<HostVm>
{
    /// <summary>Names of declared machines, with wildcards; all of the host when neither they nor a file are given.</summary>
    [Argument(Position = 0, Pipeline = Pipeline.ValueOrProperty, Wildcards = true, Completer = typeof(VmNameCompleter))]
    public string[] Name { get; set; } = [];

    /// <summary>A file with XML of libvirt, in place of what is declared.</summary>
    [Argument(Path = PathKind.Literal)]
    public string? File { get; set; }

    /// <summary>A file may replace a machine with another identity, or one that was defined from a configuration.</summary>
    [Argument]
    public bool Force { get; set; }

    /// <summary>Emit the machines as they are afterwards.</summary>
    [Argument]
    public bool PassThru { get; set; }

    /// <inheritdoc/>
    public async IAsyncEnumerable<HostVm> RunAsync(CommandContext context, [EnumeratorCancellation] CancellationToken token)
    {
        if (File is not null && (Name.Length > 0 || HostName is not null))
            throw new HostToolsException(VmErrors.VmSourceAmbiguous("names of declared machines, or a file (-File, --file)"));
        VmHost host = Open(context);
        var registrar = new VmRegistrar(host, context.Environment.Machine, context.Environment.Processes);
        foreach (Func<Task<VmDefinition>> definition in Definitions(context, registrar, token))
        {
            HostVm? now = await Attempt.OfAsync(context, async () => await DefineAsync(context, host, registrar, await definition().ConfigureAwait(false), token).ConfigureAwait(false)).ConfigureAwait(false);
            if (PassThru && now is not null)
                yield return now;
        }
    }

    private IEnumerable<Func<Task<VmDefinition>>> Definitions(CommandContext context, VmRegistrar registrar, CancellationToken token)
    {
        if (File is null)
            return DeclaredMachines.Of(context, this, token).Matching(context, Name).Select<VmResource, Func<Task<VmDefinition>>>(vm => () => registrar.OfAsync(vm, token));
        XElement xml = DomainFile.Load(File);
        foreach (HostVmFinding finding in DomainLint.Of(xml, File, host: null).Where(static finding => finding.Severity is not VmSeverity.Information))
            context.Warning($"{finding.Origin}: {finding.Rule}: {finding.Message} {finding.Fix}");
        return [() => registrar.OfAsync(xml, File, Force, token)];
    }

    private static async Task<HostVm?> DefineAsync(CommandContext context, VmHost host, VmRegistrar registrar, VmDefinition wanted, CancellationToken token)
    {
        foreach (string note in wanted.Notes)
            context.Warning($"The machine '{wanted.Name}': {note}.");
        IReadOnlyList<string> changes = await registrar.ChangesAsync(wanted, token).ConfigureAwait(false);
        if (changes.Count == 0)
            context.Note($"'{wanted.Name}' is defined so already.");
        else if (!await context.ConfirmAsync(new ProposedChange($"Define {wanted.Name}", changes, Impact.Medium)).ConfigureAwait(false))
            return null;
        Guid uuid;
        using (context.WhenSlow("Defining", wanted.Name))
            uuid = changes.Count == 0 ? (await host.ListAsync(token).ConfigureAwait(false)).First(machine => machine.Name == wanted.Name).Uuid : await registrar.DefineAsync(wanted, token).ConfigureAwait(false);
        HostVm? now = await host.ReadAsync(wanted.Name, uuid, token).ConfigureAwait(false);
        if (changes.Count > 0)
            context.Note(now is { NeedsRestart: true } ? $"Defined '{wanted.Name}'; it runs as before until its next start." : $"Defined '{wanted.Name}'.");
        return now;
    }
}
