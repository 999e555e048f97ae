namespace HostTools.Platform;

/// <summary>An opaque handle to a secret: it can be carried and embedded, never compared, printed or serialised.</summary>
/// <param name="Name">The name the configuration uses; the value is fetched on the target, at the last write.</param>
public sealed record Secret(string Name)
{
    /// <summary>Always the same mask, so that no log, plan or error can leak a value.</summary>
    public override string ToString() => $"(secret '{Name}')";
}
