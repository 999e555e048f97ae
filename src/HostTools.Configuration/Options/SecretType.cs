using HostTools.Configuration.Evaluation;
using HostTools.Configuration.Expressions;
using HostTools.Platform;

namespace HostTools.Configuration.Options;

/// <summary>A handle from <c>secret("name")</c>, or text with such handles in it. In a union, <c>lines | secret</c> is text that may embed them.</summary>
internal sealed class SecretType : ScalarType
{
    /// <summary>For types that take no secrets.</summary>
    public const string NotHere = "This option takes no secret; its value would be readable in plans and files.";

    public override string Name => "secret";

    public override string Description => "a secret, such as ${{ secret(\"name\") }}";

    protected override bool HidesValues => true;

    public override bool TryRead(ScalarInput input, out object? value, out string? problem)
    {
        value = input.Value is Secret or CelRendered ? input.Value : null;
        problem = input.Text is null ? null : "A secret is not written into the configuration; name it with secret(\"name\").";
        return value is not null;
    }
}
