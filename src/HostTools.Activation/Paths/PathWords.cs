using HostTools.Activation.Resources;

namespace HostTools.Activation;

/// <summary>Differences between states in words.</summary>
internal static class PathWords
{
    /// <summary>What differs in mode and owner: <c>mode is 0600, should be 0644</c>.</summary>
    public static string MetadataDifference(PathState now, PathState wanted)
    {
        var words = new List<string>();
        if (wanted.Mode >= 0 && wanted.Mode != now.Mode)
            words.Add($"mode is {PathStateJson.Octal(now.Mode)}, should be {PathStateJson.Octal(wanted.Mode)}");
        if (wanted.UserId >= 0 && wanted.UserId != now.UserId)
            words.Add($"owner is {now.UserId}, should be {wanted.UserId}");
        if (wanted.GroupId >= 0 && wanted.GroupId != now.GroupId)
            words.Add($"group is {now.GroupId}, should be {wanted.GroupId}");
        return string.Join("; ", words);
    }

    /// <summary>The first place a resource was asked for at.</summary>
    public static Platform.Origin? FirstOrigin(Resource? resource) => resource is { Origins: [var first, ..] } ? first : null;
}
