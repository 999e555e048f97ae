using System.Security.Cryptography;
using HostTools.Activation;
using HostTools.Activation.Resources;
using HostTools.Commands.Framework;
using HostTools.Configuration;
using HostTools.Machine;
using HostTools.Platform;

namespace HostTools.Commands;

/// <summary>From an evaluated host to a plan: every feature renders, the target is observed.</summary>
internal static class PlanMaker
{
    public static Task<Plan> PlanAsync(CommandContext context, HostConfig config, ActivationSession session, CancellationToken token) =>
        PlanAsync(context, config, Realise(context, config), session, token);

    /// <summary>A plan for what was rendered already.</summary>
    public static async Task<Plan> PlanAsync(CommandContext context, HostConfig config, ResourceSet wanted, ActivationSession session, CancellationToken token)
    {
        using IDisposable slow = context.WhenSlow("Planning", $"looking at {session.Target}");
        (string? commit, bool dirty) = await GitState.ReadAsync(config.Tree, context.Environment.Processes, token).ConfigureAwait(false);
        var origin = new PlanContext(config.Name, config.ConfigurationHash, commit, dirty, UserName(context)) { Variant = config.Variant, LockHash = HashOfLock(config.Tree), Retention = Retentions.Of(config) };
        Plan plan = await session.PlanAsync(wanted, origin, token).ConfigureAwait(false);
        TargetFolder.WarnOfOpenTransaction(context, session);
        return ThisMachine.OtherName(context, config, session.Target) is { } warning ? plan.Warned(warning) : plan;
    }

    /// <summary>Who runs the command; behind sudo the person, not root.</summary>
    public static string UserName(CommandContext context) =>
        context.Environment.Variable("SUDO_USER") is { Length: > 0 } person ? person : Environment.UserName;

    /// <summary>What a host, or the home of a user, wants of its target.</summary>
    /// <exception cref="HostToolsException">With every value that cannot be rendered.</exception>
    public static ResourceSet Realise(CommandContext context, HostConfig config)
    {
        var wanted = new ResourceSet();
        List<HostError> errors = [];
        foreach (IFeature feature in context.Environment.Features.Value)
        {
            try
            {
                if (config.Meta.User is null)
                    feature.Realise(config, wanted);
                else
                    feature.RealiseHome(config, wanted);
            }
            catch (HostToolsException refused)
            {
                errors.AddRange(refused.Errors);
            }
        }

        return errors.Count == 0 ? wanted : throw new HostToolsException(errors);
    }

    private static string? HashOfLock(string tree)
    {
        string file = Path.Combine(tree, "hosttools.lock");
        return File.Exists(file) ? Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(file))) : null;
    }
}
