using System.Runtime.ExceptionServices;

namespace HostTools.Models;

/// <summary>Does something with every file of many, on all processors, and keeps their order.</summary>
internal static class SideBySide
{
    // More would only make a disk seek.
    private static readonly int s_atOnce = Math.Min(Environment.ProcessorCount, 8);

    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public static IReadOnlyList<TResult> Of<T, TResult>(IReadOnlyList<T> files, Func<T, TResult> what, CancellationToken token = default)
    {
        var results = new TResult[files.Count];
        try
        {
            Parallel.For(0, files.Count, new ParallelOptions { MaxDegreeOfParallelism = s_atOnce, CancellationToken = token }, index => results[index] = what(files[index]));
        }
        catch (AggregateException several)
        {
            ExceptionDispatchInfo.Throw(several.InnerExceptions[0]);
        }

        return results;
    }
}
