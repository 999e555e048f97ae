using System.Runtime.CompilerServices;
using HostTools.Commands.Framework;
using HostTools.Facts;
using HostTools.Platform;
using HostTools.Virtualization;

namespace HostTools.Commands;

/// <summary>An IOMMU group with its devices.</summary>
/// <param name="Number">The kernel's number.</param>
/// <param name="Devices">By address.</param>
public sealed record IommuGroup(int Number, IReadOnlyList<PciDevice> Devices)
{
    /// <summary>How its memory is mapped now; null where that is not told.</summary>
    public string? Type { get; init; }

    /// <summary>Memory that the firmware or hardware keeps: start, end and kind in one line each.</summary>
    public IReadOnlyList<string> ReservedRegions { get; init; } = [];

    /// <summary>One line per device: address, identifier, what it is, and its driver.</summary>
    public IReadOnlyList<string> ToLines() =>
        [.. Devices.Select(static device => $"{device.Address.Short()} [{device.Id}] {device.Name ?? device.Kind}{(device.Driver is null ? string.Empty : $" ({device.Driver})")}")];
}

/// <summary>Shows which devices can only be given to a virtual machine together.</summary>
/// <remarks>
/// <para>One object per IOMMU group, with its devices and their drivers. A group goes to a guest as a whole; bridges in it stay with the host and
/// are in nobody's way.</para>
/// <para>Reads this machine, a root file system in a folder, or a text that somebody pasted: lspci -nnk, lspci -vmm, scripts that print groups, kernel
/// messages. Nothing is changed and no program is started.</para>
/// </remarks>
/// <example>
/// <para>Groups of a machine that somebody showed.</para>
/// <code lang="pwsh">Get-Content ./listings/toaster.txt | Get-IommuGroup</code>
/// <code lang="sh">hosttools vfio groups --path listings/toaster.txt</code>
/// </example>
/// <example>
/// <para>The group of the graphics card only.</para>
/// <code lang="pwsh">Get-IommuGroup 14 -Path ./listings/toaster.txt | ForEach-Object Devices</code>
/// <code lang="sh">hosttools vfio groups 14 --path listings/toaster.txt --output json</code>
/// </example>
[Command("Get", "IommuGroup", Effect = Effect.Read, Cli = "vfio groups")]
public sealed class GetIommuGroup : HardwareCommand, ICommand<IommuGroup>
{
    /// <summary>Numbers of groups; all when none is given.</summary>
    [Argument(Position = 0)]
    public int[] Number { get; set; } = [];

    /// <inheritdoc/>
    public async IAsyncEnumerable<IommuGroup> RunAsync(CommandContext context, [EnumeratorCancellation] CancellationToken token)
    {
        await Task.Yield();
        PassthroughQuestion question = Ask(context).Question;
        Dictionary<int, IommuGroupFacts> known = question.Facts.Iommu.Groups.ToDictionary(static group => group.Number);
        IommuGroup[] groups =
        [
            .. question.Facts.Pci.Where(static device => device.IommuGroup is not null).GroupBy(static device => device.IommuGroup!.Value).OrderBy(static group => group.Key)
                .Select(group => new IommuGroup(group.Key, [.. group]) { Type = known.GetValueOrDefault(group.Key)?.Type, ReservedRegions = known.GetValueOrDefault(group.Key)?.ReservedRegions ?? [] }),
        ];
        if (groups.Length == 0)
            throw new HostToolsException(Missing(question));
        foreach (int number in Number.Except(groups.Select(static group => group.Number)))
            context.Error(PassthroughErrors.IommuGroupNotFound(number));
        foreach (IommuGroup group in groups.Where(group => Number.Length == 0 || Number.Contains(group.Number)))
        {
            token.ThrowIfCancellationRequested();
            yield return group;
        }
    }

    private static HostError Missing(PassthroughQuestion question)
    {
        (string evidence, string remedy) = !question.TellsGroups
            ? ("The listing says none.", "Add what a script for IOMMU groups prints, or 'lspci -nnvv' as root.")
            : PassthroughTest.WithoutGroups(question.Facts) ?? ("The machine has no PCI device.", "On a virtual machine or a board without PCI there is nothing to give away.");
        return PassthroughErrors.IommuGroupsMissing(evidence, remedy);
    }
}
