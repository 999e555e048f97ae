using System.Text;
using HostTools.Activation;
using HostTools.Activation.Resources;
using HostTools.Platform;

namespace HostTools.Models;

/// <summary>Opens the token of a model when a server is about to be asked. It lives as long as the asking.</summary>
internal sealed class ModelToken(ISecretRenderer secrets, ModelAsker asker)
{
    /// <summary>Where the token is, with the token itself where it is a secret.</summary>
    /// <exception cref="HostToolsException">The secret cannot be had; TokenUnreadable.</exception>
    public async Task<ModelAuth> OpenAsync(ModelResource model, CancellationToken token)
    {
        if (model.Network.IsOffline)
            return model.Auth;
        if (model.Token is not { } content)
            return asker.Open(model.Auth);
        SecretRendering rendering = await secrets.RenderAsync(content, token).ConfigureAwait(false);
        byte[] bytes = rendering.Bytes ?? throw new HostToolsException(rendering.Errors);
        return model.Auth with { Given = FoundToken.Checked(Encoding.UTF8.GetString(bytes).Trim(), $"the secret '{string.Join("', '", content.Names)}'") };
    }

    /// <summary>Why the file of a secret cannot be kept for its generation; null when it can, or there is none.</summary>
    public static string? Problem(ModelResource model)
    {
        try
        {
            foreach (SecretSource source in model.Token?.Sources ?? [])
                _ = source.Encrypted?.Hash;
            return null;
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException)
        {
            return $"the file of its token cannot be read: {cause.Message}";
        }
    }
}
