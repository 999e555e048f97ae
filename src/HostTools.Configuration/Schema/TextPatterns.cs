using System.Text.RegularExpressions;
using HostTools.Configuration.Options;

namespace HostTools.Configuration.Schema;

/// <summary>Expressions for texts, in the dialect that every validator knows. They accept at least what the type accepts.</summary>
internal static partial class TextPatterns
{
    /// <summary>A text with an expression in it fits everywhere; an empty one is what editors see of <c>!unset</c>.</summary>
    public const string Expression = @"\$\{\{|^$";

    /// <summary>Lists and maps come from a text that is wholly one expression.</summary>
    public const string WholeExpression = @"^\s*\$\{\{|^$";

    /// <summary>Editors see the text of a scalar with a tag, not what YAML would read.</summary>
    public const string Null = "^(?:null|~)$";

    private const string Octet = @"(?:25[0-5]|2[0-4]\d|1?\d?\d)";
    private const string Ip4 = $@"{Octet}(?:\.{Octet}){{3}}";
    private const string Ip6 = "[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*";

    /// <summary>What texts of a type match; null when nothing useful can be said.</summary>
    public static string? Of(OptionType type) =>
        type switch
        {
            TextType { Expression: { } own } => Portable(own) ? $"^(?:{own})$" : null,
            BoolType or BoolByOrType => "^(?:true|false)$",
            IntType => @"^[-+]?\d+$",
            FloatType => @"^[-+.\deE]+$",
            FileType => "^[^/]",
            _ => OfName(type.Name),
        };

    private static string? OfName(string name) =>
        name switch
        {
            "path" => "^/",
            "uri" => "^[A-Za-z][A-Za-z0-9+.-]*:",
            "ip" => $"^{Ip4}$|^{Ip6}(?:%.+)?$",
            "cidr" => $@"^{Ip4}/(?:[12]?\d|3[0-2])$|^{Ip6}/\d{{1,3}}$",
            "semver" => @"^\d+\.\d+\.\d+(?:[-+].*)?$",
            "duration" => @"^\s*(?:[\d.]+|(?:[\d.]+(?:us|ms|sec|s|min|m|h|d|w)\s*)+)\s*$",
            "mode" => "^[0-7]{3,4}$",
            "nonEmptyStr" or "calendar" => @"\S",
            "singleLineStr" => @"^[^\n\r]*\n?$",
            "passwdEntry" => @"^[^:\n]*$",
            _ when name.StartsWith("size", StringComparison.Ordinal) => @"^\s*\d[\d.]*\s*(?:[KMGTP]i?B?|kB|B)?\s*$",
            _ => null,
        };

    /// <summary>Whether an expression means the same to .NET, JavaScript and Python; others are left to the evaluation.</summary>
    private static bool Portable(string expression) => !Dialect().IsMatch(expression);

    [GeneratedRegex(@"\(\?(?![:=!])|\\[^dDwWsSbBnrtfv.*+?()\[\]{}|^$\\/-]|-\[|\[:|\{,", RegexOptions.CultureInvariant)]
    private static partial Regex Dialect();
}
