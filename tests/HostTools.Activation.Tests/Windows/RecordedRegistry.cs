using HostTools.Machine;
using HostTools.Machine.Windows;
using HostTools.Platform;

namespace HostTools.Activation.Tests.Windows;

/// <summary>A registry that is a file, and refuses what it is told to.</summary>
internal sealed class RecordedRegistry(string file) : IRegistry
{
    /// <summary>Keys below which nothing may be read or written.</summary>
    public string Refused { get; set; } = "nothing";

    /// <summary>How often programs were told of new variables.</summary>
    public int Announced { get; private set; }

    public bool HasKey(string key) => Ask(key, memory => memory.Keys.ContainsKey(key));

    public bool IsEmpty(string key) => Ask(key, memory =>
        (!memory.Keys.TryGetValue(key, out SortedDictionary<string, string[]>? values) || values.Count == 0) && !memory.Keys.Keys.Any(other => other.StartsWith(key + "\\", StringComparison.OrdinalIgnoreCase)));

    public RegistryData? Read(string key, string name) => Ask(key, memory =>
        memory.Keys.TryGetValue(key, out SortedDictionary<string, string[]>? values) && values.TryGetValue(name, out string[]? data)
            ? new RegistryData(Enum.Parse<RegistryType>(data[0]), data[1..]) : null);

    public void CreateKey(string key) => Change(key, memory =>
    {
        foreach (string path in RegistryPath.Above(key).Prepend(key))
            memory.Keys.TryAdd(path, new(StringComparer.OrdinalIgnoreCase));
    });

    public void DeleteKey(string key)
    {
        if (!IsEmpty(key))
            throw new HostToolsException(MachineErrors.RegistryRefused("Removing", key, "it has subkeys"));
        Change(key, memory => memory.Keys.Remove(key));
    }

    public void Write(string key, string name, RegistryData data)
    {
        if (!HasKey(key))
            throw new HostToolsException(MachineErrors.RegistryRefused("Writing", key, "the key is not there"));
        Change(key, memory => memory.Keys[key][name] = [data.Type.ToString(), .. data.Parts]);
    }

    public void Delete(string key, string name) => Change(key, memory => memory.Keys.GetValueOrDefault(key)?.Remove(name));

    public void AnnounceEnvironment() => Announced++;

    private T Ask<T>(string key, Func<WindowsMemory, T> question)
    {
        if (key.StartsWith(Refused, StringComparison.OrdinalIgnoreCase))
            throw new HostToolsException(MachineErrors.RegistryRefused("Opening", key, "Requested registry access is not allowed."));
        return question(WindowsMemory.Load(file));
    }

    private void Change(string key, Action<WindowsMemory> change) => Ask(key, memory =>
    {
        change(memory);
        memory.Save(file);
        return true;
    });
}
