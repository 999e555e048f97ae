using HostTools.Activation.Resources;

namespace HostTools.Activation;

/// <summary>Differences between states in words.</summary>
internal static class PathWords
{
    /// <summary>What differs in mode and owner: <c>mode is 0600, should be 0644</c> where it was asked for, else <c>was 0644 when applied</c>.</summary>
    public static string MetadataDifference(PathState now, PathState wanted, Resource? resource)
    {
        (bool mode, bool owner, bool group) = resource switch
        {
            FileResource file => (file.Mode is not null, file.Owner is not null, file.Group is not null),
            SecretResource secret => (true, secret.Owner is not null, secret.Group is not null),
            DirectoryResource directory => (directory.Mode is not null, directory.Owner is not null, directory.Group is not null),
            _ => (true, true, true),
        };
        var words = new List<string>();
        if (wanted.Mode >= 0 && wanted.Mode != now.Mode)
            words.Add($"mode is {PathStateJson.Octal(now.Mode)}, {Should(mode, PathStateJson.Octal(wanted.Mode))}");
        if (wanted.UserId >= 0 && wanted.UserId != now.UserId)
            words.Add($"owner is {now.UserId}, {Should(owner, $"{wanted.UserId}")}");
        if (wanted.GroupId >= 0 && wanted.GroupId != now.GroupId)
            words.Add($"group is {now.GroupId}, {Should(group, $"{wanted.GroupId}")}");
        return string.Join("; ", words);
    }

    /// <summary>The first place a resource was asked for at.</summary>
    public static Platform.Origin? FirstOrigin(Resource? resource) => resource is { Origins: [var first, ..] } ? first : null;

    private static string Should(bool isDeclared, string value) => isDeclared ? $"should be {value}" : $"was {value} when applied";
}
