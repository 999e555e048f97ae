using System.Runtime.CompilerServices;
using HostTools.Commands.Framework;
using HostTools.Facts;
using HostTools.Platform;
using HostTools.Virtualization;

namespace HostTools.Commands;

/// <summary>Says whether a device can be given to a virtual machine: yes, yes if, or no because.</summary>
/// <remarks>
/// <para>One object per device, with the answer, the functions that go together, and every finding with its identifier (VFIO001 to VFIO022), what was
/// seen and what helps. It looks at groups, at what the host needs itself, at drivers, resets, firmware and settings; docs/how-to/vfio.md lists all checks.</para>
/// <para>Reads this machine, a root file system in a folder, or a text that somebody pasted; a text says less, and what it leaves open counts against the device.
/// Nothing is changed and no program is started. As root it also sees which programs of others have a card open.</para>
/// </remarks>
/// <example>
/// <para>The graphics cards of a machine that somebody showed.</para>
/// <code lang="pwsh">Get-Content ./listings/toaster.txt | Test-VfioPassthrough</code>
/// <code lang="sh">hosttools vfio check --path listings/toaster.txt</code>
/// </example>
/// <example>
/// <para>One card, for a guest with 16 GiB.</para>
/// <code lang="pwsh">(Test-VfioPassthrough 01:00.0 -Memory 16GiB -Path ./listings/toaster.txt).Answer</code>
/// <code lang="sh">hosttools vfio check 01:00.0 --memory 16GiB --path listings/toaster.txt --exit-code</code>
/// </example>
[Command("Test", "VfioPassthrough", Effect = Effect.Read, Cli = "vfio check")]
public sealed class TestVfioPassthrough : HardwareCommand, ICommand<PassthroughVerdict>
{
    /// <summary>Addresses of devices, as in 01:00.0; all graphics cards when none is given.</summary>
    [Argument(Position = 0, Completer = typeof(PciAddressCompleter))]
    public string[] Device { get; set; } = [];

    /// <summary>The host may be without a picture while the guest runs, since somebody reaches it over the network.</summary>
    [Argument]
    public bool SingleGpu { get; set; }

    /// <summary>Memory of the guest, for example 16GiB, to see whether the host has it.</summary>
    [Argument]
    public ByteSize? Memory { get; set; }

    /// <summary>Exit with 2 when the answer for a device is no.</summary>
    [Argument(Faces = Faces.Cli)]
    public bool ExitCode { get; set; }

    /// <inheritdoc/>
    public async IAsyncEnumerable<PassthroughVerdict> RunAsync(CommandContext context, [EnumeratorCancellation] CancellationToken token)
    {
        await Task.Yield();
        (PassthroughQuestion question, _, Root? machine) = Ask(context);
        question = question with { IsSingleGpu = SingleGpu, Memory = Memory, Users = machine is null ? [] : DeviceUser.Read(machine) };
        PciDevice[] devices = Device.Length > 0 ? [.. Device.Select(text => Find(question, text))] : [.. question.Facts.Pci.Where(static device => device.IsGpu())];
        if (devices.Length == 0)
            throw new HostToolsException(PassthroughErrors.GraphicsCardNotFound());
        bool isNo = false;
        foreach (PciDevice device in devices)
        {
            token.ThrowIfCancellationRequested();
            PassthroughVerdict verdict = PassthroughTest.Of(question, device);
            isNo |= verdict.Answer == PassthroughAnswer.No;
            yield return verdict;
        }

        if (ExitCode && isNo)
            context.ExitCode = 2;
    }
}
