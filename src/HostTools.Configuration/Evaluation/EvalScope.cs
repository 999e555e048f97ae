using HostTools.Configuration.Expressions;
using HostTools.Configuration.Yaml;

namespace HostTools.Configuration.Evaluation;

/// <summary>Names an expression may use, innermost first.</summary>
internal abstract class EvalScope(EvalScope? parent) : ICelScope
{
    private HashSet<string>? _known;

    /// <summary>No names at all.</summary>
    public static EvalScope Empty { get; } = new ValueScope(null, [], []);

    protected EvalScope? Parent { get; } = parent;

    public bool TryResolve(string name, out object? value)
    {
        for (EvalScope? scope = this; scope is not null; scope = scope.Parent)
        {
            if (scope.TryOwn(name, out value))
                return true;
        }

        value = null;
        return false;
    }

    /// <summary>All names visible here, for checking expressions before they run.</summary>
    public IReadOnlySet<string> KnownNames()
    {
        if (_known is null)
        {
            var known = new HashSet<string>(StringComparer.Ordinal);
            for (EvalScope? scope = this; scope is not null; scope = scope.Parent)
                known.UnionWith(scope.OwnNames);
            _known = known;
        }

        return _known;
    }

    /// <summary>The <c>let</c> entry a name stands for, with the scope it is evaluated in; null when it stands for something else.</summary>
    public (YamlNode Node, EvalScope Scope)? FindLet(string name)
    {
        for (EvalScope? scope = this; scope is not null; scope = scope.Parent)
        {
            if (scope is LetScope let && let.Entry(name) is { } node)
                return (node, scope);
            if (scope.OwnNames.Contains(name))
                return null;
        }

        return null;
    }

    protected abstract IEnumerable<string> OwnNames { get; }

    protected abstract bool TryOwn(string name, out object? value);
}

/// <summary>A few fixed names: <c>config</c>, <c>meta</c>, <c>params</c>; or <c>self</c> and <c>name</c>; or loop variables.</summary>
internal sealed class ValueScope(EvalScope? parent, IReadOnlyList<string> names, object?[] values) : EvalScope(parent)
{
    protected override IEnumerable<string> OwnNames => names;

    protected override bool TryOwn(string name, out object? value)
    {
        for (int i = 0; i < values.Length; i++)
        {
            if (names[i] != name)
                continue;
            value = values[i];
            return true;
        }

        value = null;
        return false;
    }
}

/// <summary>The entries of a <c>let</c>: each evaluated when first used, then kept.</summary>
internal sealed class LetScope : EvalScope
{
    private readonly YamlMapping _let;
    private readonly EvaluationSession _session;
    private readonly Dictionary<string, LetSlot> _slots = new(StringComparer.Ordinal);

    public LetScope(EvalScope parent, YamlMapping let, EvaluationSession session)
        : base(parent) => (_let, _session) = (let, session);

    public YamlNode? Entry(string name) => _let[name];

    protected override IEnumerable<string> OwnNames => _let.Entries.Select(static entry => entry.Key.Value);

    protected override bool TryOwn(string name, out object? value)
    {
        value = null;
        if (!_slots.TryGetValue(name, out LetSlot? slot))
        {
            if (_let[name] is not { } node)
                return false;
            _slots[name] = slot = new LetSlot(_session, name, Content.Of(node, this));
        }

        value = slot.Force();
        return true;
    }
}

/// <summary>One <c>let</c> entry.</summary>
internal sealed class LetSlot(EvaluationSession session, string name, Content content) : Slot(session)
{
    public override string Path => $"let {name}";

    public override Place Place => content.Place;

    protected override object? Evaluate() => FreeData.Read(content);
}
