using HostTools.Activation;
using HostTools.Configuration;

namespace HostTools.Cli.Output;

/// <summary>Writes differences as a diff does: a line for each thing, the old below with a minus, the new with a plus.</summary>
internal static class DifferenceText
{
    /// <summary>Lines about a configuration's value; of text in several lines only those that differ.</summary>
    public static IEnumerable<string> Lines(ConfigDifference difference)
    {
        string sign = difference.Difference switch
        {
            ConfigDifferenceKind.Added => "+",
            ConfigDifferenceKind.Removed => "-",
            _ => "~",
        };
        yield return $"{sign} {difference.Name}{(difference.Origins is [var origin, ..] ? $"  [{origin}]" : string.Empty)}";
        string[] before = difference.Difference is ConfigDifferenceKind.Added ? [] : Text(difference.Before);
        string[] after = difference.Difference is ConfigDifferenceKind.Removed ? [] : Text(difference.After);
        int same = before.Zip(after).TakeWhile(static pair => pair.First == pair.Second).Count();
        int end = before.Skip(same).Reverse().Zip(after.Skip(same).Reverse()).TakeWhile(static pair => pair.First == pair.Second).Count();
        foreach (string line in before[same..^end])
            yield return $"    - {line}";
        foreach (string line in after[same..^end])
            yield return $"    + {line}";
    }

    /// <summary>Lines about a resource of two generations.</summary>
    public static IEnumerable<string> Lines(GenerationDifference difference)
    {
        string sign = difference.Difference switch
        {
            DifferenceKind.Added => "+",
            DifferenceKind.Removed => "-",
            _ => "~",
        };
        yield return $"{sign} {difference.Kind} {difference.Path} ({difference.Detail})";
        foreach (string line in difference.Diff?.Split('\n').Where(static line => line is not (['-', '-', '-', ..] or ['+', '+', '+', ..])) ?? [])
            yield return $"    {line}";
    }

    private static string[] Text(object? value) =>
        value is string text && text.Contains('\n', StringComparison.Ordinal) ? text.TrimEnd('\n').Split('\n') : [ConfigText.Inline(value)];
}
