using System.Text;
using System.Text.Json;
using HostTools.Platform;

namespace HostTools.Machine;

/// <summary>
/// <c>hosttools.lock</c>: what was resolved, a section for each feature. JSON, so that no reader differs; who writes one section leaves the bytes of
/// all others alone, also of those it does not know. Immutable.
/// </summary>
public sealed class LockDocument
{
    /// <summary>Name of the file beside <c>hosttools.yaml</c>.</summary>
    public const string FileName = "hosttools.lock";

    private const int Version = 1;
    private const long Limit = 256 << 20;

    private readonly IReadOnlyList<(string Name, ReadOnlyMemory<byte> Value)> _sections;
    private readonly ReadOnlyMemory<byte>? _original;

    private LockDocument(string file, IReadOnlyList<(string Name, ReadOnlyMemory<byte> Value)> sections, ReadOnlyMemory<byte>? original) =>
        (File, _sections, _original) = (file, sections, original);

    /// <summary>Path of the file, for messages.</summary>
    public string File { get; }

    /// <summary>Reads the file; one that is absent has no sections.</summary>
    /// <exception cref="HostToolsException">LockUnreadable or LockVersionUnknown.</exception>
    public static LockDocument Read(string file)
    {
        try
        {
            if (!System.IO.File.Exists(file))
                return new LockDocument(file, [], null);
            if (new FileInfo(file).Length > Limit)
                throw new HostToolsException(MachineErrors.LockUnreadable(file, $"it is larger than {new ByteSize(Limit)}"));
            return Parse(System.IO.File.ReadAllBytes(file), file);
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException)
        {
            throw new HostToolsException(MachineErrors.LockUnreadable(file, cause.Message.TrimEnd('.')));
        }
    }

    /// <summary>Reads the text of one.</summary>
    /// <exception cref="HostToolsException">LockUnreadable or LockVersionUnknown.</exception>
    public static LockDocument Parse(ReadOnlyMemory<byte> bytes, string file)
    {
        try
        {
            IReadOnlyList<(string Name, ReadOnlyMemory<byte> Value)> all = Members(bytes);
            if (all.FirstOrDefault(static member => member.Name == "version") is not { Name: not null } version)
                throw new HostToolsException(MachineErrors.LockUnreadable(file, "it has no 'version'"));
            string written = Encoding.UTF8.GetString(version.Value.Span);
            if (written != "1")
                throw new HostToolsException(MachineErrors.LockVersionUnknown(file, written, Version));
            return new LockDocument(file, [.. all.Where(static member => member.Name != "version")], bytes);
        }
        catch (JsonException cause)
        {
            bool isConflict = bytes.Span.IndexOf("<<<<<<<"u8) >= 0;
            throw new HostToolsException(MachineErrors.LockUnreadable(file, isConflict ? "it holds a conflict of a merge" : $"line {cause.LineNumber + 1}: it is no JSON"));
        }
    }

    /// <summary>A section; null when there is none. Good as long as nobody disposes it.</summary>
    public JsonElement? Section(string name)
    {
        foreach ((string known, ReadOnlyMemory<byte> value) in _sections)
        {
            if (known == name)
                return JsonElement.Parse(value.Span);
        }

        return null;
    }

    /// <summary>With a section as given, JSON indented by two from the first column.</summary>
    public LockDocument With(string name, ReadOnlySpan<byte> json)
    {
        byte[] value = Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(json).ReplaceLineEndings("\n").Replace("\n", "\n  ", StringComparison.Ordinal));
        (string Name, ReadOnlyMemory<byte> Value)[] sections = [.. _sections];
        int index = Array.FindIndex(sections, section => section.Name == name);
        if (index >= 0 && sections[index].Value.Span.SequenceEqual(value))
            return this;
        if (index >= 0)
            sections[index].Value = value;
        else
            sections = [.. sections.Append((name, value)).OrderBy(static section => section.Name, StringComparer.Ordinal)];
        return new LockDocument(File, sections, null);
    }

    /// <summary>Without a section.</summary>
    public LockDocument Without(string name) =>
        _sections.Any(section => section.Name == name) ? new LockDocument(File, [.. _sections.Where(section => section.Name != name)], null) : this;

    /// <summary>The text of the file; of one that was read and not changed, the very same.</summary>
    public byte[] ToBytes()
    {
        if (_original is { } original)
            return original.ToArray();
        using var text = new MemoryStream();
        text.Write("{\n  \"version\": 1"u8);
        foreach ((string name, ReadOnlyMemory<byte> value) in _sections)
        {
            text.Write(Encoding.UTF8.GetBytes($",\n  {JsonSerializer.Serialize(name)}: "));
            text.Write(value.Span);
        }

        text.Write("\n}\n"u8);
        return text.ToArray();
    }

    /// <summary>Writes the file, whole or not at all.</summary>
    /// <exception cref="HostToolsException">LockNotWritten.</exception>
    public void Write()
    {
        string draft = $"{File}.{Guid.NewGuid():N}.new";
        try
        {
            using (var file = new FileStream(draft, FileMode.CreateNew, FileAccess.Write))
            {
                file.Write(ToBytes());
                file.Flush(flushToDisk: true);
            }

            System.IO.File.Move(draft, File, overwrite: true);
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException)
        {
            if (System.IO.File.Exists(draft))
                System.IO.File.Delete(draft);
            throw new HostToolsException(MachineErrors.LockNotWritten(File, cause));
        }
    }

    /// <summary>Members of the outermost object, with the bytes of their values as they stand.</summary>
    private static List<(string Name, ReadOnlyMemory<byte> Value)> Members(ReadOnlyMemory<byte> bytes)
    {
        var members = new List<(string Name, ReadOnlyMemory<byte> Value)>();
        var reader = new Utf8JsonReader(bytes.Span);
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartObject)
            throw new JsonException(null, null, 0, 0);
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            string name = reader.GetString()!;
            if (members.Any(member => member.Name == name))
                throw new JsonException(null, null, bytes.Span[..(int)reader.TokenStartIndex].Count((byte)'\n'), 0);
            reader.Read();
            int start = (int)reader.TokenStartIndex;
            reader.Skip();
            members.Add((name, bytes[start..(int)reader.BytesConsumed]));
        }

        // Whatever follows the object is refused, too.
        reader.Read();
        return members;
    }
}
