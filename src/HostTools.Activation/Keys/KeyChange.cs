using System.Text;
using HostTools.Activation.Resources;

namespace HostTools.Activation.Keys;

/// <summary>What declared keys make of a file: three texts go in (declared, as it is, as it was without us), and two come out.</summary>
internal sealed record KeyChange
{
    /// <summary>The limit of the files and of the declared keys.</summary>
    public const int MaximumSize = 1 << 20;

    /// <summary>The file as it shall be; null when it shall not be there.</summary>
    public byte[]? After { get; private init; }

    /// <summary>The file as it would be without us; null when there would be none.</summary>
    public byte[]? Base { get; private init; }

    /// <summary>Names of the keys that change.</summary>
    public IReadOnlyList<string> Changed { get; private init; } = [];

    /// <summary>Names of those that somebody had changed by hand.</summary>
    public IReadOnlyList<string> ByHand { get; private init; } = [];

    /// <summary>Why the file cannot be changed, with the place; null when it can.</summary>
    public string? Problem { get; private init; }

    /// <summary>Each key that changes, with what it is and what it shall be.</summary>
    public IReadOnlyList<string> Details { get; private init; } = [];

    /// <summary>The file cannot be changed.</summary>
    public static KeyChange Refused(string problem) => new() { Problem = problem };

    /// <summary>Compares and merges. Pure.</summary>
    /// <param name="format">Format of the file.</param>
    /// <param name="declared">The keys that are declared; null when none are any more.</param>
    /// <param name="now">The file; null when there is none.</param>
    /// <param name="recorded">What was applied last; null when nothing was.</param>
    /// <param name="path">The file, for messages.</param>
    public static KeyChange Of(KeyFormat format, KeyMap? declared, byte[]? now, KeyRecord? recorded, string path)
    {
        KeyEditor editor = KeyEditor.Of(format);
        string current = string.Empty;
        try
        {
            if (now is null && declared is null)
                return new KeyChange();
            if (now is not null)
            {
                current = Decode(now);
                RefuseBinary(current);
            }

            return Of(editor, declared, current, now, recorded);
        }
        catch (KeyTextException cause)
        {
            string place = cause.PlaceIn(current) is var (line, column) ? $"{path}:{line}:{column}" : path;
            return new KeyChange { Problem = $"it cannot be read or changed as {editor.Name}: {place}: {cause.Message.TrimEnd('.')}" };
        }
    }

    private static KeyChange Of(KeyEditor editor, KeyMap? declared, string text, byte[]? now, KeyRecord? recorded)
    {
        KeyDocument current = KeyDocument.Parse(editor, text);
        var merge = new KeyMerge(editor);
        KeyDocument? original = recorded?.Base is { } known ? KeyDocument.Parse(editor, Decode(known)) : null;
        bool isUntouched = recorded is { IsUntouched: true } && now is not null;
        KeyDocument? without = now is null ? null
            : recorded is null ? current
            : isUntouched ? original
            : new KeyMerge(editor).TakeBack(current, recorded.Declared, original, stays: null);
        KeyDocument? after = without;
        if (declared is not null)
        {
            after = recorded is null || now is null ? current : merge.TakeBack(current, recorded.Declared, original, declared);
            after = merge.Declare(after, declared, recorded?.Declared);
            // From the same start the same comes out, whatever was declared in between.
            if (isUntouched && !KeyData.Same(declared, recorded!.Declared, hasIntegers: true)) // Untouched is what was recorded.
                after = new KeyMerge(editor).Declare(original ?? KeyDocument.Parse(editor, string.Empty), declared, expected: null);
        }
        else if (recorded is not null && !isUntouched)
        {
            after = merge.TakeBack(current, recorded.Declared, original, stays: null);
            if (recorded.Base is null && after.IsEmpty)
                after = null;
        }

        return new KeyChange { After = Encode(after), Base = Encode(without), Changed = merge.Changed, ByHand = merge.ByHand, Details = merge.Details };
    }

    private static void RefuseBinary(string text)
    {
        if (text.IndexOf('\0', StringComparison.Ordinal) is >= 0 and var at)
            throw new KeyTextException("it is no text: it holds a NUL character", at);
    }

    private static byte[]? Encode(KeyDocument? document) => document is null ? null : Encoding.UTF8.GetBytes(document.Text);

    private static string Decode(byte[] bytes)
    {
        if (bytes.Length > MaximumSize)
            throw new KeyTextException($"the file is larger than {new Platform.ByteSize(MaximumSize)}");
        try
        {
            return new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(bytes);
        }
        catch (DecoderFallbackException)
        {
            throw new KeyTextException("it is no text in UTF-8");
        }
    }
}

/// <summary>What was applied to a file of which only keys are ours.</summary>
/// <param name="Declared">The keys.</param>
/// <param name="IsUntouched">The file is, to the byte, as it was left.</param>
/// <param name="Base">The file without them; null when there was none.</param>
internal sealed record KeyRecord(KeyMap Declared, bool IsUntouched, byte[]? Base);
