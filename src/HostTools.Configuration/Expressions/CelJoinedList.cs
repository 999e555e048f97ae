namespace HostTools.Configuration.Expressions;

/// <summary>Two lists in a row; elements stay unevaluated until they are read.</summary>
internal sealed class CelJoinedList(ICelList first, ICelList second) : ICelList
{
    private readonly int _split = first.Count;

    public int Count { get; } = first.Count + second.Count;

    public object? this[int index] => index < _split ? first[index] : second[index - _split];
}
