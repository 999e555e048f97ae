using System.Buffers;
using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace HostTools.Activation;

/// <summary>Lines a person can read: <c>HTJ1 number durable length checksum json</c>.</summary>
/// <remarks>
/// <c>durable</c> is the number of entries known to be on the disk when the line was written. A bad line that a later good one counts as
/// durable is damage; any other bad line is the torn tail of a write that was never relied upon.
/// </remarks>
internal static class JournalFormat
{
    private static readonly byte[] s_mark = "HTJ1 "u8.ToArray();

    public static byte[] Write(int number, int durable, JournalRecordKind kind, Action<Utf8JsonWriter>? members)
    {
        var json = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(json))
        {
            writer.WriteStartObject();
            writer.WriteString("record", kind.ToString());
            members?.Invoke(writer);
            writer.WriteEndObject();
        }

        string head = string.Create(CultureInfo.InvariantCulture, $"HTJ1 {number} {durable} {json.WrittenCount} {Checksum(json.WrittenSpan)} ");
        return [.. Encoding.ASCII.GetBytes(head), .. json.WrittenSpan, (byte)'\n'];
    }

    /// <summary>The good entries from the start, and how many bytes they take.</summary>
    /// <exception cref="JournalException">It was written by a newer version, or is damaged where it was relied upon.</exception>
    public static (IReadOnlyList<JournalRecord> Records, int Length) Read(ReadOnlySpan<byte> bytes)
    {
        var records = new List<JournalRecord>();
        int at = 0;
        while (at < bytes.Length && TryReadLine(bytes[at..], out int number, out _, out int length, out JournalRecord? record) && number == records.Count)
        {
            records.Add(record!);
            at += length;
        }

        if (at < bytes.Length)
            RefuseDamage(bytes[at..], records.Count);
        return (records, at);
    }

    private static void RefuseDamage(ReadOnlySpan<byte> rest, int good)
    {
        if (rest.StartsWith("HTJ"u8) && rest.Length > 5 && !rest.StartsWith(s_mark) && char.IsAsciiDigit((char)rest[3]))
            throw new JournalException(JournalProblem.Version);
        for (int next = rest.IndexOf(s_mark); next >= 0;)
        {
            rest = rest[next..];
            if (TryReadLine(rest, out _, out int durable, out _, out _) && durable > good)
                throw new JournalException(JournalProblem.Damage);
            next = rest[1..].IndexOf(s_mark) is >= 0 and var found ? found + 1 : -1;
        }
    }

    private static bool TryReadLine(ReadOnlySpan<byte> bytes, out int number, out int durable, out int length, out JournalRecord? record)
    {
        (number, durable, length, record) = (0, 0, 0, null);
        if (!bytes.StartsWith(s_mark))
            return false;
        int at = s_mark.Length;
        if (!TryNumber(bytes, ref at, out number) || !TryNumber(bytes, ref at, out durable) || !TryNumber(bytes, ref at, out int size))
            return false;
        if (size < 2 || bytes.Length - at < 17 + (long)size + 1)
            return false;
        ReadOnlySpan<byte> json = bytes.Slice(at + 17, size);
        if (Encoding.ASCII.GetString(bytes.Slice(at, 16)) != Checksum(json) || bytes[at + 17 + size] != '\n')
            return false;
        length = at + 17 + size + 1;
        record = Parse(json);
        return record is not null;
    }

    private static JournalRecord? Parse(ReadOnlySpan<byte> json)
    {
        try
        {
            using var document = JsonDocument.Parse(json.ToArray());
            return document.RootElement.TryGetProperty("record", out JsonElement kind) && Enum.TryParse(kind.GetString(), out JournalRecordKind value)
                ? new JournalRecord(value, document.RootElement.Clone())
                : throw new JournalException(JournalProblem.Version);
        }
        catch (Exception cause) when (cause is JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    private static bool TryNumber(ReadOnlySpan<byte> bytes, ref int at, out int value)
    {
        if (!Utf8Parser.TryParse(bytes[at..], out value, out int consumed) || value < 0 || at + consumed >= bytes.Length || bytes[at + consumed] != ' ')
            return false;
        at += consumed + 1;
        return true;
    }

    private static string Checksum(ReadOnlySpan<byte> json) => Convert.ToHexStringLower(SHA256.HashData(json).AsSpan(0, 8));
}

/// <summary>Why a journal cannot be used.</summary>
internal enum JournalProblem
{
    Version,
    Damage,
}

/// <summary>A journal cannot be used; turned into an error by whoever knows its path.</summary>
internal sealed class JournalException(JournalProblem problem) : Exception
{
    public JournalProblem Problem { get; } = problem;
}
