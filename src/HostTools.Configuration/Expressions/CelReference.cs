namespace HostTools.Configuration.Expressions;

/// <summary>A path that an expression reads, as far as it is known without evaluating: <c>config.modules.vfio.enable</c>.</summary>
/// <param name="Root">The root name, for example <c>config</c>.</param>
/// <param name="Segments">The selected names below the root; a computed index ends the path.</param>
/// <param name="IsPresenceTest">Whether it stands in <c>has()</c>, or uses <c>.?</c> or <c>[?</c>: what is missing there is no error.</param>
/// <param name="Offset">Where the path starts in the text.</param>
/// <param name="Length">Length of the path in characters.</param>
public sealed record CelReference(string Root, IReadOnlyList<string> Segments, bool IsPresenceTest, int Offset, int Length)
{
    /// <summary>
    /// How many leading segments a <c>has()</c> has tested before this is read: 2 for <c>config.modules.vfio.enable</c> in
    /// <c>has(config.modules.vfio) &amp;&amp; config.modules.vfio.enable</c>; 0 without such a test.
    /// </summary>
    public int TestedSegments { get; init; }

    /// <summary>The path with segments quoted where they are no identifiers: <c>config.services.`ai-models`</c>.</summary>
    public override string ToString() => CelNames.Path(Root, Segments);
}
