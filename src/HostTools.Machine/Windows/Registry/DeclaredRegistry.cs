using HostTools.Activation.Resources;
using HostTools.Configuration;
using HostTools.Platform;

namespace HostTools.Machine.Windows;

/// <summary>Renders <c>windows.registry</c>.</summary>
internal sealed class DeclaredRegistry(HostConfig config, ModuleSource library, ResourceSet into, List<HostError> errors)
{
    // As regedit calls the value without a name.
    private const string Nameless = "(Default)";

    // Capitals do not make another key; the first way to write one stands for all.
    private readonly Dictionary<string, string> _spelled = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Adds every value, its key, and the keys above.</summary>
    public void Realise()
    {
        foreach (Entry entry in Entry.Of(config, "windows", "registry"))
        {
            (string? key, string? why) = RegistryPath.Parse(entry.Name);
            if (key is null)
                errors.Add(MachineErrors.RegistryKeyInvalid(entry.Name, why ?? "it is none", entry.OriginsOf()));
            else if (config.Meta.User is not null && !key.StartsWith(@"HKCU\", StringComparison.Ordinal))
                errors.Add(MachineErrors.RegistryKeyInvalid(entry.Name, "a home has the keys of its user, below HKCU; declare it for the host", entry.OriginsOf()));
            else if (config.Meta.User is null && key.StartsWith(@"HKCU\", StringComparison.Ordinal))
                errors.Add(MachineErrors.RegistryKeyInvalid(entry.Name, "HKCU is of whoever applies; declare it in the home of the user", entry.OriginsOf()));
            else
                AddKey(entry, Spelled(key));
        }
    }

    private string Spelled(string key)
    {
        string spelled = RegistryPath.Above(key).FirstOrDefault() is { } above ? Spelled(above) + key[key.LastIndexOf('\\')..] : key;
        _spelled.TryAdd(spelled, spelled);
        return _spelled[spelled];
    }

    private void AddKey(Entry entry, string key)
    {
        (Entry Value, RegistryData? Data)[] values = [.. Entry.Of(config, [.. entry.Option.Split('.'), entry.Name, "values"]).Select(value => (value, DataOf(key, value)))];
        // A key that only has values to take away need not be made for that.
        bool isNeeded = values.Length == 0 || values.Any(static value => value.Data is not null);
        if (isNeeded)
            AddKeys(key, entry.CausesOf(library));
        foreach ((Entry value, RegistryData? data) in values)
        {
            into.Add(new RegistryValueResource(key, NameOf(value), data)
            {
                Origins = value.CausesOf(library),
                After = isNeeded ? [new ResourceId(RegistryKeyResource.KindName, key)] : [],
            });
        }
    }

    /// <summary>Also those above, so that each that is made goes again once it is empty.</summary>
    private void AddKeys(string key, IReadOnlyList<Origin> origins)
    {
        foreach (string path in RegistryPath.Above(key).Prepend(key))
        {
            string? parent = RegistryPath.Above(path).FirstOrDefault();
            into.Add(new RegistryKeyResource(path) { Origins = origins, After = parent is null ? [] : [new ResourceId(RegistryKeyResource.KindName, parent)] });
        }
    }

    private RegistryData? DataOf(string key, Entry value)
    {
        if (value.Text("ensure") == "Absent")
            return null;
        object? given = value.Values.GetValueOrDefault("data");
        RegistryType type = value.Text("type") is { } word ? Enum.Parse<RegistryType>(word) : Inferred(given);
        RegistryData data = RegistryText.Parse(type, Entry.TextsOf(given));
        string? why = given is null ? "it has no data; give it some, or 'ensure: Absent'" : RegistryText.Refuse(data) ?? (RegistryPath.IsName(NameOf(value)) ? null : "its name is longer than 16383 characters, or holds a NUL");
        if (why is not null)
            errors.Add(MachineErrors.RegistryDataInvalid(key, value.Name, why, value.OriginsOf("data")));
        return data;
    }

    private static RegistryType Inferred(object? given) => given switch
    {
        long => RegistryType.Dword,
        string or null => RegistryType.String,
        _ => RegistryType.MultiString,
    };

    private static string NameOf(Entry value) => string.Equals(value.Name, Nameless, StringComparison.OrdinalIgnoreCase) ? string.Empty : value.Name;
}
