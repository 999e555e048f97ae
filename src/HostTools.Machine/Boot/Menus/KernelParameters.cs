namespace HostTools.Machine.Boot;

/// <summary>A kernel's command line in words; double quotes keep blanks together.</summary>
internal static class KernelParameters
{
    public static IReadOnlyList<string> Split(string line)
    {
        var words = new List<string>();
        bool isQuoted = false;
        int start = -1;
        for (int at = 0; at <= line.Length; at++)
        {
            if (at < line.Length && (isQuoted || line[at] is not (' ' or '\t')))
            {
                start = start < 0 ? at : start;
                isQuoted ^= line[at] == '"';
            }
            else if (start >= 0)
            {
                words.Add(line[start..at]);
                start = -1;
            }
        }

        return words;
    }
}
