using HostTools.Configuration.Expressions.Syntax;
using HostTools.Platform;

namespace HostTools.Configuration.Expressions.Nodes;

/// <summary>A part that selects from another, so that <c>has()</c> can follow it without an error where a key is missing.</summary>
internal abstract class CelSelection(CelNode target, int start, int end) : CelNode(start, end)
{
    public CelNode Target { get; } = target;

    /// <summary>Selects from a value that is no optional; false when the key or element is missing.</summary>
    public abstract bool TrySelect(object? target, CelFrame frame, out object? value);

    /// <summary>Whether the key or element is there, without evaluating it where that can be told.</summary>
    public abstract bool IsPresent(object? target, CelFrame frame);

    protected abstract CelEvaluationException Missing(object? target, CelFrame frame);

    public override object? Evaluate(CelFrame frame)
    {
        frame.Step(this);
        object? target = Target.Evaluate(frame);
        if (target is CelOptional optional)
            return Through(optional, frame);
        return TrySelect(target, frame, out object? value) ? value : throw Missing(target, frame);
    }

    /// <summary>What <c>.?</c> gives: the value or none.</summary>
    protected CelOptional Through(CelOptional optional, CelFrame frame) =>
        optional.HasValue && TrySelect(optional.Value, frame, out object? value) ? CelOptional.Of(value) : CelOptional.None;

    /// <summary>The value of a path of selections; false as soon as a step of it is missing.</summary>
    public static bool TryFollow(CelNode node, CelFrame frame, out object? value)
    {
        if (node is not CelSelection selection)
        {
            value = node.Evaluate(frame);
            return true;
        }

        frame.Step(node);
        if (!TryFollow(selection.Target, frame, out value))
            return false;
        if (value is not CelOptional optional)
            return selection.TrySelect(value, frame, out value);
        value = selection.Through(optional, frame);
        return true;
    }
}

/// <summary><c>a.b</c>, and <c>a["b"]</c> with a literal key.</summary>
internal sealed class SelectNode(CelNode target, string name, int nameStart, int nameEnd, int start, int end) : CelSelection(target, start, end)
{
    public override bool TrySelect(object? target, CelFrame frame, out object? value) => Map(target, frame).TryGetValue(name, out value);

    public override bool IsPresent(object? target, CelFrame frame) => Map(target, frame).ContainsKey(name);

    protected override CelEvaluationException Missing(object? target, CelFrame frame)
    {
        string place = CelDisplay.Source(frame.Text, Target.Start, Target.End);
        return AtName(CelErrors.NoSuchKey, $"'{place}' has no key '{name}'.{CelHints.Key(frame.Text, End, name, (ICelMap)target!)}");
    }

    private ICelMap Map(object? target, CelFrame frame) => target as ICelMap ?? throw NotSelectable(target, frame);

    private CelEvaluationException NotSelectable(object? target, CelFrame frame)
    {
        string place = CelDisplay.Source(frame.Text, Target.Start, Target.End);
        return target switch
        {
            Secret secret => CelSecrets.Used(this, secret),
            null => AtName(CelErrors.WrongType, $"'{place}' is null and has no '{name}'. Test it first: {place} != null && …."),
            ICelList => AtName(CelErrors.WrongType, $"'{place}' is a list and has no '{name}'.{Size(place, " Select an element with [0], or go over all with map().")}"),
            _ => AtName(CelErrors.WrongType, $"'{place}' is {CelValue.WithArticle(target)} and has no '{name}'.{Size(place, "")}"),
        };
    }

    private string Size(string place, string otherwise) => name is "length" or "size" or "count" or "len" ? $" Write {place}.size()." : otherwise;

    private CelEvaluationException AtName(string id, string message) => new(id, message, nameStart, nameEnd - nameStart);
}

/// <summary><c>a[i]</c> with a key or index that is computed.</summary>
internal sealed class IndexNode(CelNode target, CelNode index, int start, int end) : CelSelection(target, start, end)
{
    public override bool TrySelect(object? target, CelFrame frame, out object? value) =>
        TrySelect(target, index.Evaluate(frame), frame, out value);

    public override bool IsPresent(object? target, CelFrame frame)
    {
        object? key = index.Evaluate(frame);
        return target is ICelMap map ? CelKeys.ForLookup(key) is { } known && map.ContainsKey(known) : TrySelect(target, key, frame, out _);
    }

    protected override CelEvaluationException Missing(object? target, CelFrame frame)
    {
        object? key = index.Evaluate(frame);
        string place = CelDisplay.Source(frame.Text, Target.Start, Target.End);
        return target switch
        {
            ICelList list => AtIndex(CelErrors.OutOfRange, list.Count == 0
                ? $"'{place}' is empty and has no element {CelDisplay.Key(key!)}."
                : $"'{place}' has no element {CelDisplay.Key(key!)}; its {list.Count} are counted from 0."),
            ICelMap map when key is string name => AtIndex(CelErrors.NoSuchKey, $"'{place}' has no key '{name}'.{CelHints.Key("", 0, name, map)}"),
            _ => AtIndex(CelErrors.NoSuchKey, $"'{place}' has no key {CelDisplay.Key(key!)}."),
        };
    }

    private bool TrySelect(object? target, object? key, CelFrame frame, out object? value)
    {
        value = null;
        switch (target)
        {
            case ICelMap map:
                if (CelKeys.ForLookup(key) is { } known)
                    return map.TryGetValue(known, out value);
                return key is double ? false : throw BadIndex("key of a map", "a string, int, uint or bool", key, frame);
            case ICelList list:
                if (CelKeys.ForLookup(key) is not (long or ulong))
                    throw BadIndex("index of a list", "an int", key, frame);
                if (CelKeys.ForLookup(key) is not long at || at < 0 || at >= list.Count)
                    return false;
                value = list[(int)at];
                return true;
            default:
                string place = CelDisplay.Source(frame.Text, Target.Start, Target.End);
                throw target is Secret secret
                    ? CelSecrets.Used(this, secret)
                    : Error(CelErrors.WrongType, $"'{place}' is {CelValue.WithArticle(target)}; only lists and maps have elements.{Hint(target)}");
        }
    }

    private CelEvaluationException BadIndex(string what, string wanted, object? key, CelFrame frame) => key is Secret secret
        ? CelSecrets.Used(this, secret)
        : AtIndex(CelErrors.WrongType, key == null
            ? $"The {what} is {wanted}, not null."
            : $"'{CelDisplay.Source(frame.Text, index.Start, index.End)}' is {CelValue.WithArticle(key)}; the {what} is {wanted}.");

    private CelEvaluationException AtIndex(string id, string message) => index.Error(id, message);

    private static string Hint(object? target) => target is string ? " Take a character with charAt()." : "";
}

/// <summary><c>a.?b</c> and <c>a[?i]</c>.</summary>
internal sealed class OptionalSelectNode(CelSelection selection) : CelNode(selection.Start, selection.End)
{
    public override object? Evaluate(CelFrame frame)
    {
        frame.Step(this);
        object? target = selection.Target.Evaluate(frame);
        if (target is CelOptional optional)
        {
            if (!optional.HasValue)
                return CelOptional.None;
            target = optional.Value;
        }

        return selection.TrySelect(target, frame, out object? value) ? CelOptional.Of(value) : CelOptional.None;
    }
}

/// <summary><c>has(a.b.c)</c>: false where any step is missing; the last value itself is not evaluated.</summary>
internal sealed class HasNode(CelSelection selection, int start, int end) : CelNode(start, end)
{
    public override object? Evaluate(CelFrame frame)
    {
        frame.Step(this);
        if (!CelSelection.TryFollow(selection.Target, frame, out object? target))
            return CelValue.Of(false);
        if (target is not CelOptional optional)
            return CelValue.Of(selection.IsPresent(target, frame));
        return CelValue.Of(optional.HasValue && selection.IsPresent(optional.Value, frame));
    }
}
