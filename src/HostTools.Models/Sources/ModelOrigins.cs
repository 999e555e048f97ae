using HostTools.Platform;

namespace HostTools.Models;

/// <summary>Who knows which kind of source: all origins, listed by hand.</summary>
public static class ModelOrigins
{
    /// <summary>All of them; each kind of source is served by exactly one.</summary>
    public static IReadOnlyList<IModelOrigin> All { get; } =
    [
        new HuggingFaceOrigin(),
        new MockOrigin(),
        new UrlOrigin(),
        new OciOrigin(),
        new OllamaOrigin(),
        new S3Origin(),
        new MlFlowOrigin(),
        new GitLfsOrigin(),
        new GitXetOrigin(),
    ];

    /// <summary>The one that knows a source.</summary>
    /// <exception cref="HostToolsException">SourceNotPossible.</exception>
    public static IModelOrigin For(ModelSource source) =>
        All.FirstOrDefault(origin => origin.Serves(source)) ?? throw new HostToolsException(ModelErrors.SourceNotPossible(source, "nobody here knows how to ask for it."));
}
