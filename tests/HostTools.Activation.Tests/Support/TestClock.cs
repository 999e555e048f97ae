using HostTools.Platform;

namespace HostTools.Activation.Tests;

/// <summary>Stands still until it is set.</summary>
public sealed class TestClock : IClock
{
    public DateTimeOffset UtcNow { get; set; } = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);
}
