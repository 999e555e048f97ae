using HostTools.Platform;

namespace HostTools.Models;

/// <summary>What is here of a file is of no use: it changed on the server, or the server does not do ranges after all.</summary>
/// <param name="error">What to say when it happens again and again.</param>
/// <param name="withoutRanges">The server does not do ranges.</param>
internal sealed class StartOver(HostError error, bool withoutRanges) : Exception(error.Message)
{
    public HostError Error { get; } = error;

    public bool WithoutRanges { get; } = withoutRanges;
}
