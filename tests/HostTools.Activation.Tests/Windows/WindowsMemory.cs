using System.Text.Json;

namespace HostTools.Activation.Tests.Windows;

/// <summary>What a Windows that only answers remembers, in a file: a process that is killed forgets nothing.</summary>
internal sealed class WindowsMemory
{
    private static readonly JsonSerializerOptions s_readable = new() { WriteIndented = true };

    /// <summary>Keys of the registry, each with its values: type first, then the parts.</summary>
    public SortedDictionary<string, SortedDictionary<string, string[]>> Keys { get; init; } = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Services: what <c>sc.exe qc</c> says of their start, and whether they run.</summary>
    public SortedDictionary<string, (string Start, bool IsRunning)> Services { get; init; } = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Definitions of scheduled tasks by place.</summary>
    public SortedDictionary<string, string> Tasks { get; init; } = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Folders of tasks.</summary>
    public SortedSet<string> Folders { get; init; } = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Optional features with their states.</summary>
    public SortedDictionary<string, string> Features { get; init; } = new(StringComparer.OrdinalIgnoreCase);

    public static WindowsMemory Load(string file)
    {
        var memory = new WindowsMemory();
        if (!File.Exists(file))
            return memory;
        using var json = JsonDocument.Parse(File.ReadAllText(file));
        foreach (JsonProperty key in json.RootElement.GetProperty("keys").EnumerateObject())
            memory.Keys[key.Name] = new(key.Value.EnumerateObject().ToDictionary(static value => value.Name, static value => value.Value.EnumerateArray().Select(Text).ToArray()), StringComparer.OrdinalIgnoreCase);
        foreach (JsonProperty service in json.RootElement.GetProperty("services").EnumerateObject())
            memory.Services[service.Name] = (Text(service.Value[0]), service.Value[1].GetBoolean());
        foreach (JsonProperty task in json.RootElement.GetProperty("tasks").EnumerateObject())
            memory.Tasks[task.Name] = Text(task.Value);
        foreach (JsonElement folder in json.RootElement.GetProperty("folders").EnumerateArray())
            memory.Folders.Add(Text(folder));
        foreach (JsonProperty feature in json.RootElement.GetProperty("features").EnumerateObject())
            memory.Features[feature.Name] = Text(feature.Value);
        return memory;
    }

    /// <summary>As one change, as each call to Windows is.</summary>
    public void Save(string file)
    {
        var all = new
        {
            keys = Keys,
            services = Services.ToDictionary(static service => service.Key, static service => new object[] { service.Value.Start, service.Value.IsRunning }),
            tasks = Tasks,
            folders = Folders,
            features = Features,
        };
        File.WriteAllText(file + ".new", JsonSerializer.Serialize(all, s_readable));
        File.Move(file + ".new", file, overwrite: true);
    }

    private static string Text(JsonElement value) => value.GetString() ?? string.Empty;
}
