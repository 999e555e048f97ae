using HostTools.Configuration.Yaml;

namespace HostTools.Configuration.Evaluation;

/// <summary>Finds where in the file a character of a scalar's value stands.</summary>
internal static class ExpressionPlaces
{
    /// <summary>
    /// YAML gives only the scalar's start. Value and source differ by quotes, escapes, indentation and folding, so both are walked side by
    /// side, white space against white space; that is exact but for escapes of double-quoted text.
    /// </summary>
    public static Place Map(YamlScalar scalar, int offset)
    {
        string value = scalar.Value;
        string source = scalar.File.Text;
        int at = scalar.Start;
        if (scalar.Kind == ScalarKind.Quoted && at < source.Length)
            at++;
        else if (scalar.Kind == ScalarKind.Block)
            at = Math.Max(source.IndexOf('\n', at), at);
        int target = Math.Min(offset, value.Length);
        for (int i = 0; i < target && at < scalar.End; i++)
        {
            if (char.IsWhiteSpace(value[i]))
                continue;
            at = Find(source, value[i], at, scalar.End) + 1;
        }

        while (at < scalar.End && at < source.Length && char.IsWhiteSpace(source[at]))
            at++;
        return new Place(scalar.File, Math.Clamp(at, scalar.Start, Math.Max(scalar.Start, Math.Min(scalar.End, source.Length))));
    }

    /// <summary>Where the expression of a scalar that is wholly one begins, its <c>${{</c> included.</summary>
    public static Place OfWhole(YamlScalar scalar) => Map(scalar, scalar.Value.IndexOf("${{", StringComparison.Ordinal));

    private static int Find(string source, char wanted, int from, int end)
    {
        int found = source.IndexOf(wanted, from, Math.Min(end, source.Length) - from);
        return found < 0 ? from : found;
    }
}
