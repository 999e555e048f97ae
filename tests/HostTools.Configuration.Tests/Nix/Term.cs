using System.Globalization;
using System.Text.Json;

namespace HostTools.Configuration.Tests.Nix;

/// <summary>A value with what surrounds it, which both languages can write.</summary>
internal abstract record Term
{
    public abstract string Yaml { get; }

    public abstract string Nix { get; }

    protected static string Quote(string text) => JsonSerializer.Serialize(text);
}

internal sealed record Literal(object? Value) : Term
{
    public override string Yaml => Value switch { null => "null", string text => Quote(text), bool flag => flag ? "true" : "false", _ => Convert.ToString(Value, CultureInfo.InvariantCulture)! };

    public override string Nix => Value is long and < 0 ? $"({Yaml})" : Yaml;
}

/// <summary>The same expression in both languages.</summary>
internal sealed record Computed(string Cel, string NixText) : Term
{
    public override string Yaml => $"\"${{{{ {Cel.Replace("\"", "'", StringComparison.Ordinal)} }}}}\"";

    public override string Nix => $"({NixText})";
}

internal sealed record Items(IReadOnlyList<Term> Terms) : Term
{
    public override string Yaml => $"[{string.Join(", ", Terms.Select(static t => t.Yaml))}]";

    public override string Nix => $"[ {string.Join(' ', Terms.Select(static t => t.Nix))} ]";
}

internal sealed record Entries(IReadOnlyList<(string Key, Term Value)> Pairs) : Term
{
    public override string Yaml => Pairs.Count == 0 ? "{}" : $"{{ {string.Join(", ", Pairs.Select(static p => $"{p.Key}: {p.Value.Yaml}"))} }}";

    public override string Nix => $"{{ {string.Concat(Pairs.Select(static p => $"{p.Key} = {p.Value.Nix}; "))}}}";
}

/// <summary>A priority or an order around a value.</summary>
internal sealed record Wrapped(bool IsPriority, int Number, bool AsTag, Term Inner) : Term
{
    private string? Word => (IsPriority, Number) switch { (true, 50) => "force", (true, 1000) => "default", (false, 500) => "before", (false, 1500) => "after", _ => null };

    public override string Yaml
    {
        get
        {
            string name = IsPriority ? "override" : "order";
            if (AsTag && Inner is not (Wrapped or Conditional))
                return Word is null ? $"!{name}({Number.ToString(CultureInfo.InvariantCulture)}) {Inner.Yaml}" : $"!{Word} {Inner.Yaml}";
            return Word is null
                ? $"{{ ${name}: {{ {(IsPriority ? "priority" : "order")}: {Number.ToString(CultureInfo.InvariantCulture)}, value: {Inner.Yaml} }} }}"
                : $"{{ ${Word}: {Inner.Yaml} }}";
        }
    }

    public override string Nix => $"(lib.{(IsPriority ? "mkOverride" : "mkOrder")} {Number.ToString(CultureInfo.InvariantCulture)} {Inner.Nix})";
}

internal sealed record Conditional(Computed Condition, Term Inner) : Term
{
    public override string Yaml => $"{{ $if: {Quote(Condition.Cel)}, $then: {Inner.Yaml} }}";

    public override string Nix => $"(lib.mkIf {Condition.Nix} {Inner.Nix})";
}
