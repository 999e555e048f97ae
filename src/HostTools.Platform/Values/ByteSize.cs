using System.Globalization;

namespace HostTools.Platform;

/// <summary>A number of bytes, written like <c>8GiB</c>, <c>64G</c> (binary), <c>500MB</c> (decimal) or <c>4096</c>.</summary>
/// <param name="Bytes">Bytes; never negative.</param>
public readonly record struct ByteSize(long Bytes) : IComparable<ByteSize>
{
    private static readonly (string Suffix, long Factor)[] s_units =
    [
        ("KiB", 1L << 10), ("MiB", 1L << 20), ("GiB", 1L << 30), ("TiB", 1L << 40), ("PiB", 1L << 50),
        ("kB", 1_000L), ("KB", 1_000L), ("MB", 1_000_000L), ("GB", 1_000_000_000L), ("TB", 1_000_000_000_000L),
        ("K", 1L << 10), ("M", 1L << 20), ("G", 1L << 30), ("T", 1L << 40), ("P", 1L << 50), ("B", 1L),
    ];

    /// <summary>Reads a size; a bare number is bytes. PowerShell calls this one.</summary>
    /// <exception cref="FormatException">It is no size.</exception>
    public static ByteSize Parse(string text) => Parse(text, 1);

    /// <summary>Reads a size; a bare number is in <paramref name="bareUnit"/> bytes.</summary>
    /// <exception cref="FormatException">The text is no size.</exception>
    public static ByteSize Parse(string text, long bareUnit) =>
        TryParse(text, bareUnit, out ByteSize size)
            ? size
            : throw new FormatException($"'{text}' is not a size; write one such as 8GiB, 512MiB or 4096.");

    /// <summary>Reads a size without throwing; fractions are accepted when they give whole bytes.</summary>
    public static bool TryParse(string? text, long bareUnit, out ByteSize size)
    {
        size = default;
        if (string.IsNullOrWhiteSpace(text))
            return false;
        string number = text.Trim();
        long factor = bareUnit;
        foreach ((string suffix, long unit) in s_units)
        {
            if (!number.EndsWith(suffix, StringComparison.Ordinal))
                continue;
            (number, factor) = (number[..^suffix.Length].TrimEnd(), unit);
            break;
        }

        if (number.Length == 0 || !char.IsAsciiDigit(number[0]) ||
            !decimal.TryParse(number, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out decimal value))
            return false;
        if (value > long.MaxValue / factor)
            return false;
        decimal bytes = value * factor;
        if (bytes != decimal.Truncate(bytes))
            return false;
        size = new ByteSize((long)bytes);
        return true;
    }

    /// <inheritdoc/>
    public int CompareTo(ByteSize other) => Bytes.CompareTo(other.Bytes);

    /// <summary>The largest binary unit that divides the number: <c>8GiB</c>, <c>1536MiB</c>, <c>1000</c>.</summary>
    public override string ToString()
    {
        (string Suffix, long Factor)[] binary = [("PiB", 1L << 50), ("TiB", 1L << 40), ("GiB", 1L << 30), ("MiB", 1L << 20), ("KiB", 1L << 10)];
        foreach ((string suffix, long factor) in binary)
        {
            if (Bytes != 0 && Bytes % factor == 0)
                return string.Create(CultureInfo.InvariantCulture, $"{Bytes / factor}{suffix}");
        }

        return Bytes.ToString(CultureInfo.InvariantCulture);
    }
}
