using System.Text;
using HostTools.Platform;

namespace HostTools.Machine.Boot;

/// <summary>What makes a menu impossible on a machine.</summary>
internal sealed class BootMenuCheck(BootMenuResource wish, BootSources sources)
{
    // With the slash; Limine cuts what is longer.
    private const int LongestTitle = 62;

    public HostError? Problem() => Texts() ?? (wish.Loader == LimineMenu.Loader ? Limine() : Bls());

    /// <summary>There is no menu at all, and entries that follow one.</summary>
    public bool IsEmpty => wish.Entries.Any(static entry => entry.Image is null)
        && (wish.Loader == LimineMenu.Loader ? sources.LiminePath is null : sources.Menu is not { Entries.Count: > 0 });

    private HostError? Texts()
    {
        foreach (BootWish entry in wish.Entries)
        {
            foreach (string text in (string[])[entry.Title, .. entry.Parameters, entry.CommandLine, entry.Image ?? string.Empty, .. entry.Initrds])
            {
                if (BootName.Problem(text) is { } why)
                    return MachineErrors.BootTextUnfit(entry.Name, text, why, wish.Origins);
            }
        }

        return null;
    }

    private HostError? Limine()
    {
        if (sources.Enrolled is { } program)
            return MachineErrors.BootConfigEnrolled(program, wish.Origins);
        string path = sources.LiminePath ?? wish.Mount + "/limine.conf";
        if (LimineFile.Parse(sources.LimineBytes).Problems is [var problem, ..])
            return MachineErrors.BootMenuUnreadable(path, $"'{path}' {problem}", wish.Origins);
        var pieces = new LiminePieces(wish, sources);
        foreach (BootWish entry in wish.Entries)
        {
            if (entry.Title.StartsWith('/') || entry.Title.StartsWith('+') || Encoding.UTF8.GetByteCount(entry.Title) > LongestTitle)
                return MachineErrors.BootTextUnfit(entry.Name, entry.Title, $"Limine shows no title that begins with '/' or '+', or is longer than {LongestTitle} bytes", wish.Origins);
            if (!IsEmpty && entry.Image is null && pieces.SourceOf(entry) is null)
                return MachineErrors.BootEntryWithoutSource(entry.Name, entry.Follows, path, wish.Origins);
        }

        string[] names = [.. wish.Entries.Select(static entry => entry.Name)];
        return wish.Default is { } name && !names.Contains(name) && pieces.RowOf(name, [], []) is null ? MachineErrors.BootDefaultUnknown(name, names, wish.Origins) : null;
    }

    private HostError? Bls()
    {
        var pieces = new BlsPieces(wish, sources);
        BootWish? without = IsEmpty ? null : wish.Entries.FirstOrDefault(entry => entry.Image is null && pieces.SourceOf(entry) is null);
        return without is null ? null : MachineErrors.BootEntryWithoutSource(without.Name, without.Follows, wish.Mount + "/loader/entries", wish.Origins);
    }
}
