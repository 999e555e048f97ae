using HostTools.Platform;

namespace HostTools.Machine.Windows;

/// <summary>The registry of a home that another user applies to: <c>HKCU</c> would be his own.</summary>
internal sealed class RegistryOfAnother(string user) : IRegistry
{
    public bool HasKey(string key) => throw Refused();

    public bool IsEmpty(string key) => throw Refused();

    public RegistryData? Read(string key, string name) => throw Refused();

    public void CreateKey(string key) => throw Refused();

    public void DeleteKey(string key) => throw Refused();

    public void Write(string key, string name, RegistryData data) => throw Refused();

    public void Delete(string key, string name) => throw Refused();

    public void AnnounceEnvironment() => throw Refused();

    private HostToolsException Refused() => new(MachineErrors.RegistryOfAnother(user));
}
