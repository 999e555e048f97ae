using System.Text.RegularExpressions;
using HostTools.Configuration.Options;

namespace HostTools.Configuration.Schema;

/// <summary>A key that may be written in a mapping, dotted where it leads further down, and the definition of what it takes.</summary>
/// <param name="Names">Names of options from the mapping on; null stands for a name that the user gives.</param>
/// <param name="Target">Name of the definition; null takes anything.</param>
internal readonly record struct SchemaKey(IReadOnlyList<string?> Names, string? Target)
{
    /// <summary>One name as it is written: quoted, or without dots outside of expressions.</summary>
    public const string Name = """(?:"[^"]*"|'[^']*'|(?:[^."'$]|\$(?!\{\{)|\$\{\{.*?\}\})+)""";

    /// <summary>The last name may hold dots: it is a key of scalars or lists.</summary>
    public bool TakesRest { get; init; }

    public bool IsPattern => TakesRest || Names.Contains(null);

    /// <summary>The key for <c>properties</c>, or the expression for <c>patternProperties</c>.</summary>
    public string Text
    {
        get
        {
            if (!IsPattern)
                return Names.Count == 1 ? Names[0]! : OptionPath.Join(Names!);
            bool rest = TakesRest;
            int last = Names.Count - 1;
            return $"^{string.Join("\\.", Names.Select((name, i) => name is null ? rest && i == last ? ".+" : Name : Literal(name)))}$";
        }
    }

    public SchemaKey Below(string? name) => this with { Names = [name, .. Names] };

    /// <summary><see cref="Regex.Escape"/> also escapes what other dialects must not.</summary>
    private static string Literal(string name) => string.Concat(OptionPath.Quote(name).Select(static c => ".^$|?*+()[]{}\\".Contains(c, StringComparison.Ordinal) ? $"\\{c}" : c.ToString()));
}
