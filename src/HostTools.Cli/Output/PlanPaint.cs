namespace HostTools.Cli.Output;

/// <summary>Colours of a plan's lines: made, changed, gone.</summary>
internal static class PlanPaint
{
    public static string Line(Paint paint, string line) => line.AsSpan().TrimStart() switch
    {
        ['+', ..] => paint.Green(line),
        ['-', ..] => paint.Red(line),
        ['~' or '!', ..] => paint.Yellow(line),
        ['@', '@', ..] => paint.Faint(line),
        _ => line,
    };
}
