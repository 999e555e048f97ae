namespace HostTools.Models.Scanning.Pickle;

/// <summary>What a value on the stack is known to be.</summary>
internal enum ValueKind : byte
{
    Unknown,
    None,
    Bool,
    Int,
    Float,
    Text,
    Bytes,
    Tuple,
    List,
    Dict,
    Set,
    Global,
    Instance,
    Persistent,
    Mark,
}

/// <summary>
/// An abstract value. Text and bytes stay in the file: offset and length say where, so that a pickle of many strings costs no memory.
/// Int has its number in <paramref name="Offset"/>; text that had to be unescaped is in <paramref name="Ref"/>.
/// </summary>
internal readonly record struct PickleValue(ValueKind Kind, long Offset = 0, int Length = 0, object? Ref = null)
{
    public static readonly PickleValue Unknown = new(ValueKind.Unknown);

    /// <summary>A text with two underscores at both ends; those are always kept in <see cref="Ref"/>.</summary>
    public bool IsSpecialName => Kind == ValueKind.Text && Ref is string { Length: > 4 } text && text.StartsWith("__", StringComparison.Ordinal) && text.EndsWith("__", StringComparison.Ordinal);

    public PickleGlobal? Global => Ref as PickleGlobal;

    public PickleInstance? Instance => Ref as PickleInstance;

    public PickleItems? Items => Ref as PickleItems;
}

/// <summary>What a pickle imports: <c>module</c> and <c>name</c> as they are written.</summary>
internal sealed record PickleGlobal(string Module, string Name)
{
    public string FullName => $"{Module}.{Name}";
}

/// <summary>An object that a call made.</summary>
internal sealed class PickleInstance(PickleGlobal? made, PickleValue arguments)
{
    /// <summary>What was called; null when that is not known.</summary>
    public PickleGlobal? Made { get; } = made;

    public PickleValue Arguments { get; } = arguments;

    /// <summary>What BUILD gave it.</summary>
    public PickleValue State { get; set; }
}

/// <summary>The first items of a tuple, a list, or a dictionary (keys and values in turn).</summary>
internal sealed class PickleItems
{
    private const int Kept = 64;

    private PickleValue[] _items = [];

    public int Kepts { get; private set; }

    /// <summary>All items, also those that were not kept.</summary>
    public long Count { get; private set; }

    /// <summary>The first of the keys of a dictionary that Python gives a meaning of its own, such as <c>__class__</c>; also of those not kept.</summary>
    public string? SpecialKey { get; private set; }

    public PickleValue this[int index] => index < Kepts ? _items[index] : PickleValue.Unknown;

    public void Add(PickleValue item)
    {
        if (Count % 2 == 0 && item.IsSpecialName)
            SpecialKey ??= (string)item.Ref!;
        Count++;
        if (Kepts == Kept)
            return;
        if (Kepts == _items.Length)
            Array.Resize(ref _items, Math.Max(4, Math.Min(Kept, Kepts * 2)));
        _items[Kepts++] = item;
    }

    /// <summary>Adds what was gathered in another list.</summary>
    public void AddAll(PickleItems added)
    {
        SpecialKey ??= added.SpecialKey;
        for (int i = 0; i < added.Kepts; i++)
            Add(added[i]);
        Count += added.Count - added.Kepts;
    }
}
