namespace HostTools.Cli.Output;

/// <summary>The columns of a type in a table.</summary>
/// <param name="Columns">Heading and text of each.</param>
internal sealed record TableView(IReadOnlyList<(string Heading, Func<object, string> Text)> Columns)
{
    public static TableView Of<T>(params (string Heading, Func<T, string> Text)[] columns) =>
        new([.. columns.Select(static column => (column.Heading, (Func<object, string>)(value => column.Text((T)value))))]);
}
