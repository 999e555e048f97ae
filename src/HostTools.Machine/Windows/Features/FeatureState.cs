using System.Text.Json;
using HostTools.Activation;

namespace HostTools.Machine.Windows;

/// <summary>How an optional feature is.</summary>
/// <param name="IsEnabled">It is there, or will be once Windows has started again; null when Windows has none of that name.</param>
internal sealed record FeatureState(bool? IsEnabled) : ThingState, IThingState<FeatureState>
{
    public static FeatureState Absent { get; } = new((bool?)null);

    /// <summary>Features that it needs are enabled as well; of one that is enabled they are.</summary>
    public bool IncludesParents { get; init; }

    /// <summary>All features that were disabled meanwhile, so that those that came along go as well when it is undone.</summary>
    public IReadOnlyList<string> Disabled { get; init; } = [];

    public override bool IsAbsent => IsEnabled is null;

    public override string Hash => IsEnabled?.ToString() ?? string.Empty;

    public override string InWords => IsEnabled switch { true => "enabled", false => "disabled", _ => "absent" };

    public static FeatureState Read(JsonElement json) => new(json.Optional("enabled") is null ? null : json.Flag("enabled"))
    {
        IncludesParents = json.Flag("parents"),
        Disabled = [.. json.Texts("disabled").Select(static name => OptionalFeatures.IsName(name) ? name : throw new FormatException($"has '{name}' where a feature is expected"))],
    };

    public void Write(Utf8JsonWriter writer)
    {
        if (IsEnabled is { } enabled)
            writer.WriteBoolean("enabled", enabled);
        writer.WriteBoolean("parents", IncludesParents);
        writer.WriteStartArray("disabled");
        foreach (string name in Disabled)
            writer.WriteStringValue(name);
        writer.WriteEndArray();
    }

    public FeatureState Like(FeatureState other) => this with { Disabled = other.IncludesParents ? Disabled : [] };
}
