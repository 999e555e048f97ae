using HostTools.Activation.Resources;

namespace HostTools.Machine.Accounts;

/// <summary>A group of the machine.</summary>
/// <param name="Name">Its name.</param>
public sealed record GroupResource(string Name) : Resource
{
    /// <summary>Its kind.</summary>
    public const string KindName = "group";

    /// <inheritdoc/>
    public override ResourceId Id => new(KindName, Name);

    /// <summary>Its number; null takes a free one when it is made, and leaves that of a group that is there.</summary>
    public int? Number { get; init; }

    /// <summary>Takes its number from the range of system groups.</summary>
    public bool IsSystem { get; init; }
}

/// <summary>A user of the machine. What is null is left as it is, and gets a sensible value in a new account.</summary>
/// <param name="Name">Login name.</param>
public sealed record UserResource(string Name) : Resource
{
    /// <summary>Its kind.</summary>
    public const string KindName = "user";

    /// <inheritdoc/>
    public override ResourceId Id => new(KindName, Name);

    /// <summary>Its number; null takes a free one.</summary>
    public int? Number { get; init; }

    /// <summary>A service rather than a person: a number of that range, no shell to log in with.</summary>
    public bool IsSystem { get; init; }

    /// <summary>Name of the primary group.</summary>
    public required string Group { get; init; }

    /// <summary>Home directory.</summary>
    public string? Home { get; init; }

    /// <summary>Shell to log in with.</summary>
    public string? Shell { get; init; }

    /// <summary>Full name or purpose.</summary>
    public string? Description { get; init; }
}

/// <summary>That a user belongs to a group beyond the primary one.</summary>
/// <param name="Group">The group's name.</param>
/// <param name="User">The user's name.</param>
public sealed record MemberResource(string Group, string User) : Resource
{
    /// <summary>Its kind.</summary>
    public const string KindName = "member";

    /// <inheritdoc/>
    public override ResourceId Id => new(KindName, $"{Group}:{User}");
}
