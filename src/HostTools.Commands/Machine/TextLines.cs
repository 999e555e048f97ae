using System.Text;
using HostTools.Activation;

namespace HostTools.Commands;

/// <summary>Texts in front of people.</summary>
internal static class TextLines
{
    /// <summary>One line for the file, then the difference.</summary>
    public static IReadOnlyList<string> Difference(string? before, string after, string file)
    {
        byte[]? old = before is null ? null : Encoding.UTF8.GetBytes(before);
        byte[] now = Encoding.UTF8.GetBytes(after);
        string? difference = TextDiff.Between(old, now, file, old?.Length ?? 0, now.Length);
        return [$"{(before is null ? '+' : '~')} {file}", .. (difference ?? string.Empty).Split('\n').Skip(difference?.StartsWith("--- ", StringComparison.Ordinal) == true ? 2 : 0).Select(static line => "    " + line)];
    }
}
