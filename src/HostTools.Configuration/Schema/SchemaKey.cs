using System.Text.RegularExpressions;
using HostTools.Configuration.Options;

namespace HostTools.Configuration.Schema;

/// <summary>A key that may be written in a mapping, dotted where it leads further down, and the definition of what it takes.</summary>
/// <param name="Names">Names of options from the mapping on; null stands for a name that the user gives.</param>
/// <param name="Target">Name of the definition; null takes anything.</param>
internal readonly record struct SchemaKey(IReadOnlyList<string?> Names, string? Target)
{
    /// <summary>One name as it is written: quoted, or without dots outside of expressions.</summary>
    public const string Name = """("[^"]*"|'[^']*'|(\$\{\{.*?\}\}|[^."'])+)""";

    /// <summary>The last name may hold dots: it is a key of scalars or lists.</summary>
    public bool TakesRest { get; init; }

    public bool IsPattern => TakesRest || Names.Contains(null);

    /// <summary>The key for <c>properties</c>; only where no name is the user's.</summary>
    public string Literal => Names.Count == 1 ? Names[0]! : OptionPath.Join(Names!);

    /// <summary>Keys as <c>patternProperties</c>; those that lead to one definition by the same names below the user's are one expression.</summary>
    public static IEnumerable<(string Expression, string? Target)> Patterns(IEnumerable<SchemaKey> keys) =>
        keys.GroupBy(static key => (key.Target, key.Tail)).Select(static same =>
        {
            List<string> heads = [.. same.Select(static key => key.Head).Distinct(StringComparer.Ordinal)];
            return ($"^{(heads.Count == 1 ? heads[0] : $"({string.Join('|', heads)})")}{same.Key.Tail}$", same.Key.Target);
        });

    /// <summary>The names of options in front of the first that the user gives, with a dot behind each.</summary>
    private string Head => string.Concat(Names.TakeWhile(static name => name is not null).Select(static name => Escape(name!) + "\\."));

    private string Tail
    {
        get
        {
            (bool rest, int last) = (TakesRest, Names.Count - 1);
            return string.Join("\\.", Names.Select((name, i) => name is not null ? Escape(name) : rest && i == last ? ".+" : Name).Skip(Names.TakeWhile(static name => name is not null).Count()));
        }
    }

    public SchemaKey Below(string? name) => this with { Names = [name, .. Names] };

    /// <summary><see cref="Regex.Escape"/> also escapes what other dialects must not.</summary>
    private static string Escape(string name) => string.Concat(OptionPath.Quote(name).Select(static c => ".^$|?*+()[]{}\\".Contains(c, StringComparison.Ordinal) ? $"\\{c}" : c.ToString()));
}
