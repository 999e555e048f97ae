using System.Text.Json;
using HostTools.Platform;

namespace HostTools.Activation;

/// <summary>The file in a state directory that says that the current generation waits to be confirmed: the machine's for several targets, else the target's own.</summary>
/// <remarks>
/// It is there before the switch to the generation that it names, and says nothing until then, nor once that generation is not the current
/// one any more. So neither a kill before the switch nor one after going back leaves anything to clear up.
/// </remarks>
internal static class ConfirmationMarker
{
    private const string FilePath = "/confirm";
    private const int Version = 1;
    private const long MaximumSize = 1 << 20;

    /// <summary>What waits to be confirmed of a target, and in whose state that stands; null when nothing does.</summary>
    /// <exception cref="HostToolsException">ConfirmationDamaged.</exception>
    public static (Target Place, Confirmation Confirmation)? Find(Target target)
    {
        if (OwnOf(target) is { } own && IsInForce(target, own))
            return (target, own);
        return target.Machine is { } machine && Read(machine.State) is { } shared &&
            shared.Targets.Any(member => member.User == target.Identity.User) && IsInForce(machine, shared) ? (machine, shared) : null;
    }

    /// <summary>The target is still at the generation that waits.</summary>
    public static bool IsWaiting(Target place, UnconfirmedTarget member)
    {
        try
        {
            var files = new GenerationFiles(TargetOf(place, member));
            return files.CurrentNumber() == member.Generation && files.ReadHeader(member.Generation, member.Generation).CreatedAt == member.CreatedAt;
        }
        catch (Exception cause) when (cause is RootIOException or HostToolsException)
        {
            return false; // What is wrong with it is said by whoever works on it.
        }
    }

    /// <summary>What an apply that does not stay leaves in a state: of a second test the way back is that of the first, also for what only the first changed.</summary>
    /// <param name="place">Whose state it stands in.</param>
    /// <param name="options">How it is applied.</param>
    /// <param name="now">The moment.</param>
    /// <param name="user">Who asks.</param>
    /// <param name="made">What it changes.</param>
    public static Confirmation Of(Target place, ApplyOptions options, DateTimeOffset now, string user, IReadOnlyList<UnconfirmedTarget> made)
    {
        if (options.ConfirmWithin is { } time)
            return new Confirmation(now + time, user, made);
        IEnumerable<UnconfirmedTarget> earlier = Read(place.State) is { IsTest: true } found ? found.Targets.Where(member => IsWaiting(place, member)) : [];
        return new Confirmation(DateTimeOffset.MaxValue, user,
        [
            .. made.Select(member => TestOf(TargetOf(place, member)) is { } test ? member with { BaseGeneration = test.BaseGeneration } : member),
            .. earlier, // They count until the switch, and again where that comes to nothing.
        ])
        {
            Start = options.Start,
        };
    }

    /// <summary>The generation of a target that lasts until the next start; null where the current one stays.</summary>
    public static UnconfirmedTarget? TestOf(Target target) =>
        Find(target) is { Confirmation: { IsTest: true } test, Place: var place } ? test.Targets.FirstOrDefault(member => member.User == target.Identity.User && IsWaiting(place, member)) : null;

    /// <summary>Lets a test of some targets stay; what it is also a test of goes back all the same.</summary>
    public static void Keep(Target place, IReadOnlyCollection<string?> users)
    {
        if (Read(place.State) is not { IsTest: true } found)
            return;
        UnconfirmedTarget[] left = [.. found.Targets.Where(member => !users.Contains(member.User) && IsWaiting(place, member))];
        if (left.Length == 0)
            Remove(place.State);
        else if (left.Length < found.Targets.Count)
            Write(place.State, found with { Targets = left });
    }

    /// <summary>Writes it, in one instant and durably.</summary>
    public static void Write(Root state, Confirmation confirmation) =>
        StateFile.Write(state, FilePath, writer => Write(writer, confirmation));

    /// <summary>Removes it, durably: what waited stays.</summary>
    public static void Remove(Root state) => StateFile.Remove(state, FilePath);

    /// <summary>Removes one that says nothing any more. The caller holds the lock.</summary>
    public static void Sweep(Target target)
    {
        if (OwnOf(target) is { } found && !IsInForce(target, found))
            Remove(target.State);
    }

    /// <summary>What stands in a target's own state. A home's is its user's to write, so that it speaks of this home alone.</summary>
    private static Confirmation? OwnOf(Target target) => Read(target.State) is not { } found ? null
        : target.Account is null ? found
        : found with { Targets = [.. found.Targets.Where(member => member.User == target.Identity.User)] };

    private static bool IsInForce(Target place, Confirmation confirmation) => confirmation.Targets.Any(member => IsWaiting(place, member));

    private static Target TargetOf(Target place, UnconfirmedTarget member) =>
        member.User is null || member.User == place.Identity.User ? place : Target.Home(place, member.User, member.Directory);

    private static Confirmation? Read(Root state)
    {
        try
        {
            if (state.Stat(FilePath) is null)
                return null;
            using var json = JsonDocument.Parse(state.ReadAllBytes(FilePath, MaximumSize));
            return Parse(json.RootElement);
        }
        catch (RootIOException cause) when (cause.Reason is RootFailure.AccessDenied or RootFailure.NotFound)
        {
            return null; // It went in this instant, or it is of somebody whose applies are not ours to judge.
        }
        catch (Exception cause) when (cause is RootIOException or JsonException or FormatException or InvalidOperationException)
        {
            throw new HostToolsException(ActivationErrors.ConfirmationDamaged(state.Describe(FilePath)));
        }
    }

    private static void Write(Utf8JsonWriter writer, Confirmation confirmation)
    {
        writer.WriteStartObject();
        writer.WriteNumber("version", Version);
        writer.WriteString("until", confirmation.Until);
        if (confirmation.Start is not null)
            writer.WriteString("start", confirmation.Start);
        writer.WriteString("user", confirmation.User);
        writer.WriteStartArray("targets");
        foreach (UnconfirmedTarget member in confirmation.Targets)
        {
            writer.WriteStartObject();
            writer.WriteString("user", member.User);
            writer.WriteString("directory", member.Directory);
            writer.WriteNumber("generation", member.Generation);
            writer.WriteString("createdAt", member.CreatedAt);
            writer.WriteNumber("base", member.BaseGeneration);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private static Confirmation Parse(JsonElement json)
    {
        if (json.Number("version") != Version)
            throw new FormatException("is of another version");
        return new Confirmation(json.Time("until"), json.Text("user"), [.. json.Items("targets").Select(ParseTarget)]) { Start = json.OptionalText("start") };
    }

    private static UnconfirmedTarget ParseTarget(JsonElement json)
    {
        string? user = json.OptionalText("user");
        // It becomes part of a path where the state lies elsewhere.
        if (user is not null && (user.Length == 0 || user.StartsWith('.') || user.Contains('/', StringComparison.Ordinal)))
            throw new FormatException("has no name of a user as 'user'");
        return new UnconfirmedTarget(user, user is null ? null : json.CanonicalPath("directory"), json.Number("generation"), json.Time("createdAt"), json.Number("base"));
    }
}
