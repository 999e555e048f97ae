using System.Globalization;

namespace HostTools.Configuration.Tests.Nix;

/// <summary>
/// Draws module sets over what both languages share. Left out, as decided differently or not known there: priorities inside priorities,
/// conditions inside priorities or on read-only options, plain numbers for texts, orders on single elements and (which
/// Nix cannot read) on instances.
/// </summary>
internal sealed class ModuleSetGenerator(Random random)
{
    private static readonly int[] s_priorities = [10, 50, 50, 50, 60, 100, 1000, 1000, 1500];
    private static readonly int[] s_orders = [200, 500, 500, 1000, 1500, 1500];
    private static readonly string[] s_letters = ["a", "b", "c"];

    private readonly List<GeneratedOption> _options = [];
    private readonly HashSet<int> _orders = [];
    private int _limit;

    public Literal Null { get; } = new(null);

    public ModuleSet Next()
    {
        _options.Clear();
        _orders.Clear();
        _orders.Add(500);
        List<GeneratedModule> modules = [.. Enumerable.Range(0, random.Next(1, 6)).Select(static _ => new GeneratedModule())];
        // In a row or a fan both have one order of definitions. In other shapes Nix goes by the distance from the start, we by the imports.
        int shape = random.Next(3);
        bool shared = shape == 2 && modules.Count > 2;
        for (int i = 1; i < modules.Count; i++)
        {
            modules[shape switch { 0 => i - 1, 1 => 0, _ => random.Next(i) }].Imports.Add(i);
            int other = random.Next(i);
            if (shared && Chance(40) && !modules[other].Imports.Contains(i))
                modules[other].Imports.Add(i);
        }

        if (modules.Count > 2 && Chance(15))
            modules[random.Next(modules.Count)].Disabled.Add(random.Next(1, modules.Count));
        Declare(modules, shared);
        foreach (GeneratedModule module in modules)
            Define(module);
        bool unknown = Chance(2);
        if (unknown)
            modules[0].Blocks.Add(new GeneratedBlock(null, null, [("nobody", new Literal(1L))]));
        return new ModuleSet(modules) { HasUnknown = unknown };
    }

    public bool Chance(int percent) => random.Next(100) < percent;

    public Term Any(params Term[] terms) => terms[random.Next(terms.Length)];

    public Term Bool() =>
        Chance(20) && Readable("bool") is { } other ? new Computed($"!{other}", $"! {other}")
        : Chance(10) && Readable("int") is { } number ? new Computed($"{number} > 1", $"{number} > 1")
        : new Literal(Chance(50));

    public Term Int() =>
        Chance(15) && Readable("int") is { } other ? new Computed($"{other} + 1", $"{other} + 1")
        : Chance(8) && Readable("list") is { } list ? new Computed($"size({list})", $"builtins.length (builtins.deepSeq {list} {list})")
        : new Literal((long)random.Next(-1, 4));

    public Term Text() =>
        Chance(15) && Readable("str") is { } other ? new Computed($"{other} + \"b\"", $"{other} + \"b\"") : new Literal(s_letters[random.Next(3)]);

    public Term List(Func<Term> element) => List(element, 0);

    public Term List(Func<Term> element, int least) =>
        new Items([.. Enumerable.Range(0, random.Next(least, 4)).Select(_ => Chance(8) ? Maybe(element()) : element())]);

    /// <summary>At least one element, whatever holds.</summary>
    public Term Full(Func<Term> element) => new Items([.. Enumerable.Range(0, random.Next(1, 4)).Select(_ => element())]);

    public Term Map(Func<Term> value) => Map(value, 0);

    public Term Map(Func<Term> value, int least)
    {
        int count = random.Next(least, 4);
        return new Entries([.. s_letters.OrderBy(_ => random.Next()).Take(count).Select(key => (key, Around(value())))]);
    }

    /// <summary>Data without a type: maps, lists and scalars.</summary>
    public Term Data(int depth) =>
        depth > 0 && Chance(60) ? Map(() => Data(depth - 1)) : Any(new Literal((long)random.Next(2)), new Literal("a"), new Literal(true), new Items([new Literal(1L), new Literal((long)random.Next(2))]));

    /// <summary>What somebody sets in an instance of a submodule.</summary>
    public Term Instance()
    {
        (string Key, Func<Term> Value)[] all = [("p", Int), ("e", Bool), ("m", () => Map(Text)), ("z", () => Any(Int(), Null)), ("extra", Int)];
        List<(string Key, Term Value)> set = [.. all.Where(_ => Chance(40)).Select(entry => (entry.Key, Around(Chance(2) ? Text() : entry.Value())))];
        if (Chance(40))
            set.Add(("r", InOrder(List(Int))));
        return new Entries(set);
    }

    /// <summary>Inside an instance Nix has another order than outside, so each list there has a place of its own.</summary>
    private Term InOrder(Term list)
    {
        int order;
        do
        {
            order = random.Next(1, 3000);
        }
        while (!_orders.Add(order));
        Term value = new Wrapped(false, order, Chance(50), list);
        return Chance(25) ? new Wrapped(true, Priority(), Chance(50), value) : value;
    }

    private void Declare(List<GeneratedModule> modules, bool shared)
    {
        TypePair[] types = [.. TypePair.All.Where(t => !shared || !t.IsOrdered)];
        int count = random.Next(6, 14);
        for (int i = 0; i < count; i++)
        {
            // Conditions need something to read.
            TypePair type = i < 2 ? TypePair.All[i] : types[random.Next(types.Length)];
            string name = string.Create(CultureInfo.InvariantCulture, $"{(Chance(35) ? Chance(50) ? "g." : "g.h." : string.Empty)}o{i}");
            _limit = i;
            var option = new GeneratedOption(name, type)
            {
                Default = Chance(45) ? Chance(4) ? type.Wrong(this) : type.Draw(this) : null,
                ReadOnly = Chance(6),
                Applies = type.Kind == "int" && Chance(15),
            };
            _options.Add(option);
            // What is read must be there; a module that others disable may declare the rest.
            modules[type.Kind.Length > 0 || Chance(80) ? 0 : random.Next(modules.Count)].Options.Add(option);
        }
    }

    private void Define(GeneratedModule module)
    {
        for (int i = random.Next(1, 4); i > 0; i--)
        {
            int first = random.Next(_options.Count);
            GeneratedOption[] chosen = [.. _options.Skip(first).OrderBy(_ => random.Next()).Take(random.Next(1, 6))];
            chosen = [.. chosen.Where(static o => !o.ReadOnly)];
            if (chosen.Length == 0)
                continue;
            _limit = chosen.Min(Index);
            Computed? when = Chance(30) ? Condition() : null;
            int? priority = Chance(10) ? Priority() : null;
            module.Blocks.Add(new GeneratedBlock(when, priority, Set(chosen, plain: priority is not null)));
        }

        foreach (GeneratedOption option in _options.Where(o => o.ReadOnly && Chance(40)))
        {
            _limit = Index(option);
            module.Blocks.Add(new GeneratedBlock(null, null, [(option.Path, Chance(30) ? new Wrapped(true, Priority(), true, option.Type.Draw(this)) : option.Type.Draw(this))]));
        }
    }

    /// <summary>A group is written as one mapping, perhaps with a priority or a condition around it, or by dotted keys.</summary>
    private List<(string Key, Term Value)> Set(IReadOnlyList<GeneratedOption> options, bool plain)
    {
        GeneratedOption[] grouped = [.. options.Where(static o => o.Names is ["g", _])];
        bool together = grouped.Length > 0 && Chance(60) && !options.Any(static o => o.Names is ["g", "h", _]);
        List<(string Key, Term Value)> set = [.. options.Where(o => !together || !grouped.Contains(o)).Select(o => (o.Path, Value(o, plain)))];
        if (!together)
            return set;
        bool force = !plain && Chance(30);
        Term group = new Entries([.. grouped.Select(o => (o.Names[^1], Value(o, plain || force)))]);
        if (force)
            group = new Wrapped(true, Priority(), Chance(50), group);
        else if (!plain && Chance(25))
            group = Maybe(group, options.Min(Index));
        set.Add(("g", group));
        return set;
    }

    private Term Value(GeneratedOption option, bool plain)
    {
        _limit = Index(option);
        Term value = Chance(3) ? option.Type.Wrong(this) : option.Type.Draw(this);
        return plain ? value : Around(value);
    }

    /// <summary>Conditions outside, then a priority, then an order: the nesting that Nix reads.</summary>
    private Term Around(Term value)
    {
        if (Chance(10) && value is not Entries)
            value = new Wrapped(false, s_orders[random.Next(s_orders.Length)], Chance(50), value);
        if (Chance(25))
            value = new Wrapped(true, Priority(), Chance(50), value);
        if (Chance(12))
            value = Maybe(value);
        return Chance(3) ? Maybe(value) : value;
    }

    private Term Maybe(Term value) => Maybe(value, _limit);

    private Term Maybe(Term value, int limit)
    {
        int outer = _limit;
        _limit = limit;
        Computed? condition = Condition();
        _limit = outer;
        return condition is null ? value : new Conditional(condition, value);
    }

    private Computed? Condition() =>
        random.Next(4) switch
        {
            0 when Readable("int") is { } number => new Computed($"{number} > 1", $"{number} > 1"),
            1 when Readable("str") is { } text => new Computed($"{text} == \"a\"", $"{text} == \"a\""),
            2 when Readable("bool") is { } flag => new Computed($"!{flag}", $"! {flag}"),
            _ when Readable("bool") is { } flag => new Computed(flag, flag),
            _ => null,
        };

    /// <summary>An option of a kind that was declared before the one being defined, so that nothing reads itself.</summary>
    private string? Readable(string kind)
    {
        GeneratedOption[] found = [.. _options.Take(_limit).Where(o => o.Type.Kind == kind)];
        return found.Length == 0 ? null : "config." + found[random.Next(found.Length)].Path;
    }

    private int Priority() => s_priorities[random.Next(s_priorities.Length)];

    private int Index(GeneratedOption option) => _options.IndexOf(option);
}
