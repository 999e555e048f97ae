using System.Text.RegularExpressions;
using HostTools.Activation.Resources;
using HostTools.Configuration;

namespace HostTools.Machine.Tests.Library;

/// <summary>What features refuse, warn about, and do for each other; what they give is in golden/library.</summary>
public sealed partial class FeatureTests
{
    [Theory]
    [InlineData("hardware/intel", "modules.hardware.intel.gpu: { enable: true, driver: xe, guc: 3 }", "modules.hardware.intel.gpu.guc is a setting of i915")]
    [InlineData("hardware/audio", "modules.hardware.audio: { sampleRate: 96000, allowedRates: [48000] }", "which is not among allowedRates")]
    [InlineData("networking/base", "networking: { useNetworkd: true, networkmanager.enable: true }", "would both set up the declared interfaces")]
    [InlineData("networking/bridge", "modules.networking.bridge.enable: true", "`ip -brief link` lists what there is")]
    [InlineData("networking/bridge", "modules.networking.bridge: { enable: true, interface: eno1, useDHCP: false }", "needs one way to its address")]
    [InlineData("networking/bridge", "modules.networking.bridge: { enable: true, interface: eno1, gateway: 10.0.0.1 }", "has no effect with DHCP")]
    [InlineData("networking/tailscale", "services.tailscale: { enable: true, extraUpFlags: [--ssh] }", "extraUpFlags has no effect without authKeyFile")]
    [InlineData("networking/tailscale", "services.tailscale: { enable: true, extraSetFlags: [--auth-key=tskey-abc] }", "for everybody to read")]
    [InlineData("services/flatpak", "services.flatpak.remotes: { x: \"http://example.org/x.flatpakrepo\" }", "a source is the https address")]
    [InlineData("services/ollama", "services.ollama.loadModels: [\"a;b\"]", "'a;b' in services.ollama.loadModels is no name of a model")]
    [InlineData("services/sunshine", "services.sunshine.settings: { Name: x }", "services.sunshine.settings.Name is one line")]
    [InlineData("desktop/gnome, desktop/plasma", "modules.desktop: { gnome.enable: true, plasma.enable: true }", "are both on, and there is one screen")]
    [InlineData("desktop/gdm", "services.displayManager.autoLogin.user: ann", "has no effect without a display manager")]
    [InlineData("desktop/gnome", "modules.desktop.gnome.extensions: [\"a'b\"]", "is no name of an extension")]
    [InlineData("virtualization/libvirt", "virtualisation.libvirtd.qemu.settings: { user: 'a\"b' }", "'user' of virtualisation.libvirtd is one line without quotes")]
    [InlineData("system/packages", "modules.system.packages.groups: [bogus]", "'bogus' in modules.system.packages.groups is no group. There are essential, kubernetes, development, extras, and full for all")]
    [InlineData("system/users", "modules.system.users.admins: [ann]", "'ann' in modules.system.users.admins is no user of this host.")]
    public void Mistake_IsNamed(string imports, string line, string expected) =>
        Assert.Contains(expected, Trees.Errors($"imports: [{imports}]\nconfig:\n  {line}\n"), StringComparison.Ordinal);

    [Theory]
    [InlineData("services/ollama", "services.ollama: { enable: true, openFirewall: true, host: 0.0.0.0 }", "use and delete models without a password")]
    [InlineData("services/printing", "services.printing: { enable: true, openFirewall: true }", "where CUPS listens for this machine only")]
    [InlineData("virtualization/libvirt", "virtualisation.libvirtd: { enable: true, qemu.runAsRoot: true }", "makes every virtual machine a process of root")]
    public void Doubtful_IsWarnedOf(string imports, string line, string expected) =>
        Assert.Contains(expected, Assert.Single(Trees.Evaluate($"imports: [{imports}]\nconfig:\n  {line}\n").Require().Warnings).Message, StringComparison.Ordinal);

    [Fact]
    public void OneDesktopsLogin_ServesBoth()
    {
        Realised host = Trees.Realise("imports: [desktop/gnome, desktop/plasma]\nconfig:\n  modules.desktop: { gnome.enable: true, plasma: { enable: true, displayManager: false } }\n");
        Assert.Equal("/usr/lib/systemd/system/gdm.service", host.Link("/etc/systemd/system/display-manager.service"));
    }

    [Fact]
    public void VideoDriver_IsNvidiasWhereBothAre() =>
        Assert.Contains("LIBVA_DRIVER_NAME=\"nvidia\"", Trees.Realise(
            "imports: [hardware/intel, hardware/nvidia]\nconfig:\n  system.distribution: arch\n  modules.hardware: { intel.gpu.enable: true, nvidia.enable: true }\n")
            .Text("/etc/environment.d/60-hosttools.conf"), StringComparison.Ordinal);

    [Theory]
    [InlineData("[]", "essential")]
    [InlineData("[kubernetes]", "essential,kubernetes")]
    [InlineData("[extras, essential, kubernetes, extras]", "essential,kubernetes,extras")]
    [InlineData("[\" development\", \"\"]", "essential,development")]
    [InlineData("[kubernetes, full]", "essential,kubernetes,development,extras")]
    public void PackageGroups_AreChosen(string groups, string expected)
    {
        Realised host = Trees.Realise($"imports: [system/packages]\nconfig:\n  modules.system.packages.groups: {groups}\n");
        Assert.True(host.Config.TryGet(out object? chosen, "modules", "system", "packages", "chosen"));
        Assert.Equal(expected.Split(','), ((System.Collections.IEnumerable)chosen!).Cast<object>());
        Assert.Equal(expected.Contains("kubernetes", StringComparison.Ordinal), host.Set.Resources.Any(static resource => resource.Id == new ResourceId("package", "kubectl")));
    }

    /// <summary>A command is a list, and lists of two modules follow each other: the trigger would run both commands as one.</summary>
    [Fact]
    public void Trigger_IsDefinedByOneModule()
    {
        Dictionary<string, string> definedBy = [];
        foreach (string name in ShapeTests.Names())
        {
            string text = File.ReadAllText(Path.Combine(Trees.Repository, "modules", name + ".yaml"));
            foreach (string trigger in Triggers(text[Math.Max(0, text.IndexOf("\nconfig:", StringComparison.Ordinal))..]).Distinct())
                Assert.True(definedBy.TryAdd(trigger, name), $"'{trigger}' is defined by {definedBy[trigger]} and {name}.");
        }

        Assert.Contains("systemd-reload", definedBy.Keys);
        Assert.Contains("udev-rules", definedBy.Keys);
        Assert.Contains("sshd", definedBy.Keys);
    }

    private static IEnumerable<string> Triggers(string text) =>
        SingleTrigger().Matches(text).Select(static match => match.Groups[1].Value)
            .Concat(TriggerBlock().Matches(text).SelectMany(static match => match.Groups[2].Captures.Select(static capture => capture.Value)));

    [GeneratedRegex(@"activation\.triggers\.([a-z-]+):")]
    private static partial Regex SingleTrigger();

    [GeneratedRegex(@"\n( *)activation\.triggers:\n(?:\1  ([a-z-]+):.*\n(?:\1   .*\n)*)+")]
    private static partial Regex TriggerBlock();
}
