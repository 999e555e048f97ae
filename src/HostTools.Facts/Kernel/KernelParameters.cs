namespace HostTools.Facts;

/// <summary>What a kernel was started with.</summary>
public static class KernelParameters
{
    /// <summary>The parameters of a command line, in order. Double quotes keep blanks together; what follows <c>--</c> is for init.</summary>
    public static IReadOnlyList<string> Parse(string line)
    {
        var parameters = new List<string>();
        var word = new System.Text.StringBuilder();
        bool isQuoted = false;
        foreach (char sign in line + " ")
        {
            if (sign == '"')
            {
                isQuoted = !isQuoted;
            }
            else if (isQuoted || !char.IsWhiteSpace(sign))
            {
                word.Append(sign);
            }
            else if (word.Length > 0)
            {
                if (word.ToString() == "--")
                    return parameters;
                parameters.Add(word.ToString());
                word.Clear();
            }
        }

        if (word.Length > 0)
            parameters.Add(word.ToString().TrimEnd());
        return parameters;
    }

    /// <summary>The value of a parameter, the last one of it; empty for one without a value; null when it is not given. The kernel takes <c>-</c> and <c>_</c> in names for the same.</summary>
    public static string? Value(IReadOnlyList<string> parameters, string name) => All(parameters, name).LastOrDefault();

    /// <summary>All values of a parameter, in order.</summary>
    public static IEnumerable<string> All(IReadOnlyList<string> parameters, string name)
    {
        foreach (string parameter in parameters)
        {
            int equals = parameter.IndexOf('=');
            string given = equals < 0 ? parameter : parameter[..equals];
            if (Same(given, name))
                yield return equals < 0 ? string.Empty : parameter[(equals + 1)..];
        }
    }

    private static bool Same(string one, string other) => one.Length == other.Length && one.Replace('-', '_') == other.Replace('-', '_');
}
