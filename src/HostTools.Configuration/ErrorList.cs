using HostTools.Platform;

namespace HostTools.Configuration;

/// <summary>Collects the errors of a phase, each once, so that all are reported together.</summary>
internal sealed class ErrorList
{
    private readonly List<HostError> _errors = [];
    private readonly HashSet<HostError> _seen = new(ReferenceEqualityComparer.Instance);

    public bool IsEmpty => _errors.Count == 0;

    public int Count => _errors.Count;

    public void Add(HostError error)
    {
        if (_seen.Add(error))
            _errors.Add(error);
    }

    public void AddRange(IEnumerable<HostError> errors)
    {
        foreach (HostError error in errors)
            Add(error);
    }

    /// <summary>Forgets matching errors among those added since there were <paramref name="count"/>.</summary>
    public void RemoveSince(int count, Func<HostError, bool> match)
    {
        for (int i = _errors.Count - 1; i >= count; i--)
        {
            if (match(_errors[i]))
                _errors.RemoveAt(i);
        }
    }

    /// <summary>Sorted by file, line and column; those without a place first. Equal text at one place is reported once.</summary>
    public IReadOnlyList<HostError> Sorted() => IsEmpty ? [] :
    [
        .. _errors
            .OrderBy(static e => e.Origin?.File, StringComparer.Ordinal)
            .ThenBy(static e => e.Origin?.Line)
            .ThenBy(static e => e.Origin?.Column)
            .DistinctBy(static e => (e.Origin, e.Id, e.Message)),
    ];
}
