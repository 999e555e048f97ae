using HostTools.Platform;

namespace HostTools.Machine.Windows;

/// <summary>The registry of a Windows. Keys are written like <c>HKLM\Software\Example</c>; capitals do not matter. Thread-safe.</summary>
/// <remarks>Whatever it refuses is a <see cref="HostToolsException"/> with RegistryRefused.</remarks>
internal interface IRegistry
{
    /// <summary>A key is there.</summary>
    bool HasKey(string key);

    /// <summary>A key has neither values nor keys below it; true as well when it is not there.</summary>
    bool IsEmpty(string key);

    /// <summary>What a value holds; null when it or its key is not there.</summary>
    RegistryData? Read(string key, string name);

    /// <summary>Makes a key where it is absent, and those above it.</summary>
    void CreateKey(string key);

    /// <summary>Removes a key that is empty; nothing happens to one that is not there.</summary>
    void DeleteKey(string key);

    /// <summary>Writes a value; its key has to be there.</summary>
    void Write(string key, string name, RegistryData data);

    /// <summary>Removes a value; nothing happens when it is not there.</summary>
    void Delete(string key, string name);

    /// <summary>Tells running programs that variables of the environment have changed.</summary>
    void AnnounceEnvironment();
}
