using HostTools.Configuration.Expressions.Nodes;
using HostTools.Platform;

namespace HostTools.Configuration.Expressions;

/// <summary>Keeps secrets opaque: an expression may carry one, never look into it.</summary>
internal static class CelSecrets
{
    public const string Rule = "it can only be assigned whole, embedded in text, or compared with null";

    public static CelEvaluationException Used(CelNode node, Secret secret) =>
        node.Error(CelErrors.SecretUsed, $"The secret '{secret.Name}' cannot be used here: {Rule}.");
}
