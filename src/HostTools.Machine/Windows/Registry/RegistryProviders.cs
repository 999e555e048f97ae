using System.Text.Json;
using HostTools.Activation;
using HostTools.Activation.Resources;

namespace HostTools.Machine.Windows;

/// <summary>Keys of the registry. They come and go with what is in them, so nothing is said of those that are there already.</summary>
internal sealed class RegistryKeyProvider(Target target, WindowsMachine? windows)
    : ThingProvider<RegistryKeyResource, RegistryKeyState>(target, windows is null ? null : new RegistryKeys(windows.Registry))
{
    public override string Kind => RegistryKeyResource.KindName;

    public override Phase Phase => Phase.Files;

    protected override bool IsQuiet => true;

    public override Resource ReadResource(JsonElement json, int version) => new RegistryKeyResource(Checked(json.Text("path")));

    protected override void WriteResource(Utf8JsonWriter writer, RegistryKeyResource resource) => writer.WriteString("path", resource.Path);

    protected override RegistryKeyState Wanted(RegistryKeyResource desired, RegistryKeyState now, Recorded? recorded) => new(true);

    protected override string? RiskOf(string key) => null;

    private static string Checked(string key) => RegistryPath.IsCanonical(key) ? key : throw new FormatException($"has '{key}' where a key of the registry is expected");
}

/// <summary>Values of the registry.</summary>
internal sealed class RegistryValueProvider(Target target, WindowsMachine? windows)
    : ThingProvider<RegistryValueResource, RegistryValueState>(target, windows is null ? null : new RegistryValues(windows.Registry))
{
    public override string Kind => RegistryValueResource.KindName;

    public override Phase Phase => Phase.Files;

    public override Resource ReadResource(JsonElement json, int version)
    {
        (string key, string name) = RegistryPath.Split(RegistryPath.Join(json.Text("key"), json.Text("name")));
        return new RegistryValueResource(key, name, RegistryValueState.Read(json).Data);
    }

    protected override void WriteResource(Utf8JsonWriter writer, RegistryValueResource resource)
    {
        writer.WriteString("key", resource.Key);
        writer.WriteString("name", resource.Name);
        new RegistryValueState(resource.Data).Write(writer);
    }

    protected override RegistryValueState Wanted(RegistryValueResource desired, RegistryValueState now, Recorded? recorded) => new(desired.Data);

    protected override string? RiskOf(string key) => WindowsRisk.OfKey(key);
}
