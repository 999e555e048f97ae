namespace HostTools.Cli.Tests.Pages;

/// <summary>
/// The code of a page of the documentation, in its order. A <c>yaml</c> block whose first line is a comment with a path is that file;
/// <c>sh</c> and <c>powershell</c> blocks are run, <c>fails</c> behind the language says that they must fail; a <c>text</c> block is what the
/// block before it says, where a line <c>…</c> stands for any lines. Other blocks, such as <c>console</c>, are only read.
/// </summary>
/// <param name="Blocks">The blocks.</param>
internal sealed record Page(IReadOnlyList<PageBlock> Blocks)
{
    public static Page Read(string path)
    {
        List<PageBlock> blocks = [];
        string? language = null;
        List<string> lines = [];
        int number = 0, start = 0;
        foreach (string line in File.ReadLines(path))
        {
            number++;
            if (language is null)
            {
                if (line.StartsWith("```", StringComparison.Ordinal))
                    (language, start) = (line[3..].Trim(), number);
                continue;
            }

            if (line != "```")
            {
                lines.Add(line);
                continue;
            }

            blocks.Add(new PageBlock(language, [.. lines], start));
            language = null;
            lines.Clear();
        }

        return new Page(blocks);
    }
}

/// <summary>A block of code.</summary>
/// <param name="Info">What stands behind the fence.</param>
/// <param name="Lines">Its lines.</param>
/// <param name="Line">Line of the fence.</param>
internal sealed record PageBlock(string Info, IReadOnlyList<string> Lines, int Line)
{
    public string Language => Info.Split(' ')[0];

    public bool Fails => Info.Split(' ').Contains("fails");

    /// <summary>The file that a block of YAML is; null when it only shows something.</summary>
    public string? FileName => Language == "yaml" && Lines is [['#', ' ', .. var name], ..] && name.EndsWith(".yaml", StringComparison.Ordinal) && !name.Contains(' ') ? name : null;

    public string Text => string.Join('\n', Lines) + "\n";
}
