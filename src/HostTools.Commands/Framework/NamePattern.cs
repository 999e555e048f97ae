namespace HostTools.Commands.Framework;

/// <summary>A name with PowerShell's wildcards <c>*</c>, <c>?</c> and <c>[…]</c>; case does not matter.</summary>
public sealed class NamePattern
{
    // A regular expression that does not backtrack costs every command 50 ms to compile.
    private readonly List<Piece> _pieces = [];

    /// <summary>Reads a pattern.</summary>
    public NamePattern(string text)
    {
        Text = text;
        HasWildcards = text.AsSpan().ContainsAny('*', '?', '[');
        for (int at = 0; at < text.Length; at++)
        {
            int end = text[at] == '[' ? text.IndexOf(']', at + 1) : -1;
            bool isSet = end > at + 1;
            _pieces.Add(isSet ? new Piece(Sort.Set, text[(at + 1)..end]) : new Piece(text[at] switch { '*' => Sort.Many, '?' => Sort.One, _ => Sort.Same }, text[at..(at + 1)]));
            at = isSet ? end : at;
        }
    }

    private enum Sort
    {
        Same,
        Set,
        One,
        Many,
    }

    /// <summary>The pattern as it was written.</summary>
    public string Text { get; }

    /// <summary>Whether it may match several names; one that does not must match something.</summary>
    public bool HasWildcards { get; }

    /// <summary>Whether a name is meant.</summary>
    public bool IsMatch(string name)
    {
        if (!HasWildcards)
            return name.Equals(Text, StringComparison.OrdinalIgnoreCase);
        // Only the last '*' can have to take more: what stands before it fits already, and as early as it can.
        (int at, int piece, int star, int taken) = (0, 0, -1, 0);
        while (at < name.Length)
        {
            if (piece < _pieces.Count && _pieces[piece].Sort is Sort.Many)
            {
                (star, taken) = (piece++, at);
            }
            else if (piece < _pieces.Count && _pieces[piece].Takes(name[at]))
            {
                piece++;
                at++;
            }
            else if (star >= 0)
            {
                (piece, at) = (star + 1, ++taken);
            }
            else
            {
                return false;
            }
        }

        return _pieces.Skip(piece).All(static rest => rest.Sort is Sort.Many);
    }

    /// <summary>Says that nothing matches. A wildcard that fits nothing is no failure, but people at a terminal shall not wonder.</summary>
    internal void NoteNothing(CommandContext context, string what) => context.Note($"No {what} matches '{Text}'.");

    private sealed record Piece(Sort Sort, string Text)
    {
        public bool Takes(char c) => Sort switch
        {
            Sort.One => true,
            Sort.Set => Has(char.ToLowerInvariant(c)) || Has(char.ToUpperInvariant(c)),
            _ => char.ToUpperInvariant(c) == char.ToUpperInvariant(Text[0]),
        };

        private bool Has(char c)
        {
            for (int at = 0; at < Text.Length; at++)
            {
                bool isRange = at + 2 < Text.Length && Text[at + 1] == '-';
                if (c == Text[at] || (isRange && c >= Text[at] && c <= Text[at + 2]))
                    return true;
                at += isRange ? 2 : 0;
            }

            return false;
        }
    }
}
