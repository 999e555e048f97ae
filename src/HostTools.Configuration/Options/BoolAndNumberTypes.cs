using System.Buffers;
using System.Globalization;
using HostTools.Configuration.Evaluation;

namespace HostTools.Configuration.Options;

/// <summary><c>true</c> or <c>false</c>, unquoted.</summary>
internal sealed class BoolType : ScalarType
{
    public static BoolType Instance { get; } = new();

    public override string Name => "bool";

    public override string Description => "true or false";

    public override bool TryRead(ScalarInput input, out object? value, out string? problem)
    {
        value = input.Text is null ? input.Value as bool? : input.IsPlain ? input.Text switch { "true" => true, "false" => false, _ => null } : null;
        problem = value is not null ? null : input switch
        {
            { IsPlain: false, Text: "true" or "false" } => $"Write {input.Text} without quotes.",
            { Text: "yes" or "on" or "True" or "Yes" or "On" or "TRUE" } => "Write true.",
            { Text: "no" or "off" or "False" or "No" or "Off" or "FALSE" } => "Write false.",
            _ => null,
        };
        return value is not null;
    }
}

/// <summary>A whole number in a range.</summary>
internal sealed class IntType(string name, long minimum, long maximum) : ScalarType
{
    public static IntType Any { get; } = new("int", long.MinValue, long.MaxValue);

    public long Minimum { get; } = minimum;

    public long Maximum { get; } = maximum;

    public override string Name => name;

    public override string Description =>
        (Minimum, Maximum) switch
        {
            (long.MinValue, long.MaxValue) => "a whole number",
            (_, long.MaxValue) => string.Create(CultureInfo.InvariantCulture, $"a whole number from {Minimum}"),
            (long.MinValue, _) => string.Create(CultureInfo.InvariantCulture, $"a whole number up to {Maximum}"),
            _ => string.Create(CultureInfo.InvariantCulture, $"a whole number from {Minimum} to {Maximum}"),
        };

    public override bool TryRead(ScalarInput input, out object? value, out string? problem)
    {
        (value, problem) = (null, null);
        if (input.Text is null)
        {
            if (input.Value is not long and not ulong)
                return false;
            value = input.Value is ulong unsigned ? (unsigned <= long.MaxValue ? (long)unsigned : null) : input.Value;
        }
        else if (!input.IsPlain)
        {
            problem = long.TryParse(input.Text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _) ? $"Write {input.Text} without quotes." : null;
        }
        else if (IsDecimal(input.Text) && long.TryParse(input.Text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long number))
        {
            value = number;
        }

        return value is long found && found >= Minimum && found <= Maximum;
    }

    /// <summary>No leading zeros: 012 is octal to some and twelve to others.</summary>
    private static bool IsDecimal(string text)
    {
        ReadOnlySpan<char> digits = text.AsSpan().TrimStart("+-");
        return digits.Length > 0 && text.Length - digits.Length <= 1 && (digits.Length == 1 || digits[0] != '0') && digits.IndexOfAnyExceptInRange('0', '9') < 0;
    }
}

/// <summary>A number with or without a fraction; a whole number stays one.</summary>
internal sealed class FloatType(
    string name, bool keepIntegers, double minimum = double.NegativeInfinity, double maximum = double.PositiveInfinity) : ScalarType
{
    private static readonly SearchValues<char> s_characters = SearchValues.Create("0123456789.+-eE");

    public double Minimum { get; } = minimum;

    public double Maximum { get; } = maximum;

    public override string Name => name;

    public override string Description =>
        (double.IsInfinity(Minimum), double.IsInfinity(Maximum)) switch
        {
            (true, true) => "a number",
            (false, true) => string.Create(CultureInfo.InvariantCulture, $"a number from {Minimum}"),
            (true, false) => string.Create(CultureInfo.InvariantCulture, $"a number up to {Maximum}"),
            _ => string.Create(CultureInfo.InvariantCulture, $"a number from {Minimum} to {Maximum}"),
        };

    public override bool TryRead(ScalarInput input, out object? value, out string? problem)
    {
        (value, problem) = (null, null);
        if (input.Text is null)
        {
            value = input.Value switch { double d => d, long l => keepIntegers ? (object)l : (double)l, _ => null };
        }
        else if (input.IsPlain && IntType.Any.TryRead(input, out object? whole, out _))
        {
            value = keepIntegers ? whole : (double)(long)whole!;
        }
        else if (input.IsPlain && input.Text.AsSpan().IndexOfAnyExcept(s_characters) < 0 &&
            double.TryParse(input.Text, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) && double.IsFinite(number))
        {
            value = number;
        }
        else if (!input.IsPlain && double.TryParse(input.Text, NumberStyles.Float, CultureInfo.InvariantCulture, out _))
        {
            problem = $"Write {input.Text} without quotes.";
        }

        return value is double or long && Convert.ToDouble(value, CultureInfo.InvariantCulture) is var found && found >= Minimum && found <= Maximum;
    }
}
