using System.Runtime.CompilerServices;
using HostTools.Commands.Framework;
using HostTools.Machine.Boot;
using HostTools.Platform;

namespace HostTools.Commands;

/// <summary>Lists the entries of the boot menu: Limine, systemd-boot, GRUB.</summary>
/// <remarks>
/// <para>Reads the loader's files as the loader does, in its order: the entry that starts when nobody chooses, the one chosen for the next start,
/// kernels, parameters, and which entries HostTools wrote. Unified kernel images count as entries of systemd-boot.</para>
/// <para>What is wrong with the files is warned about: configurations that another one shadows, entries whose kernel is not there.
/// Nothing is changed and no program is started. Reading the EFI system partition often needs root.</para>
/// </remarks>
/// <example>
/// <para>The menu of this machine.</para>
/// <code lang="pwsh">Get-BootEntry</code>
/// <code lang="sh">hosttools boot list</code>
/// </example>
/// <example>
/// <para>Kernel parameters of the entry that starts by default, of a root file system in a folder.</para>
/// <para lang="sh">All entries of a root file system in a folder, for programs.</para>
/// <code lang="pwsh">(Get-BootEntry -Root ./out | Where-Object IsDefault).Parameters</code>
/// <code lang="sh">hosttools boot list --root ./out --output json</code>
/// </example>
[Command("Get", "BootEntry", Effect = Effect.Read, Cli = "boot list")]
public sealed class GetBootEntry : ICommand<BootEntry>
{
    /// <summary>Ids of entries, with wildcards; all when none is given.</summary>
    [Argument(Position = 0, Pipeline = Pipeline.ValueOrProperty, Wildcards = true, Completer = typeof(BootEntryCompleter), Aliases = ["Name"])]
    public string[] Id { get; set; } = [];

    /// <summary>A folder that holds a root file system, to read instead of this machine.</summary>
    [Argument(Path = PathKind.Literal)]
    public string? Root { get; set; }

    /// <inheritdoc/>
    public async IAsyncEnumerable<BootEntry> RunAsync(CommandContext context, [EnumeratorCancellation] CancellationToken token)
    {
        await Task.Yield();
        Root machine = MachineRoot.Open(context, Root);
        IReadOnlyList<BootMenu> menus = BootMenus.Read(machine);
        if (menus.Count == 0)
            context.Warning(BootErrors.BootLoaderMissing(machine.Directory).Message);
        foreach (string warning in menus.SelectMany(static menu => menu.Warnings))
            context.Warning(warning);
        BootEntry[] entries = [.. menus.SelectMany(static menu => menu.Entries)];
        foreach (string id in Id.DefaultIfEmpty("*"))
        {
            var pattern = new NamePattern(id);
            BootEntry[] found = [.. entries.Where(entry => pattern.IsMatch(entry.Id) || entry.Id == id)];
            if (found.Length == 0 && !pattern.HasWildcards)
                context.Error(BootErrors.BootEntryNotFound(id, entries));
            foreach (BootEntry entry in found)
            {
                token.ThrowIfCancellationRequested();
                yield return entry;
            }
        }
    }
}
