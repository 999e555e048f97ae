namespace HostTools.Platform;

/// <summary>Tells the time. Two implementations exist: the system's and the tests'.</summary>
public interface IClock
{
    /// <summary>Now, with offset zero.</summary>
    DateTimeOffset UtcNow { get; }
}

/// <summary>The machine's own clock.</summary>
public sealed class SystemClock : IClock
{
    /// <inheritdoc/>
    public DateTimeOffset UtcNow => DateTimeOffset.UtcNow;
}
