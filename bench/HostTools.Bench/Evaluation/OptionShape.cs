namespace HostTools.Bench.Evaluation;

/// <summary>
/// An option of a generated module in both languages. <c>[n]</c> stands for its number among those of its kind in the module, <c>[i]</c>
/// for its number in the whole set; <c>cfg</c> is the module's own group in both languages.
/// </summary>
/// <param name="Name">Name without its number.</param>
/// <param name="Type">Type in YAML.</param>
/// <param name="NixType">Type in Nix.</param>
internal sealed record OptionShape(string Name, string Type, string NixType)
{
    /// <summary>The default; null when there is none.</summary>
    public Text? Default { get; init; }

    /// <summary>What the declaring module defines.</summary>
    public Text? Own { get; init; }

    /// <summary>What the declaring module defines under a condition.</summary>
    public Text? When { get; init; }

    /// <summary>What another module defines.</summary>
    public Text? Other { get; init; }

    /// <summary>A realistic mix: plain values, values computed from other options, lists, maps and texts of several definitions.</summary>
    public static IReadOnlyList<OptionShape> Mix { get; } =
    [
        new("enable", "bool", "types.bool") { Default = new("false"), Other = new("true") },
        new("port", "port", "types.port") { Default = new("8080"), Other = new("!force 9[n]", "lib.mkForce 9[n]") },
        new("name", "str", "types.str") { Default = new("service-[i]", "\"service-[i]\""), Other = new("name of [i]", "\"name of [i]\"") },
        new("dataDir", "path", "types.path") { Default = new("/var/lib/${{ cfg.name[n] }}/[i]", "\"/var/lib/${cfg.name[n]}/[i]\"") },
        new("workers", "int(1..64)", "(types.ints.between 1 64)")
        {
            Own = new("!default 4", "lib.mkDefault 4"),
            Other = new("${{ params.turn % 8 + 1 }}", "lib.mod turn 8 + 1"),
        },
        new("packages", "list<str>", "(types.listOf types.str)")
        {
            Default = new("[]"),
            Own = new("[tool-[i], library-[i]]", "[ \"tool-[i]\" \"library-[i]\" ]"),
            When = new("[plugin-[i]]", "[ \"plugin-[i]\" ]"),
            Other = new("!before [base-[i]]", "lib.mkBefore [ \"base-[i]\" ]"),
        },
        new("mode", "enum(fast, safe, off)", "(types.enum [ \"fast\" \"safe\" \"off\" ])") { Default = new("safe", "\"safe\""), When = new("fast", "\"fast\"") },
        new("environment", "attrs<str>", "(types.attrsOf types.str)")
        {
            Default = new("{}"),
            Own = new("{ LANG: C.UTF-8, HOME: \"${{ cfg.dataDir[n] }}\" }", "{ LANG = \"C.UTF-8\"; HOME = \"${cfg.dataDir[n]}\"; }"),
            Other = new("{ EXTRA: text-[i] }", "{ EXTRA = \"text-[i]\"; }"),
        },
        new("extraConfig", "lines", "types.lines")
        {
            Default = new("\"\""),
            Own = new("\"listen ${{ cfg.port[n] }} in ${{ cfg.dataDir[n] }}\"", "\"listen ${toString cfg.port[n]} in ${cfg.dataDir[n]}\""),
            When = new("\"workers ${{ cfg.workers[n] }}\"", "\"workers ${toString cfg.workers[n]}\""),
        },
        new("timeout", "int?", "(types.nullOr types.int)") { Default = new("null"), Other = new("3[n]") },
    ];

    public int Definitions => (Own is null ? 0 : 1) + (When is null ? 0 : 1) + (Other is null ? 0 : 1);
}

/// <summary>A value in both languages.</summary>
internal sealed record Text(string Yaml, string Nix)
{
    public Text(string both)
        : this(both, both)
    {
    }
}
