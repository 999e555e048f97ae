namespace HostTools.Facts;

/// <summary>What somebody's pasted text says of a machine: <c>lspci -nnk</c>, the scripts that list IOMMU groups, kernel messages, the kernel's command line.</summary>
/// <param name="Facts">What could be read of it; everything else is absent.</param>
/// <param name="Problems">Lines that speak of a device and could not be understood.</param>
public sealed record HardwareListing(TargetFacts Facts, IReadOnlyList<ListingProblem> Problems)
{
    /// <summary>Longest text that is read, in characters: 4 MiB.</summary>
    public const int MaximumLength = 4 << 20;

    /// <summary>Whether the text says which group a device is in; without that nothing can be said about groups.</summary>
    public bool TellsGroups { get; init; }

    /// <summary>Whether the text says which drivers hold devices; without that a device may have one.</summary>
    public bool TellsDrivers { get; init; }

    /// <summary>Reads a text. Formats may be mixed, and what is said twice is put together.</summary>
    /// <param name="text">The text; what is longer than <see cref="MaximumLength"/> is cut off.</param>
    public static HardwareListing Parse(string text)
    {
        var reader = new ListingReader();
        int number = 0;
        foreach (ReadOnlySpan<char> line in text.AsSpan(0, Math.Min(text.Length, MaximumLength)).EnumerateLines())
            reader.Take(line.ToString(), ++number);
        return reader.Finish();
    }
}

/// <summary>A line of a listing that could not be understood.</summary>
/// <param name="Line">Its number, from 1.</param>
/// <param name="Text">What stands there.</param>
/// <param name="Reason">What is missing.</param>
public sealed record ListingProblem(int Line, string Text, string Reason)
{
    /// <summary>The group it stands under; null when under none.</summary>
    public int? IommuGroup { get; init; }

    /// <summary>The address it begins with; null when that is unreadable as well.</summary>
    public PciAddress? Address { get; init; }

    /// <summary>Number, reason and text.</summary>
    public override string ToString() => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"line {Line} {Reason}: {Text}");
}
