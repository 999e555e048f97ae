using System.Runtime.CompilerServices;
using HostTools.Commands.Framework;
using HostTools.Machine.Boot;
using HostTools.Platform;

namespace HostTools.Commands;

/// <summary>Chooses what the boot loader starts: by default, or the next time only.</summary>
/// <remarks>
/// <para>Limine gets another <c>default_entry</c>, systemd-boot another <c>default</c> in loader.conf, or bootctl tells the firmware; GRUB gets
/// another entry in its environment block. One line changes, every other byte of the file stays.</para>
/// <para>What cannot be kept is refused with a reason: Limine has no start of one entry for one time, and GRUB cannot forget one again on
/// file systems that it only reads. modules.system.boot.default declares the same for good.</para>
/// </remarks>
/// <example>
/// <para>What would change so that the entry 'Linux' of a root file system in a folder starts by default.</para>
/// <code lang="pwsh">Set-BootEntry Linux -Default -Root ./out -WhatIf</code>
/// <code lang="sh">hosttools boot set Linux --default --root ./out --what-if</code>
/// </example>
[Command("Set", "BootEntry", Effect = Effect.Change, Cli = "boot set")]
public sealed class SetBootEntry : ICommand<BootEntry>
{
    /// <summary>Id of the entry, as Get-BootEntry (hosttools boot list) shows it.</summary>
    [Argument(Position = 0, Mandatory = true, Pipeline = Pipeline.Property, Completer = typeof(BootEntryCompleter), Aliases = ["Name"])]
    public string Id { get; set; } = string.Empty;

    /// <summary>Start it whenever nobody chooses.</summary>
    [Argument]
    public bool Default { get; set; }

    /// <summary>Start it the next time, and then again what was started before.</summary>
    [Argument]
    public bool Once { get; set; }

    /// <summary>A folder that holds a root file system, to change instead of this machine.</summary>
    [Argument(Path = PathKind.Literal)]
    public string? Root { get; set; }

    /// <summary>Emit the entry as it is afterwards.</summary>
    [Argument]
    public bool PassThru { get; set; }

    /// <inheritdoc/>
    public async IAsyncEnumerable<BootEntry> RunAsync(CommandContext context, [EnumeratorCancellation] CancellationToken token)
    {
        if (Default == Once)
            throw new HostToolsException(BootErrors.BootChoiceMissing(Id));
        Root machine = MachineRoot.Open(context, Root);
        BootEntry entry = Find(machine);
        BootEntry? before = BootMenus.Read(machine).First(menu => menu.Loader == entry.Loader).Default;
        BootChange change = Default ? BootChoice.Default(machine, Root is null, entry) : BootChoice.Once(machine, Root is null, entry);
        if (change.Warning is { } warning)
            context.Warning(warning);
        if (!change.IsNothing)
        {
            var proposed = new ProposedChange(Default ? $"Start '{entry.Title}' by default" : $"Start '{entry.Title}' the next time", change.Lines, Impact.Medium);
            if (!await context.ConfirmAsync(proposed).ConfigureAwait(false))
                yield break;
            await change.ApplyAsync(machine, context.Environment.Processes, token).ConfigureAwait(false);
            context.Note(Default && before is not null ? $"'{entry.Title}' starts by default. Before it was '{before.Id}', which 'hosttools boot set --default' brings back." : $"'{entry.Title}' starts {(Default ? "by default" : "the next time")}.");
        }

        if (PassThru)
            yield return Find(machine);
    }

    private BootEntry Find(Root machine)
    {
        IReadOnlyList<BootMenu> menus = BootMenus.Read(machine);
        if (menus.Count == 0)
            throw new HostToolsException(BootErrors.BootLoaderMissing(machine.Directory));
        BootEntry[] entries = [.. menus.SelectMany(static menu => menu.Entries)];
        return entries.FirstOrDefault(entry => entry.Id == Id) ?? throw new HostToolsException(BootErrors.BootEntryNotFound(Id, entries));
    }
}
