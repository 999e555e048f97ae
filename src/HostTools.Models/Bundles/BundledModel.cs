namespace HostTools.Models;

/// <summary>A model in a bundle.</summary>
/// <param name="Name">Name it was installed or declared by.</param>
/// <param name="Snapshot">What it is.</param>
public sealed record BundledModel(string Name, ModelSnapshot Snapshot)
{
    /// <summary>A name that is one part of a path on every system: letters, digits and <c>_.-</c>, neither <c>.</c> nor <c>-</c> in front, at most 200.</summary>
    public static bool IsName(string name) => name.Length is > 0 and <= 200 && name[0] is not ('.' or '-')
        && name.All(static letter => char.IsAsciiLetterOrDigit(letter) || letter is '_' or '.' or '-') && ModelPath.Problem(name) is null;
}
