using HostTools.Platform;

namespace HostTools.Machine.Windows;

/// <summary>The variables of a machine, or of the user who applies, where Windows keeps them.</summary>
internal sealed class Variables(IRegistry registry, bool isMachine) : IThings<VariableState>
{
    /// <summary>Key of those of the machine.</summary>
    public const string MachineKey = @"HKLM\SYSTEM\CurrentControlSet\Control\Session Manager\Environment";

    /// <summary>Key of those of a user.</summary>
    public const string UserKey = @"HKCU\Environment";

    private const int LongestName = 255;

    private string Key => isMachine ? MachineKey : UserKey;

    /// <summary>A variable of Windows can have the name.</summary>
    public static bool IsName(string name) => name.Length is > 0 and <= LongestName && !name.Any(static c => c is '=' or '%' || char.IsControl(c));

    public Task<IReadOnlyList<VariableState>> ReadAsync(IReadOnlyList<string> keys, CancellationToken token) => Task.FromResult<IReadOnlyList<VariableState>>([.. keys.Select(Read)]);

    public Task WriteAsync(string key, VariableState state, Action<string> note, CancellationToken token)
    {
        if (Read(key).Hash != state.Hash)
        {
            if (state.Data is null)
                registry.Delete(Key, key);
            else
                registry.Write(Key, key, state.Data);
        }

        // Told again after a crash in between: nobody is harmed by looking twice.
        registry.AnnounceEnvironment();
        return Task.CompletedTask;
    }

    private VariableState Read(string name)
    {
        if (!IsName(name))
            throw new FormatException($"has '{name}' where a variable is expected");
        RegistryData? data = registry.Read(Key, name);
        return data is null or { Type: RegistryType.String or RegistryType.ExpandString }
            ? new VariableState(data)
            : throw new HostToolsException(MachineErrors.RegistryRefused("Reading", RegistryPath.Join(Key, name), $"it is a {data.Type} and no text"));
    }
}
