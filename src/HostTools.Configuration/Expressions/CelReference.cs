namespace HostTools.Configuration.Expressions;

/// <summary>A path that an expression reads, as far as it is known without evaluating: <c>config.modules.vfio.enable</c>.</summary>
/// <param name="Root">The root name, for example <c>config</c>.</param>
/// <param name="Segments">The selected names below the root; a computed index ends the path.</param>
/// <param name="IsPresenceTest">Whether it stands in <c>has()</c>, uses <c>.?</c> or <c>[?</c>, or is read only after such a test of it.</param>
/// <param name="Offset">Where the path starts in the text.</param>
/// <param name="Length">Length of the path in characters.</param>
public sealed record CelReference(string Root, IReadOnlyList<string> Segments, bool IsPresenceTest, int Offset, int Length)
{
    /// <summary>The path with segments quoted where they are no identifiers: <c>config.services.`ai-models`</c>.</summary>
    public override string ToString() => CelNames.Path(Root, Segments);
}
