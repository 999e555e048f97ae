using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using HostTools.Activation;
using HostTools.Activation.Resources;
using HostTools.Platform;

namespace HostTools.Machine.Accounts;

/// <summary>Rules and texts that accounts of all kinds share.</summary>
internal static partial class AccountWords
{
    public static string NoFiles(Target target) => $"'{target.Root.Directory}' has no {AccountFiles.Passwd} and {AccountFiles.Group}";

    public static string[] Members(string groupLine) =>
        groupLine.Split(':').ElementAtOrDefault(3)?.Split(',', StringSplitOptions.RemoveEmptyEntries) ?? [];

    /// <summary>Groups a user is a member of, and the one of his own name.</summary>
    public static IEnumerable<string> GroupsOf(AccountFiles files, string user) => files.Entries(AccountFiles.Group)
        .Where(fields => fields[0] == user || fields.ElementAtOrDefault(3)?.Split(',').Contains(user) == true).Select(static fields => fields[0]);

    /// <summary>A number is never taken from somebody, nor changed: files belong to numbers.</summary>
    public static HostError? NumberProblem(Resource desired, int? wanted, AccountState now, IEnumerable<string[]> entries)
    {
        if (wanted is not { } number)
            return null;
        string text = number.ToString(CultureInfo.InvariantCulture);
        if (!now.IsAbsent)
            return now.Field(2) == text ? null : MachineErrors.NumberDiffers(desired.Id, now.Field(2), text, desired.Origins);
        return entries.FirstOrDefault(fields => fields.ElementAtOrDefault(2) == text) is [var owner, ..]
            ? MachineErrors.NumberTaken(desired.Id, text, owner, desired.Origins)
            : null;
    }

    /// <summary>Whether it may stand in an account file: what useradd accepts.</summary>
    public static bool IsName(string text) => NamePattern().IsMatch(text);

    /// <summary>A name from a file, which must not smuggle fields or lines in.</summary>
    public static string ReadName(JsonElement json, string name) =>
        json.Text(name) is var text && IsName(text) ? text : throw new FormatException($"has no name of a user or group as '{name}'");

    /// <summary>A field from a file, which must not smuggle fields or lines in.</summary>
    public static string? ReadField(JsonElement json, string name) =>
        json.OptionalText(name) is not { } text ? null
        : text.AsSpan().IndexOfAny(':', '\n', '\0') < 0 ? text
        : throw new FormatException($"has a colon or line end in '{name}'");

    [GeneratedRegex("^[A-Za-z_][A-Za-z0-9_.-]{0,31}$")]
    private static partial Regex NamePattern();
}
