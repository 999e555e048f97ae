namespace HostTools.Machine.Windows;

/// <summary>Keys of a registry. Only empty ones are removed: whatever else is in one is somebody's.</summary>
internal sealed class RegistryKeys(IRegistry registry) : IThings<RegistryKeyState>
{
    public Task<IReadOnlyList<RegistryKeyState>> ReadAsync(IReadOnlyList<string> keys, CancellationToken token) =>
        Task.FromResult<IReadOnlyList<RegistryKeyState>>([.. keys.Select(key => new RegistryKeyState(registry.HasKey(Checked(key))))]);

    public Task WriteAsync(string key, RegistryKeyState state, Action<string> note, CancellationToken token)
    {
        if (state.IsThere)
            registry.CreateKey(Checked(key));
        else if (registry.IsEmpty(Checked(key)))
            registry.DeleteKey(key);
        else
            note($"The key '{key}' was left: others have put something into it.");
        return Task.CompletedTask;
    }

    private static string Checked(string key) => RegistryPath.IsCanonical(key) ? key : throw new FormatException($"has '{key}' where a key of the registry is expected");
}

/// <summary>Values of a registry.</summary>
internal sealed class RegistryValues(IRegistry registry) : IThings<RegistryValueState>
{
    public Task<IReadOnlyList<RegistryValueState>> ReadAsync(IReadOnlyList<string> keys, CancellationToken token) =>
        Task.FromResult<IReadOnlyList<RegistryValueState>>([.. keys.Select(RegistryPath.Split).Select(place => new RegistryValueState(registry.Read(place.Key, place.Name)))]);

    public Task WriteAsync(string key, RegistryValueState state, Action<string> note, CancellationToken token)
    {
        (string path, string name) = RegistryPath.Split(key);
        if (state.Data is null)
            registry.Delete(path, name);
        else
            registry.Write(path, name, state.Data);
        return Task.CompletedTask;
    }
}
