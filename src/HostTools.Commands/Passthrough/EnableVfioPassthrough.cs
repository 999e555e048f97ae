using System.Runtime.CompilerServices;
using HostTools.Activation;
using HostTools.Commands.Framework;
using HostTools.Configuration;
using HostTools.Configuration.Editing;
using HostTools.Facts;
using HostTools.Platform;
using HostTools.Virtualization;

namespace HostTools.Commands;

/// <summary>Sets a host up to give devices to virtual machines, with a choice in the boot menu.</summary>
/// <remarks>
/// <para>Writes hosts/NAME/vfio.yaml, which names the devices by address and by what lies there, imports it in the host's own file, and applies the host's
/// machine: vfio-pci takes the devices in the initial RAM disk before their drivers can, when the machine is started by the entry for it. The usual entry
/// of the menu stays as it is. All of it is shown and asked about once; when anything fails, tree and machine are as they were.</para>
/// <para>Nothing is done where Test-VfioPassthrough (hosttools vfio check) says no. -Force (--force) goes past what may be put right later, such as groups that
/// the kernel has yet to make; no parameter goes past the loss of the only graphics card, a disk in use, the way to the network or the keyboard.</para>
/// </remarks>
/// <example>
/// <para>What it would do for a card of a machine that is a folder.</para>
/// <code lang="pwsh">Enable-VfioPassthrough 01:00.0 -HostName nixos -Root ./out -WhatIf</code>
/// <code lang="sh">hosttools vfio enable 01:00.0 --host-name nixos --root ./out --what-if</code>
/// </example>
[Command("Enable", "VfioPassthrough", Effect = Effect.Destroy, Cli = "vfio enable")]
public sealed class EnableVfioPassthrough : VfioCommand, ICommand<ApplyResult>
{
    /// <summary>Addresses of devices, as in 01:00.0, each with the rest of its card; the only graphics card that can go when none is given.</summary>
    [Argument(Position = 0, Completer = typeof(PciAddressCompleter))]
    public string[] Device { get; set; } = [];

    /// <summary>What the usual entry of the menu does: host leaves the devices to the host, vfio gives them away. The other mode gets an entry of its own.</summary>
    [Argument]
    public VfioMode DefaultMode { get; set; }

    /// <summary>Give the devices away at every start, with nothing to choose in the menu.</summary>
    [Argument]
    public bool Always { get; set; }

    /// <summary>What the menu shows in parentheses at an entry for the host; host when not given.</summary>
    [Argument]
    public string? HostLabel { get; set; }

    /// <summary>What the menu shows in parentheses at an entry for virtual machines; vfio when not given.</summary>
    [Argument]
    public string? VfioLabel { get; set; }

    /// <summary>Go past what may be put right later, and overwrite a vfio.yaml that a person has changed. What the host cannot do without is kept in any case.</summary>
    [Argument]
    public bool Force { get; set; }

    /// <inheritdoc/>
    public async IAsyncEnumerable<ApplyResult> RunAsync(CommandContext context, [EnumeratorCancellation] CancellationToken token)
    {
        (ConfigurationTree tree, string host) = OpenHost(context);
        Root machine = MachineRoot.Open(context, Root);
        TargetFacts facts = TargetFacts.Read(machine);
        PassthroughBinding binding = Choose(context, new PassthroughQuestion(facts) { Users = DeviceUser.Read(machine) });
        string file = FileOf(host);
        string? there = Existing(tree, file);
        string main = File.ReadAllText(System.IO.Path.Combine(tree.Directory, MainOf(host)));
        string plain = there is null ? main : Without(main, host, there);
        string imported = ListEdit.Add(plain, MainOf(host), "imports", ["./" + VfioFile.Name]);
        VfioWish wish = VfioWish.Of(facts, binding) with { IsAlways = Always, DefaultMode = DefaultMode, HostLabel = HostLabel, VfioLabel = VfioLabel };
        TextChange import = TextChange.Between(plain, imported);
        string text = VfioFile.Write(new VfioBoot(machine, facts, WithoutMenu(context, tree, host, imported, VfioFile.Write(wish with { BootLines = ["boot.menu.loader: !default limine"] }, import), token)).Fill(wish), import);
        IReadOnlyList<ApplyResult> results = await ChangeAsync(context, tree, host, $"Give {Names(binding)} to virtual machines, on {host}", draft =>
        {
            draft.Put(file, text);
            draft.Edit(MainOf(host), _ => imported);
        }, token).ConfigureAwait(false);
        if (results.Any(static result => !result.NothingToDo))
            context.Note(Always ? "The devices go to vfio-pci when the machine starts again." : $"Start the machine again by the menu's entry 'Linux ({(DefaultMode == VfioMode.Host ? VfioLabel ?? "vfio" : HostLabel ?? "host")})' to change over.");
        foreach (ApplyResult result in PassThru ? results : [])
            yield return result;
    }

    /// <summary>The host with the devices, to see how much of the boot menu it declares itself.</summary>
    private static HostConfig WithoutMenu(CommandContext context, ConfigurationTree tree, string host, string main, string text, CancellationToken token)
    {
        using var draft = new TreeDraft(tree.Directory);
        draft.Put(FileOf(host), text);
        draft.Edit(MainOf(host), _ => main);
        return HostSource.Open(context, draft.Folder, new Dictionary<string, string>(), null).Evaluate(host, token).Require();
    }

    /// <summary>What goes; refused where the host would lose what it needs, or it cannot be done.</summary>
    private PassthroughBinding Choose(CommandContext context, PassthroughQuestion question)
    {
        PciDevice[] devices = Device.Length > 0 ? [.. Device.Select(text => HardwareCommand.Find(question, text)).DistinctBy(static device => device.Address)] : [OnlyCard(question)];
        if (devices.FirstOrDefault(static device => device.IsBridge()) is { } bridge)
            throw new HostToolsException(PassthroughErrors.VfioDeviceIsBridge(bridge));
        PassthroughBinding binding = PassthroughBinding.Of(question, devices);
        if (binding.Lost.Count > 0)
            throw new HostToolsException(PassthroughErrors.VfioHostNeedsDevice(binding.Lost));
        if (binding.Obstacles.Count > 0 && !Force)
            throw new HostToolsException(PassthroughErrors.VfioImpossible(devices, binding.Obstacles));
        foreach (PassthroughCheck check in binding.Obstacles.Concat(binding.Warnings))
            context.Warning($"{check.Id}: {check.Evidence} {check.Remedy}");
        return binding;
    }

    private static PciDevice OnlyCard(PassthroughQuestion question)
    {
        PassthroughVerdict[] able = [.. PassthroughTest.OfGraphics(question).Where(static verdict => verdict.Answer != PassthroughAnswer.No)];
        // Where the machine starts with one of two, nobody means that one.
        PassthroughVerdict[] best = able.Length > 1 ? [.. able.Where(static verdict => verdict.Device.IsBootVga != true)] : able;
        return best.Length == 1 ? best[0].Device : throw new HostToolsException(PassthroughErrors.VfioDeviceAmbiguous([.. PassthroughTest.OfGraphics(question)], able.Length));
    }

    private string? Existing(ConfigurationTree tree, string file)
    {
        string path = System.IO.Path.Combine(tree.Directory, file);
        string? text = File.Exists(path) ? File.ReadAllText(path) : null;
        return text is null || Force || VfioFile.IsUntouched(text) ? text : throw new HostToolsException(PassthroughErrors.VfioFileChanged(file));
    }

    private static string Names(PassthroughBinding binding) =>
        string.Join(", ", binding.Functions.Select(static function => $"{function.Address.Short()} {function.Name ?? function.Kind}"));
}
