using System.Text.RegularExpressions;

namespace HostTools.Machine.Boot;

/// <summary>Names and texts that can stand in every boot loader's files.</summary>
internal static partial class BootName
{
    /// <summary>A name that can be part of a file's.</summary>
    public static bool IsName(string name) => Name().IsMatch(name);

    /// <exception cref="FormatException">It is no such name.</exception>
    public static string Checked(string name) => IsName(name) ? name : throw new FormatException($"has '{name}' where the name of a boot entry is expected");

    /// <summary>What a title or parameter would do to a line of such a file; null when nothing.</summary>
    public static string? Problem(string text)
    {
        if (text.Any(char.IsControl))
            return "it has line ends or other control characters";
        return text.Contains("${", StringComparison.Ordinal) ? "'${' begins a macro of the loader" : null;
    }

    [GeneratedRegex("^[A-Za-z0-9][A-Za-z0-9+_.-]{0,63}$", RegexOptions.CultureInvariant)]
    private static partial Regex Name();
}
