namespace HostTools.Configuration.Tests.Nix;

/// <summary>A type in both languages, with what is drawn for it.</summary>
/// <param name="Yaml">As our declaration: the type and its <c>module:</c>.</param>
/// <param name="Nix">As Nix writes it.</param>
/// <param name="Draw">A value of the type.</param>
/// <param name="Wrong">A value that both refuse.</param>
internal sealed record TypePair(string Yaml, string Nix, Func<ModuleSetGenerator, Term> Draw, Func<ModuleSetGenerator, Term> Wrong)
{
    /// <summary>What expressions may do with it; empty when nothing.</summary>
    public string Kind { get; init; } = string.Empty;

    /// <summary>Several definitions are put in a row, so their order counts.</summary>
    public bool IsOrdered { get; init; }

    /// <summary>There is a value without any definition.</summary>
    public bool HasEmptyValue { get; init; }

    private const string Instance =
        "{ options: { p: { type: int, default: 1 }, twice: { type: int, default: \"${{ self.p * 2 }}\" }, n: { type: str, default: \"${{ name }}\" }, " +
        "e: { type: bool, default: false }, r: { type: list<int> }, m: { type: attrs<str> }, z: { type: int?, default: null } }, " +
        "config: [{ when: self.e, set: { p: !default 9, r: !before [0] } }], freeform: attrs<int> }";

    private const string NixInstance =
        "({ config, name, ... }: { freeformType = types.attrsOf types.int; options = { p = lib.mkOption { type = types.int; default = 1; }; " +
        "twice = lib.mkOption { type = types.int; default = config.p * 2; }; n = lib.mkOption { type = types.str; default = name; }; " +
        "e = lib.mkOption { type = types.bool; default = false; }; r = lib.mkOption { type = types.listOf types.int; }; " +
        "m = lib.mkOption { type = types.attrsOf types.str; }; z = lib.mkOption { type = types.nullOr types.int; default = null; }; }; " +
        "config = lib.mkIf config.e { p = lib.mkDefault 9; r = lib.mkBefore [ 0 ]; }; })";

    public static IReadOnlyList<TypePair> All { get; } =
    [
        new("bool", "types.bool", static g => g.Bool(), static g => g.Text()) { Kind = "bool" },
        new("int", "types.int", static g => g.Int(), static g => g.Any(g.Text(), g.Null, g.List(g.Int))) { Kind = "int" },
        new("int(0..3)", "(types.ints.between 0 3)", static g => g.Int(), static _ => new Literal(7L)),
        new("u8", "types.ints.u8", static g => g.Int(), static _ => new Literal(256L)),
        new("port", "types.port", static g => g.Int(), static _ => new Literal(70000L)),
        new("str", "types.str", static g => g.Text(), static g => g.Any(g.List(g.Text), g.Null, g.Map(g.Text))) { Kind = "str" },
        new("'enum(a, b, c)'", "(types.enum [ \"a\" \"b\" \"c\" ])", static g => g.Text(), static _ => new Literal("d")),
        new("nonEmptyStr", "types.nonEmptyStr", static g => g.Text(), static _ => new Literal(" ")),
        new("'str(/[a-c]+/)'", "(types.strMatching \"[a-c]+\")", static g => g.Text(), static _ => new Literal("a1")),
        new("boolByOr", "types.boolByOr", static g => g.Bool(), static _ => new Literal("true")),
        new("lines", "types.lines", static g => g.Text(), static g => g.List(g.Text)) { IsOrdered = true },
        new("commas", "types.commas", static g => g.Text(), static g => g.Null) { IsOrdered = true },
        new("list<int>", "(types.listOf types.int)", static g => g.List(g.Int), static g => g.Any(g.Text(), g.List(g.Text, 1), g.Null)) { Kind = "list", IsOrdered = true, HasEmptyValue = true },
        new("list<list<str>>", "(types.listOf (types.listOf types.str))", static g => g.List(() => g.List(g.Text)), static g => g.List(g.Text, 1)) { IsOrdered = true, HasEmptyValue = true },
        new("nonEmptyList<int>", "(types.nonEmptyListOf types.int)", static g => g.Full(g.Int), static g => g.Text()) { IsOrdered = true },
        new("attrs<int>", "(types.attrsOf types.int)", static g => g.Map(g.Int), static g => g.Any(g.Map(g.Text, 1), g.Text())) { HasEmptyValue = true },
        new("attrs<list<str>>", "(types.attrsOf (types.listOf types.str))", static g => g.Map(() => g.List(g.Text)), static g => g.Map(g.Text, 1)) { IsOrdered = true, HasEmptyValue = true },
        new("attrs<attrs<bool>>", "(types.attrsOf (types.attrsOf types.bool))", static g => g.Map(() => g.Map(g.Bool)), static g => g.Map(g.Bool, 1)) { HasEmptyValue = true },
        new("int?", "(types.nullOr types.int)", static g => g.Any(g.Int(), g.Int(), g.Null), static g => g.Text()) { HasEmptyValue = true },
        new("'attrs<int?>'", "(types.attrsOf (types.nullOr types.int))", static g => g.Map(() => g.Any(g.Int(), g.Null)), static g => g.Map(g.Text, 1)) { HasEmptyValue = true },
        new("'list<int>?'", "(types.nullOr (types.listOf types.int))", static g => g.Any(g.List(g.Int), g.List(g.Int), g.Null), static g => g.Text()) { IsOrdered = true, HasEmptyValue = true },
        new("int | str", "(types.either types.int types.str)", static g => g.Any(g.Int(), g.Text()), static g => g.Any(g.Null, g.List(g.Int))),
        new("int | list<int>", "(types.either types.int (types.listOf types.int))", static g => g.Any(g.Int(), g.List(g.Int)), static g => g.Text()) { IsOrdered = true },
        new("bool | int | list<str>", "(types.oneOf [ types.bool types.int (types.listOf types.str) ])", static g => g.Any(g.Bool(), g.Int(), g.List(g.Text)), static g => g.Text()) { IsOrdered = true },
        new("anything", "types.anything", static g => g.Data(2), static g => g.Data(2)),
        new("unique<int>", "(types.uniq types.int)", static g => g.Int(), static g => g.Text()),
        new($"submodule, module: {Nameless(Instance)}", $"(types.submodule {Nameless(NixInstance)})", static g => g.Instance(), static g => g.Any(g.Text(), g.List(g.Int))) { IsOrdered = true, HasEmptyValue = true },
        new($"attrs<submodule>, module: {Instance}", $"(types.attrsOf (types.submodule {NixInstance}))", static g => g.Map(g.Instance), static g => g.Map(g.Text, 1)) { IsOrdered = true, HasEmptyValue = true },
        new($"list<submodule>, module: {Nameless(Instance)}", $"(types.listOf (types.submodule {Nameless(NixInstance)}))", static g => g.List(g.Instance), static g => g.List(g.Text, 1)) { IsOrdered = true, HasEmptyValue = true },
    ];

    /// <summary>Only an entry of a map has a name that both agree on.</summary>
    private static string Nameless(string module) =>
        module.Replace("n: { type: str, default: \"${{ name }}\" }, ", string.Empty, StringComparison.Ordinal)
            .Replace("n = lib.mkOption { type = types.str; default = name; }; ", string.Empty, StringComparison.Ordinal);
}
