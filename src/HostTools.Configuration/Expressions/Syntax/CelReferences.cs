namespace HostTools.Configuration.Expressions.Syntax;

/// <summary>Gathers the paths an expression reads, and knows which of them a <c>has()</c> has tested before.</summary>
internal sealed class CelReferences
{
    private readonly List<CelReference> _found = [];
    private readonly List<CelReference> _tested = [];

    /// <summary>How many tests are in force; goes back to <see cref="Forget"/>.</summary>
    public int Tested => _tested.Count;

    public void Add(string root, List<string> segments, bool isPresenceTest, int start, int end)
    {
        var reference = new CelReference(root, segments, isPresenceTest, start, end - start);
        int tested = 0;
        foreach (CelReference test in _tested)
        {
            if (test.Root == root && IsPrefix(test.Segments, segments))
                tested = Math.Max(tested, test.Segments.Count);
        }

        _found.Add(tested == 0 ? reference : reference with { TestedSegments = tested });
    }

    /// <summary>From here on the paths are known to be there.</summary>
    public void Assume(IEnumerable<CelReference> tests) => _tested.AddRange(tests);

    public void Forget(int tested) => _tested.RemoveRange(tested, _tested.Count - tested);

    public IReadOnlyList<CelReference> InOrder()
    {
        _found.Sort(static (a, b) => a.Offset.CompareTo(b.Offset));
        return _found.Count == 0 ? [] : _found;
    }

    /// <summary>The static path of selections that ends in <paramref name="part"/>; null when it does not begin with a name.</summary>
    public static CelIdentifier? PathOf(CelSyntax part, out List<string> segments, out bool hasOptional, out CelSyntax last)
    {
        segments = [];
        hasOptional = false;
        last = part;
        for (CelSyntax? at = part; at != null;)
        {
            switch (at)
            {
                case CelIdentifier root:
                    segments.Reverse();
                    return root;
                case CelSelect select:
                    segments.Add(select.Name);
                    hasOptional |= select.IsOptional;
                    at = select.Target;
                    break;
                case CelIndex { Index: CelLiteral { Value: string name } } index:
                    segments.Add(name);
                    hasOptional |= index.IsOptional;
                    at = index.Target;
                    break;
                case CelIndex index:
                    // A computed key: what is selected below it is not known, so that the path begins anew here.
                    segments.Clear();
                    hasOptional = index.IsOptional;
                    last = at = index.Target;
                    break;
                default:
                    at = null;
                    break;
            }
        }

        return null;
    }

    private static bool IsPrefix(IReadOnlyList<string> prefix, List<string> path)
    {
        if (prefix.Count > path.Count)
            return false;
        for (int i = 0; i < prefix.Count; i++)
        {
            if (prefix[i] != path[i])
                return false;
        }

        return true;
    }
}
