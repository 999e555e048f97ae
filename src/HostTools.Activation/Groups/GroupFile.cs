using System.Text.Json;
using HostTools.Platform;

namespace HostTools.Activation;

/// <summary>The file in the machine's state that says whether a group stays. It is there from before the first member begins until after the last has ended.</summary>
internal static class GroupFile
{
    private const string FilePath = "/group";
    private const int Version = 1;
    private const long MaximumSize = 16 << 20;

    /// <summary>A group has begun and not ended.</summary>
    public static bool IsAny(Target machine) => machine.Account is null && machine.State.Stat(FilePath) is not null;

    /// <summary>Whether a group stays. One that nobody knows any more had been taken back.</summary>
    /// <param name="target">A member of it.</param>
    /// <param name="group">Its name.</param>
    /// <exception cref="HostToolsException">GroupUndecided when this user may not know.</exception>
    public static bool IsCommitted(Target target, string group) => Read(target.MachineState) is { IsCommitted: true } record && record.Id == group;

    /// <summary>The group that has begun; null when there is none.</summary>
    /// <exception cref="HostToolsException">GroupUndecided when it cannot be read.</exception>
    public static GroupRecord? Read(Root state)
    {
        try
        {
            if (state.Stat(FilePath) is null)
                return null;
            using var json = JsonDocument.Parse(state.ReadAllBytes(FilePath, MaximumSize));
            return Parse(json.RootElement);
        }
        catch (RootIOException cause)
        {
            throw new HostToolsException(ActivationErrors.GroupUndecided(state.Describe(FilePath), cause.Message, cause.Reason is RootFailure.AccessDenied));
        }
        catch (Exception cause) when (cause is JsonException or FormatException or InvalidOperationException)
        {
            throw new HostToolsException(ActivationErrors.GroupUndecided(state.Describe(FilePath), "it is damaged.", isDenied: false));
        }
    }

    /// <summary>Writes it, in one instant and durably: with <see cref="GroupRecord.IsCommitted"/> this is what decides.</summary>
    public static void Write(Root state, GroupRecord record) =>
        StateFile.Write(state, FilePath, writer => Write(writer, record));

    /// <summary>Ends the group.</summary>
    public static void Remove(Root state) => StateFile.Remove(state, FilePath);

    private static void Write(Utf8JsonWriter writer, GroupRecord record)
    {
        writer.WriteStartObject();
        writer.WriteNumber("version", Version);
        writer.WriteString("id", record.Id);
        writer.WriteBoolean("committed", record.IsCommitted);
        writer.WriteString("startedAt", record.StartedAt);
        writer.WriteString("user", record.User);
        writer.WriteStartArray("homes");
        foreach (GroupHome home in record.Homes)
        {
            writer.WriteStartObject();
            writer.WriteString("user", home.User);
            writer.WriteString("directory", home.Directory);
            if (home.Ids is { } ids)
            {
                writer.WriteNumber("uid", ids.User);
                writer.WriteNumber("gid", ids.Group);
            }

            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private static GroupRecord Parse(JsonElement json)
    {
        if (json.Number("version") != Version)
            throw new FormatException("is of another version");
        return new GroupRecord(
            json.Text("id"), json.Flag("committed"), json.Time("startedAt"), json.Text("user"),
            [.. json.Items("homes").Select(static home => new GroupHome(home.Text("user"), home.CanonicalPath("directory")) { Ids = IdsOf(home) })]);
    }

    // The state may have come with a folder: root's own numbers are never taken from it.
    private static UserIds? IdsOf(JsonElement home) =>
        home.OptionalNumber("uid") is > 0 and var user && home.OptionalNumber("gid") is >= 0 and var group ? new UserIds(user, group) : null;
}
