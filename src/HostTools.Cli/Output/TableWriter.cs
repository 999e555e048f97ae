using Spectre.Console;

namespace HostTools.Cli.Output;

/// <summary>Lays out rows as a table; the last column wraps on a terminal and runs on elsewhere.</summary>
internal static class TableWriter
{
    private const int Unlimited = 4096;

    public static void Write(TableView view, IReadOnlyList<object> rows, Terminal terminal)
    {
        var table = new Table { Border = TableBorder.None, ShowHeaders = true };
        foreach ((string heading, _) in view.Columns)
            table.AddColumn(new TableColumn(new Text(heading)) { Padding = new Padding(0, 0, 2, 0) });
        foreach (object row in rows)
            table.AddRow(view.Columns.Select(column => (Spectre.Console.Rendering.IRenderable)new Text(column.Text(row))));

        using var text = new StringWriter();
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = AnsiSupport.No,
            ColorSystem = ColorSystemSupport.NoColors,
            Interactive = InteractionSupport.No,
            Out = new TextOutput(text, terminal.Width ?? Unlimited),
        });
        console.Profile.Width = terminal.Width ?? Unlimited;
        console.Write(table);
        var paint = new Paint(terminal.ColorsOutput);
        bool isHeading = true;
        foreach (string line in text.ToString().TrimEnd().Split('\n'))
        {
            terminal.Output.WriteLine(isHeading ? paint.Bold(line.TrimEnd()) : line.TrimEnd());
            isHeading = false;
        }
    }

    // The library's own output asks the real terminal for its size, which writes to it.
    private sealed class TextOutput(TextWriter writer, int width) : IAnsiConsoleOutput
    {
        public TextWriter Writer => writer;

        public bool IsTerminal => false;

        public int Width => width;

        public int Height => 24;

        public void SetEncoding(System.Text.Encoding encoding)
        {
        }
    }
}
