namespace HostTools.Models.Scanning;

/// <summary>A file breaks the rules of its format; every scanner catches its own.</summary>
internal sealed class MalformedException(long offset, string why) : Exception(why)
{
    public long Offset { get; } = offset;
}
