using System.Globalization;

namespace HostTools.Configuration;

/// <summary>A number of free data with the digits it was written in, so that <c>1.50</c> reaches a file as <c>1.50</c>.</summary>
/// <param name="Text">As written.</param>
/// <param name="Value">What it means.</param>
public sealed record NumberLiteral(string Text, double Value) : IFormattable
{
    /// <summary>The digits as written.</summary>
    public override string ToString() => Text;

    /// <summary>The digits as written; a format asks for the value instead.</summary>
    public string ToString(string? format, IFormatProvider? formatProvider) =>
        string.IsNullOrEmpty(format) ? Text : Value.ToString(format, formatProvider ?? CultureInfo.InvariantCulture);
}
