using System.Security.Cryptography;
using System.Text;
using HostTools.Activation;

namespace HostTools.Machine.Accounts;

/// <summary>How an account, a group or a membership is.</summary>
/// <param name="Line">
/// A user's line of passwd; a group's of group without its members; a membership's group and user. Null when there is none.
/// </param>
public sealed record AccountState(string? Line) : ResourceState
{
    /// <summary>There is no such account.</summary>
    public static AccountState Absent { get; } = new((string?)null);

    /// <inheritdoc/>
    public override bool IsAbsent => Line is null;

    /// <inheritdoc/>
    public override string Hash => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Line ?? string.Empty)));

    /// <summary>A field of the line, from 0; empty when there is none.</summary>
    internal string Field(int index) => Line?.Split(':') is { } fields && index < fields.Length ? fields[index] : string.Empty;

    /// <summary>The same line with another field.</summary>
    internal AccountState With(int index, string value)
    {
        string[] fields = (Line ?? string.Empty).Split(':');
        fields[index] = value;
        return new AccountState(string.Join(':', fields));
    }
}
