using HostTools.Platform;

namespace HostTools.Configuration.Expressions;

/// <summary>Text with secrets embedded: the values of the secrets are filled in on the target.</summary>
/// <param name="Parts">Pieces of text (<see cref="string"/>) and <see cref="Secret"/> handles, in order.</param>
public sealed record CelRendered(IReadOnlyList<object> Parts)
{
    /// <summary>Whether any piece is a secret.</summary>
    public bool HasSecrets
    {
        get
        {
            foreach (object part in Parts)
            {
                if (part is Secret)
                    return true;
            }

            return false;
        }
    }

    /// <summary>The whole text when it holds no secret; null otherwise.</summary>
    public string? Text => HasSecrets ? null : string.Concat(Parts);

    /// <summary>The text with each secret masked.</summary>
    public override string ToString() => string.Concat(Parts);
}
