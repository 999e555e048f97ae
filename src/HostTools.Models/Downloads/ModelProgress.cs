namespace HostTools.Models;

/// <summary>Sees how far a fetch is. Called by several threads, one at a time, at most five times a second and once at the end.</summary>
public interface IModelProgress
{
    /// <summary>How far it is now.</summary>
    void Report(ModelProgress progress);
}

/// <summary>How far a fetch is.</summary>
/// <param name="Model">Name of the model as it is shown.</param>
/// <param name="BytesDone">Bytes that are here, those of earlier runs included.</param>
/// <param name="BytesTotal">Bytes of all files whose size is known.</param>
/// <param name="FilesDone">Files that are here.</param>
/// <param name="FilesTotal">Files of the model.</param>
public sealed record ModelProgress(string Model, long BytesDone, long BytesTotal, int FilesDone, int FilesTotal)
{
    /// <summary>Bytes a second over the last seconds; 0 at the beginning.</summary>
    public double BytesPerSecond { get; init; }

    /// <summary>Time that the rest takes at this rate; null when nobody can tell.</summary>
    public TimeSpan? TimeLeft { get; init; }
}
