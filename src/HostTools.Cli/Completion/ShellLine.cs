using System.Text;

namespace HostTools.Cli.Completion;

/// <summary>A command line as far as it was typed: the words before the cursor's, and the beginning of that one.</summary>
/// <param name="Words">Finished words, without the program's name.</param>
/// <param name="Current">What was typed of the word at the cursor; may be empty.</param>
internal sealed record ShellLine(IReadOnlyList<string> Words, string Current)
{
    /// <summary>Reads a line as shells do, as far as it matters here: blanks part words, quotes and backslashes keep blanks.</summary>
    public static ShellLine Read(string line)
    {
        List<string> words = [];
        var word = new StringBuilder();
        char quote = '\0';
        bool started = false;
        for (int i = 0; i < line.Length; i++)
        {
            char c = line[i];
            if (quote == '\0' && char.IsWhiteSpace(c))
            {
                if (started)
                    words.Add(word.ToString());
                word.Clear();
                started = false;
                continue;
            }

            started = true;
            if (c == quote)
                quote = '\0';
            else if (quote == '\0' && c is '\'' or '"')
                quote = c;
            else if (c == '\\' && quote != '\'' && i + 1 < line.Length)
                word.Append(line[++i]);
            else
                word.Append(c);
        }

        return new ShellLine([.. words.Skip(1)], words.Count > 0 ? word.ToString() : string.Empty);
    }
}
