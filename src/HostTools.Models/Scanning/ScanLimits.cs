namespace HostTools.Models.Scanning;

/// <summary>Bounds of a scan; what goes beyond them is reported as not scanned, never as clean.</summary>
public sealed record ScanLimits
{
    /// <summary>The limits used when nobody says otherwise.</summary>
    public static ScanLimits Default { get; } = new();

    /// <summary>Findings kept for one file; default 200.</summary>
    public int Findings { get; init; } = 200;

    /// <summary>Archives inside archives; default 8.</summary>
    public int Depth { get; init; } = 8;

    /// <summary>Members of one archive; default 200,000.</summary>
    public int Members { get; init; } = 200_000;

    /// <summary>Opcodes of all pickles in one file; default 200 million.</summary>
    public long Opcodes { get; init; } = 200_000_000;

    /// <summary>Values on the stack of a pickle; default 4 million.</summary>
    public int Stack { get; init; } = 4_000_000;

    /// <summary>Values in the memo of a pickle; default 4 million.</summary>
    public int Memo { get; init; } = 4_000_000;

    /// <summary>Bytes that compressed parts of one file may grow to in all; default 8 GiB.</summary>
    public long Expanded { get; init; } = 8L << 30;

    /// <summary>Bytes of an expanded part kept in memory, the rest goes to a temporary file; default 8 MiB.</summary>
    public int InMemory { get; init; } = 8 << 20;

    /// <summary>Bytes of a JSON text or a template that is read as a whole; default 100 MB.</summary>
    public int Text { get; init; } = 100_000_000;
}
