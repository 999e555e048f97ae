using HostTools.Configuration.Modules;

namespace HostTools.Configuration.Evaluation;

/// <summary>
/// Compiles option sets, and keeps the last few: who evaluates a host again, with other parameters, has the same modules. What is kept
/// depends on the parsed files alone; no value is.
/// </summary>
internal static class OptionSets
{
    private const int Kept = 4;

    private static Compiled[] s_recent = [];

    public static OptionSet Compile(IReadOnlyList<ModuleDocument> modules, ErrorList errors)
    {
        Compiled[] recent = Volatile.Read(ref s_recent);
        if (Array.Find(recent, compiled => compiled.IsOf(modules)) is { } known)
            return known.Set;
        var own = new ErrorList();
        OptionSet set = OptionSet.Compile(modules, own);
        if (own.IsEmpty)
            Volatile.Write(ref s_recent, [new Compiled(set), .. recent.Take(Kept - 1)]);
        errors.AddRange(own.Sorted());
        return set;
    }

    private sealed record Compiled(OptionSet Set)
    {
        public bool IsOf(IReadOnlyList<ModuleDocument> modules)
        {
            if (modules.Count != Set.Modules.Count)
                return false;
            for (int i = 0; i < modules.Count; i++)
            {
                if (!ReferenceEquals(modules[i], Set.Modules[i]))
                    return false;
            }

            return true;
        }
    }
}
