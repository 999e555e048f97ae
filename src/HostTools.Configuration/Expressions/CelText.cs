namespace HostTools.Configuration.Expressions;

/// <summary>Conversion of values to text, the same in every culture.</summary>
public static class CelText
{
    /// <summary>The text of a value where it is embedded in a scalar; what CEL's <c>string()</c> gives.</summary>
    /// <exception cref="CelEvaluationException">The value is null, a list, a map, bytes or a secret.</exception>
    public static string ToText(object? value) => value as string ?? throw new CelEvaluationException(CelErrors.NotText, "No text.", 0, 0);
}
