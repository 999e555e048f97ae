using System.Text.Json;
using HostTools.Activation;

namespace HostTools.Machine.Accounts;

/// <summary>Lines of a name in an account file, and where they stood.</summary>
/// <param name="File">The file.</param>
/// <param name="Name">The name.</param>
/// <param name="Above">The names on the lines above, the nearest first; null where there was no line of the name.</param>
/// <param name="Lines">The lines; none where there were none.</param>
internal sealed record AccountLines(string File, string Name, IReadOnlyList<string>? Above, IReadOnlyList<string> Lines)
{
    public static AccountLines Of(AccountFiles files, string file, string name) => new(file, name, files.NamesAbove(file, name), files.LinesOf(file, name));
}

/// <summary>Puts the lines back that an operation found, those of the password files included; records of it are in the journal only.</summary>
internal sealed class AccountUndo : IUndo
{
    public const string KindName = "account";

    public static AccountUndo Instance { get; } = new();

    public string Kind => KindName;

    public bool IsLast => false;

    public static void Write(Utf8JsonWriter writer, string name, IEnumerable<AccountLines> found)
    {
        writer.WriteString("name", name);
        writer.WriteStartArray("lines");
        foreach (AccountLines place in found)
        {
            writer.WriteStartObject();
            writer.WriteString("file", place.File);
            writer.WriteString("name", place.Name);
            if (place.Above is { } above)
                WriteTexts(writer, "above", above);
            WriteTexts(writer, "all", place.Lines);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    public async Task UndoAsync(JsonElement record, OperationContext context, CancellationToken token)
    {
        var files = new AccountFiles(context.Target.Root);
        string name = AccountWords.ReadName(record, "name");
        AccountLines[] found = [.. record.Items("lines").Select(item => Read(item, name))];
        using (await AccountLock.TakeAsync(context, token).ConfigureAwait(false))
        {
            foreach (AccountLines place in found)
                files.Put(place.File, place.Name, place.Lines, place.Above);
        }

        await AccountCaches.RefreshAsync(context, token).ConfigureAwait(false);
    }

    private static void WriteTexts(Utf8JsonWriter writer, string member, IReadOnlyList<string> texts)
    {
        writer.WriteStartArray(member);
        foreach (string text in texts)
            writer.WriteStringValue(text);
        writer.WriteEndArray();
    }

    private static AccountLines Read(JsonElement item, string of)
    {
        string file = item.Text("file");
        if (file is not (AccountFiles.Passwd or AccountFiles.Shadow or AccountFiles.Group or AccountFiles.GroupShadow or AccountFiles.SubUsers or AccountFiles.SubGroups))
            throw new FormatException($"names '{file}', which is no file of accounts");
        string name = item.OptionalText("name") is null ? of : AccountWords.ReadName(item, "name");
        // Earlier records have one line, or none.
        IReadOnlyList<string> lines = item.Optional("all") is not null ? item.Texts("all") : item.OptionalText("line") is { } line ? [line] : [];
        return lines.All(line => line.StartsWith(name + ":", StringComparison.Ordinal) && !line.Contains('\n', StringComparison.Ordinal))
            ? new AccountLines(file, name, item.Optional("above") is { ValueKind: JsonValueKind.Array } ? item.Texts("above") : null, lines)
            : throw new FormatException($"has a line of '{file}' that is not that of '{name}'");
    }
}
