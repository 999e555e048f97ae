namespace HostTools.Models.Scanning.Pickle;

/// <summary>What a run of the machine notices. It is handed on only when the run turns out to have been that of a pickle.</summary>
internal sealed class PickleFindings
{
    private const int Most = 1000;

    private readonly List<(ScanRule Rule, long Offset, string Message, string Evidence)> _found = [];
    private readonly Dictionary<PickleGlobal, (long Offset, bool IsCalled, string Evidence)> _globals = [];

    public bool HasForbiddenCalls { get; private set; }

    /// <summary>A call that nobody makes by accident.</summary>
    public bool HasDangerousCalls { get; private set; }

    /// <summary>An import that is an attack, called or not.</summary>
    public bool HasDangerousImports => _globals.Keys.Any(PickleDanger.Knows);

    public bool HasForbiddenImports => _globals.Count > 0;

    public bool HasImports { get; private set; }

    /// <summary>Notes an import; true when it is an allowed one.</summary>
    public bool Import(PickleGlobal global, long offset)
    {
        HasImports = true;
        if (PickleAllowList.Allows(global))
            return true;
        if (_globals.Count < Most)
            _globals.TryAdd(global, (offset, false, global.FullName));
        return false;
    }

    /// <summary>Notes that a forbidden global is called.</summary>
    public void Call(PickleGlobal global, long offset, string evidence, bool isSure)
    {
        HasForbiddenCalls |= isSure;
        HasDangerousCalls |= isSure && PickleDanger.Knows(global);
        if (_globals.TryGetValue(global, out var known) && !known.IsCalled)
            _globals[global] = (offset, true, evidence);
    }

    public void Add(ScanRule rule, long offset, string message, string evidence = "")
    {
        if (_found.Count < Most)
            _found.Add((rule, offset, message, evidence));
    }

    /// <summary>Something that by itself shows an attack.</summary>
    public void AddCall(ScanRule rule, long offset, string message, string evidence = "")
    {
        HasForbiddenCalls = true;
        Add(rule, offset, message, evidence);
    }

    public void ReportTo(FileScan scan)
    {
        foreach ((PickleGlobal global, (long offset, bool isCalled, string evidence)) in _globals.OrderBy(static pair => pair.Value.Offset))
            scan.Report(RuleOf(global, isCalled), offset, Say(global, isCalled), evidence);
        foreach ((ScanRule rule, long offset, string message, string evidence) in _found)
            scan.Report(rule, offset, message, evidence);
    }

    private static ScanRule RuleOf(PickleGlobal global, bool isCalled) =>
        global.Name.Contains('.', StringComparison.Ordinal) ? PickleRules.DottedName
        : PickleDanger.Knows(global) ? PickleRules.Dangerous
        : isCalled ? PickleRules.Call
        : PickleRules.Global;

    private static string Say(PickleGlobal global, bool isCalled)
    {
        string name = Evidence.Quoted(global.FullName);
        return isCalled ? $"The pickle calls {name} when it is loaded." : $"The pickle imports {name} when it is loaded.";
    }
}
