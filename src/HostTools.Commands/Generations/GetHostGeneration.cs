using System.Globalization;
using System.Runtime.CompilerServices;
using HostTools.Activation;
using HostTools.Commands.Framework;
using HostTools.Machine;
using HostTools.Platform;

namespace HostTools.Commands;

/// <summary>Lists the generations of a target: every state that was applied and can be brought back.</summary>
/// <remarks>
/// <para>Oldest first; the current one is marked. Each tells when and by whom it was applied, and from which commit of the configuration; one that is taken back
/// unless it is confirmed says until when.</para>
/// </remarks>
/// <example>
/// <para>All that are kept.</para>
/// <code lang="pwsh">Get-HostGeneration -Root ./out</code>
/// <code lang="sh">hosttools generation list --root ./out</code>
/// </example>
/// <example>
/// <para>The current one.</para>
/// <para lang="sh">All, for programs; the current one says so.</para>
/// <code lang="pwsh">Get-HostGeneration -Root ./out | Where-Object IsCurrent</code>
/// <code lang="sh">hosttools generation list --root ./out --output json</code>
/// </example>
[Command("Get", "HostGeneration", Effect = Effect.Read, Cli = "generation list")]
public sealed class GetHostGeneration : TargetCommand, ICommand<Generation>
{
    /// <summary>Numbers of generations; all when none is given.</summary>
    [Argument(Position = 0, Pipeline = Pipeline.ValueOrProperty, Completer = typeof(GenerationCompleter))]
    public int[] Number { get; set; } = [];

    /// <inheritdoc/>
    public async IAsyncEnumerable<Generation> RunAsync(CommandContext context, [EnumeratorCancellation] CancellationToken token)
    {
        await Task.Yield();
        ActivationSession session = Open(context);
        Unconfirmed.Warn(context, session);
        if (Number.Length == 0)
        {
            foreach (Generation generation in session.Generations.List())
                yield return generation;
        }

        foreach (int number in Number)
        {
            token.ThrowIfCancellationRequested();
            if (Find(context, session, number) is { } generation)
                yield return generation;
        }
    }

    private static Generation? Find(CommandContext context, ActivationSession session, int number)
    {
        try
        {
            return session.Generations.Get(number);
        }
        catch (HostToolsException missing)
        {
            foreach (HostError error in missing.Errors)
                context.Error(error);
            return null;
        }
    }
}

/// <summary>Numbers of the generations of the target, newest first.</summary>
public sealed class GenerationCompleter : ICompleter
{
    /// <inheritdoc/>
    public IEnumerable<Completion> Complete(CompletionRequest request)
    {
        Target target = TargetFolder.Of(request.Given.GetValueOrDefault("Root"), request.Given.GetValueOrDefault("State"));
        if (request.Given.GetValueOrDefault("User") is { } user && AccountName.IsValid(user))
            target = Target.Home(target, user);
        var session = new ActivationSession(target, request.Environment.Clock, request.Environment.Processes, request.Environment.Providers(target));
        return session.Generations.List().Reverse().Select(static generation => new Completion(
            generation.Number.ToString(CultureInfo.InvariantCulture),
            string.Create(CultureInfo.InvariantCulture, $"{generation.HostName}{(generation.Variant is { } variant ? $" as {variant}" : string.Empty)}, {generation.CreatedAt:yyyy-MM-dd HH:mm}{(generation.IsCurrent ? ", current" : string.Empty)}")));
    }
}
