namespace HostTools.Models.Scanning.Code;

/// <summary>Cuts a template into its instructions: what stands in <c>{{ }}</c> and <c>{% %}</c>. Comments are left out.</summary>
internal static class TemplateParts
{
    public static IEnumerable<string> Of(string template)
    {
        for (int at = template.IndexOf('{', StringComparison.Ordinal); at >= 0 && at + 1 < template.Length; at = template.IndexOf('{', at))
        {
            char kind = template[at + 1];
            if (kind is not ('{' or '%' or '#'))
            {
                at++;
                continue;
            }

            int end = kind == '#' ? template.IndexOf("#}", at + 2, StringComparison.Ordinal) : End(template, at + 2, kind == '{' ? "}}" : "%}");
            if (kind != '#')
                yield return template[(at + 2)..(end < 0 ? template.Length : end)];
            if (end < 0)
                yield break;
            at = end + 2;
            if (at >= template.Length)
                yield break;
        }
    }

    /// <summary>The end of an instruction; one that stands inside a text does not count.</summary>
    private static int End(string template, int start, string mark)
    {
        char quote = '\0';
        for (int i = start; i < template.Length; i++)
        {
            char c = template[i];
            if (quote != '\0')
            {
                if (c == '\\')
                    i++;
                else if (c == quote)
                    quote = '\0';
            }
            else if (c is '\'' or '"')
            {
                quote = c;
            }
            else if (c == mark[0] && i + 1 < template.Length && template[i + 1] == mark[1])
            {
                return i;
            }
        }

        return -1;
    }
}
