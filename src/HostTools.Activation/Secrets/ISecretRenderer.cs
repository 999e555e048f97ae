using HostTools.Activation.Resources;
using HostTools.Platform;

namespace HostTools.Activation;

/// <summary>Gets secrets and writes them into their text. Keeps what it got for as long as it lives.</summary>
public interface ISecretRenderer
{
    /// <summary>The bytes of a file with secrets.</summary>
    Task<SecretRendering> RenderAsync(SecretContent content, CancellationToken token);
}

/// <summary>A file with secrets, or why there is none.</summary>
/// <param name="Bytes">The bytes; null when a secret cannot be had.</param>
/// <param name="Errors">One for each secret that cannot be had or does not fit.</param>
public sealed record SecretRendering(byte[]? Bytes, IReadOnlyList<HostError> Errors)
{
    /// <summary>Names no bytes.</summary>
    public override string ToString() => Bytes is null ? "(no secret)" : "(secret)";
}
