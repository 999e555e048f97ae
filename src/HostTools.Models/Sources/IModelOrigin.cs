namespace HostTools.Models;

/// <summary>Knows one kind of source: what is in a model, and how its bytes come. It fetches no file itself.</summary>
public interface IModelOrigin
{
    /// <summary>It knows this kind of source.</summary>
    bool Serves(ModelSource source);

    /// <summary>Asks the server which immutable version the revision is now, and what is in it; filters are applied.</summary>
    /// <param name="source">What is wanted; checked by <see cref="SourceRules"/>.</param>
    /// <param name="context">What it may use.</param>
    /// <param name="token">Stops the asking.</param>
    /// <exception cref="HostTools.Platform.HostToolsException">
    /// ModelMissing, RevisionMissing, ModelGated, ModelDisabled, TokenRefused, NoFilesMatch, RateLimited, ServerFailed or what the network does.
    /// </exception>
    Task<ModelListing> ResolveAsync(ModelSource source, OriginContext context, CancellationToken token);
}
