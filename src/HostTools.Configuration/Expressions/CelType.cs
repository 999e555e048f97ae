namespace HostTools.Configuration.Expressions;

/// <summary>A CEL type as a value, as <c>type(x)</c> gives it.</summary>
/// <param name="Name">CEL's name: <c>int</c>, <c>string</c>, <c>google.protobuf.Duration</c> and so on.</param>
public sealed record CelType(string Name)
{
    /// <inheritdoc/>
    public override string ToString() => Name;
}
