namespace HostTools.Configuration.Expressions.Syntax;

/// <summary>Collects the mistakes of one text while it is read and checked.</summary>
internal sealed class CelProblems
{
    private const int Limit = 50;

    private readonly List<CelProblem> _problems = [];

    public int Count => _problems.Count;

    public void Add(string id, string message, int start, int end)
    {
        if (_problems.Count < Limit)
            _problems.Add(new CelProblem(id, message, start, Math.Max(0, end - start)));
    }

    /// <summary>Adds the mistake that explains all others: they are dropped.</summary>
    public void AddFirst(string id, string message, int start, int end)
    {
        if (_problems.Exists(static p => p.Id == CelErrors.Unterminated))
            return;
        _problems.Clear();
        Add(id, message, start, end);
    }

    public void AddAll(CelProblems others)
    {
        foreach (CelProblem problem in others._problems)
            Add(problem.Id, problem.Message, problem.Offset, problem.Offset + problem.Length);
    }

    public void ThrowIfAny()
    {
        if (_problems.Count == 0)
            return;
        _problems.Sort(static (a, b) => a.Offset.CompareTo(b.Offset));
        throw new CelException(_problems);
    }
}
