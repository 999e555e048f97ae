using System.Text.Json;
using HostTools.Activation;

namespace HostTools.Machine.Windows;

/// <summary>A scheduled task; its definition is null when there is none.</summary>
/// <param name="Xml">The definition, as it was given or taken from Windows.</param>
internal sealed record TaskState(string? Xml) : ThingState, IThingState<TaskState>
{
    private const string User = "UserId = ";

    private IReadOnlyList<string>? _lines;

    public static TaskState Absent { get; } = new((string?)null);

    /// <summary>Folders above that were not there either, the outermost first. They go with the task while nothing else is in them.</summary>
    public IReadOnlyList<string> Missing { get; init; } = [];

    /// <summary>Names of the accounts that the definition has numbers of.</summary>
    public IReadOnlyDictionary<string, string> Users { get; init; } = new Dictionary<string, string>();

    public override bool IsAbsent => Xml is null;

    public override string Hash => Xml is null ? string.Empty : string.Join('\n', Lines).ToUpperInvariant();

    public override string InWords => Xml is null ? "absent" : string.Join('\n', Lines);

    /// <summary>What the definition means.</summary>
    public IReadOnlyList<string> Lines => _lines ??= Xml is null ? [] : TaskXml.Lines(Xml, Users);

    public static TaskState Read(JsonElement json)
    {
        var state = new TaskState(json.OptionalText("xml"))
        {
            Missing = [.. json.Texts("missing").Select(Checked)],
            Users = json.Optional("users") is { ValueKind: JsonValueKind.Object } users
                ? users.EnumerateObject().ToDictionary(static user => user.Name, static user => user.Value.GetString() ?? string.Empty) : new Dictionary<string, string>(),
        };
        _ = state.Lines; // What is no definition is refused here rather than by Windows.
        return state;
    }

    public void Write(Utf8JsonWriter writer)
    {
        if (Xml is not null)
            writer.WriteString("xml", Xml);
        writer.WriteStartArray("missing");
        foreach (string folder in Missing)
            writer.WriteStringValue(folder);
        writer.WriteEndArray();
        writer.WriteStartObject("users");
        foreach ((string number, string name) in Users.OrderBy(static user => user.Key, StringComparer.Ordinal))
            writer.WriteString(number, name);
        writer.WriteEndObject();
    }

    /// <summary>Windows gives an account back with the name of the machine or domain in front, where it was given without.</summary>
    public bool IsMetBy(TaskState now) => Hash == now.Hash || WithNamesOf(now).Hash == now.Hash;

    private TaskState WithNamesOf(TaskState now)
    {
        Dictionary<string, string> whole = [];
        foreach (string name in Accounts().Where(static name => !name.Contains('\\', StringComparison.Ordinal)))
        {
            if (now.Accounts().FirstOrDefault(known => known.EndsWith("\\" + name, StringComparison.OrdinalIgnoreCase)) is { } full)
                whole[name] = full;
        }

        return new TaskState(Xml) { Users = whole };
    }

    private IEnumerable<string> Accounts() => Lines.Where(static line => line.Contains(User, StringComparison.Ordinal)).Select(static line => line[(line.IndexOf(User, StringComparison.Ordinal) + User.Length)..]);

    public bool Equals(TaskState? other) => other is not null && Hash == other.Hash;

    public override int GetHashCode() => Hash.GetHashCode(StringComparison.Ordinal);

    private static string Checked(string folder) => TaskPath.Parse(folder).Path == folder ? folder : throw new FormatException($"has '{folder}' where a folder of tasks is expected");
}
