using System.Globalization;
using HostTools.Platform;

namespace HostTools.Configuration.Expressions;

/// <summary>Conversion of values to text, the same in every culture.</summary>
public static class CelText
{
    /// <summary>The text of a value where it is embedded in a scalar; what CEL's <c>string()</c> gives.</summary>
    /// <exception cref="CelEvaluationException">The value is null, a list, a map, bytes, an optional, a type or a secret.</exception>
    public static string ToText(object? value) =>
        TryText(value, out string text, out string why) ? text : throw new CelEvaluationException(CelErrors.NotText, why, 0, 0);

    internal static bool TryText(object? value, out string text, out string why)
    {
        why = "";
        switch (value)
        {
            case string own:
                text = own;
                return true;
            case bool truth:
                text = truth ? "true" : "false";
                return true;
            case long number:
                text = number.ToString(CultureInfo.InvariantCulture);
                return true;
            case ulong number:
                text = number.ToString(CultureInfo.InvariantCulture);
                return true;
            case double number:
                text = Number(number);
                return true;
            case CelAddress or CelNetwork:
                text = value.ToString()!;
                return true;
        }

        text = "";
        if (CelDuration.TryGet(value, out CelDuration duration))
            text = duration.ToString();
        else if (CelTimestamp.TryGet(value, out CelTimestamp timestamp))
            text = timestamp.ToString();
        else
            why = WhyNoText(value);
        return why.Length == 0;
    }

    /// <summary>The shortest digits that read back as the same double; without exponent where that is readable.</summary>
    internal static string Number(double number)
    {
        if (double.IsNaN(number))
            return "NaN";
        if (double.IsInfinity(number))
            return number > 0 ? "+Inf" : "-Inf";
        string digits = number.ToString("R", CultureInfo.InvariantCulture);
        if (!digits.Contains('E', StringComparison.Ordinal))
            return digits;
        return number != 0 && Math.Abs(number) is < 1e-6 or >= 1e21 ? digits.Replace('E', 'e') : Plain(digits);
    }

    private static string Plain(string digits) =>
        decimal.Parse(digits, NumberStyles.Float, CultureInfo.InvariantCulture).ToString(CultureInfo.InvariantCulture);

    private static string WhyNoText(object? value) => value switch
    {
        null => "null is no text. Give a value for this case: x != null ? x : \"…\".",
        ICelList => "A list is no text. Write list.join(\", \") for its elements, or toJson(list).",
        ICelMap => "A map is no text. Write toJson(map), or map.transformList(k, v, …).join(\", \").",
        byte[] => "bytes are no text. Write base64.encode(b), or string(b) for UTF-8; join() and toJson() make text of lists and maps.",
        CelOptional => "An optional is no text. Take its value with orValue(…).",
        Secret secret => $"The secret '{secret.Name}' is no text: {CelSecrets.Rule}.",
        _ => $"{char.ToUpperInvariant(CelValue.WithArticle(value)[0])}{CelValue.WithArticle(value)[1..]} is no text.",
    };
}
