namespace HostTools.Configuration.Formats;

/// <summary>A value that a file format cannot hold; caught where the place of the value is known.</summary>
public sealed class UnfitValueException(IReadOnlyList<string> path, string why) : Exception(why)
{
    /// <summary>Names from the rendered value down to the one that does not fit.</summary>
    public IReadOnlyList<string> Path { get; } = path;
}
