namespace HostTools.Models.Scanning;

/// <summary>Collects what is found in one file, and in the parts of it that are files themselves. Not thread-safe.</summary>
internal sealed class FileScan
{
    private readonly State _state;

    public FileScan(string file, ScanLimits limits, CancellationToken token)
        : this(new State(file, limits, token), null, 0)
    {
    }

    private FileScan(State state, string? member, int depth) => (_state, Member, Depth) = (state, member, depth);

    public string File => _state.File;

    public string? Member { get; }

    /// <summary>How many archives are around this part.</summary>
    public int Depth { get; }

    public ScanLimits Limits => _state.Limits;

    public CancellationToken Token => _state.Token;

    /// <summary>Opcodes that are left for the whole file.</summary>
    public long Opcodes
    {
        get => _state.Opcodes;
        set => _state.Opcodes = value;
    }

    /// <summary>Bytes that compressed parts may still grow to.</summary>
    public long Expanded
    {
        get => _state.Expanded;
        set => _state.Expanded = value;
    }

    /// <summary>Files that the model is split into, as this one says; 0 when it says nothing.</summary>
    public int SplitCount
    {
        get => _state.SplitCount;
        set => _state.SplitCount = value;
    }

    public IReadOnlyList<Finding> Findings => _state.Findings;

    public IReadOnlyList<string> NotScannedReasons => _state.NotScanned;

    /// <summary>What the file and its parts are, each once.</summary>
    public IReadOnlyList<string> Formats => [.. _state.Formats];

    /// <summary>Remembers what a part is.</summary>
    public void Is(string format) => _state.Formats.Add(format);

    /// <summary>The same collection, for a part of this file.</summary>
    public FileScan Inside(string member) => new(_state, Member is null ? member : $"{Member}!{member}", Depth + 1);

    /// <summary>Remembers a finding; the same rule with the same words is kept once for each part.</summary>
    public void Report(ScanRule rule, long? offset, string message, string evidence = "")
    {
        if (!_state.Seen.Add((rule.Id, Member, message)))
            return;
        if (_state.Findings.Count >= Limits.Findings)
        {
            NotScanned($"more than {Limits.Findings} findings; the rest is not listed");
            return;
        }

        _state.Findings.Add(new Finding(rule.Id, rule.Severity, File, message)
        {
            Member = Member is null ? null : Evidence.Of(Member),
            Offset = offset,
            Evidence = Evidence.Of(evidence),
            Fix = rule.Fix,
        });
    }

    /// <summary>Remembers that a part could not be looked into.</summary>
    public void NotScanned(string why)
    {
        string text = Member is null ? why : $"{Evidence.Of(Member)}: {why}";
        if (_state.NotScanned.Count < Limits.Findings && !_state.NotScanned.Contains(text))
            _state.NotScanned.Add(text);
    }

    private sealed class State(string file, ScanLimits limits, CancellationToken token)
    {
        public string File { get; } = file;

        public ScanLimits Limits { get; } = limits;

        public CancellationToken Token { get; } = token;

        public long Opcodes { get; set; } = limits.Opcodes;

        public long Expanded { get; set; } = limits.Expanded;

        public int SplitCount { get; set; }

        public List<Finding> Findings { get; } = [];

        public List<string> NotScanned { get; } = [];

        public SortedSet<string> Formats { get; } = new(StringComparer.Ordinal);

        public HashSet<(string, string?, string)> Seen { get; } = [];
    }
}
