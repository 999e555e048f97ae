using System.Text.Json;
using HostTools.Activation;
using HostTools.Machine.Windows;
using HostTools.Platform;

namespace HostTools.Machine.Boot;

/// <summary>A text of ours among a loader's files.</summary>
/// <param name="Path">Absolute path of the file.</param>
/// <param name="Block">Name of the marked block it is; null for the whole file.</param>
/// <param name="Text">Lines with plain line ends.</param>
internal sealed record BootPiece(string Path, string? Block, string Text)
{
    /// <summary>The block as it stood, markers and line ends included; null for one that is wanted.</summary>
    public string? Raw { get; init; }

    /// <summary>Where it stood in the file without it and the blocks that are taken out before it.</summary>
    public int Start { get; init; }

    /// <exception cref="FormatException">It is at no place where such a text can be.</exception>
    public static BootPiece Read(JsonElement json)
    {
        var piece = new BootPiece(json.CanonicalPath("path"), json.OptionalText("block"), json.Text("text")) { Raw = json.OptionalText("raw"), Start = json.OptionalNumber("start") ?? 0 };
        return piece.Block is null ? BlsPieces.IsOurs(piece.Path) ? piece : throw Misplaced(piece)
            : LiminePieces.Blocks.Contains(piece.Block) && RootPath.NameOf(piece.Path) == "limine.conf" ? piece : throw Misplaced(piece);
    }

    private static FormatException Misplaced(BootPiece piece) => new($"has '{piece.Path}' where a file of a boot loader is expected");
}

/// <summary>What of a boot loader's files is ours.</summary>
internal sealed record BootMenuState(IReadOnlyList<BootPiece> Pieces) : ThingState, IThingState<BootMenuState>
{
    public static BootMenuState Absent { get; } = new([]);

    /// <summary>What else is in the files, when this was read just now; no part of what it is compared by.</summary>
    public BootSources? Sources { get; init; }

    /// <summary>Folders that were made for it, the innermost first; they go with it when nothing else is in them.</summary>
    public IReadOnlyList<string> Folders { get; init; } = [];

    public override bool IsAbsent => Pieces.Count == 0;

    public override string Hash => string.Concat(Pieces.Select(static piece => $"{piece.Path}\0{piece.Block}\0{piece.Text}\0"));

    public override string InWords => string.Join('\n', Pieces.Select(static piece => $"{piece.Path}\n{piece.Text.TrimEnd('\n')}"));

    public bool Equals(BootMenuState? other) => other is not null && Hash == other.Hash;

    public override int GetHashCode() => Hash.GetHashCode(StringComparison.Ordinal);

    public static BootMenuState Read(JsonElement json) => new([.. json.Items("pieces").Select(BootPiece.Read)]) { Folders = [.. json.Texts("folders").Where(RootPath.IsCanonical)] };

    public BootMenuState Like(BootMenuState other) => this with { Folders = other.Folders };

    public void Write(Utf8JsonWriter writer)
    {
        writer.WriteStartArray("pieces");
        foreach (BootPiece piece in Pieces)
        {
            writer.WriteStartObject();
            writer.WriteString("path", piece.Path);
            if (piece.Block is not null)
                writer.WriteString("block", piece.Block);
            writer.WriteString("text", piece.Text);
            if (piece.Raw is not null)
            {
                writer.WriteString("raw", piece.Raw);
                writer.WriteNumber("start", piece.Start);
            }

            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        BootMenuJson.Write(writer, "folders", Folders);
    }
}
