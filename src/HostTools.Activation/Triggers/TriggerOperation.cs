using System.Text.Json;
using HostTools.Activation.Resources;
using HostTools.Platform;

namespace HostTools.Activation;

/// <summary>Runs a command once.</summary>
internal sealed class TriggerOperation(ResourceId resource, IReadOnlyList<string> command) : Operation
{
    public const string RunKind = "run";

    private const int UnitNotFound = 5;

    public override string Kind => RunKind;

    public override ResourceId Resource => resource;

    public override string Description => $"Running '{resource.Key}'";

    public override UndoQuality Undo => UndoQuality.BestEffort;

    public override bool AnnouncesStart => true;

    public override Task<Action<Utf8JsonWriter>> CaptureAsync(OperationContext context, CancellationToken token) =>
        Task.FromResult<Action<Utf8JsonWriter>>(writer =>
        {
            writer.WriteString("name", resource.Key);
            writer.WriteStartArray("command");
            foreach (string part in command)
                writer.WriteStringValue(part);
            writer.WriteEndArray();
        });

    public override async Task DoAsync(OperationContext context, CancellationToken token)
    {
        ProcessResult result = await RunAsync(context, command, token).ConfigureAwait(false);
        if (result.ExitCode != 0)
            throw new HostToolsException(ActivationErrors.TriggerFailed(resource.Key, command, result));
    }

    public override Task VerifyAsync(OperationContext context, CancellationToken token) => Task.CompletedTask;

    internal static async Task<ProcessResult> RunAsync(OperationContext context, IReadOnlyList<string> command, CancellationToken token)
    {
        if (IsForSession(command) && context.Target is { IsLive: true, Account: not null } && !TargetProcess.HasSession(context.Target))
            return new ProcessResult(0, string.Empty, string.Empty); // Whoever is not logged in reads the new files with the next login.
        ProcessResult result = await context.Processes.RunAsync(TargetProcess.Of(context.Target, command) with { Timeout = context.CommandLimit }, token).ConfigureAwait(false);
        return IsGone(command, result) ? result with { ExitCode = 0 } : result;
    }

    // Such a verb is for what runs: a unit that went with its file or package does not.
    private static bool IsGone(IReadOnlyList<string> command, ProcessResult result) =>
        result.ExitCode == UnitNotFound && command is ["systemctl", var verb, ..] && verb.StartsWith("try-", StringComparison.Ordinal);

    private static bool IsForSession(IReadOnlyList<string> command) => command is ["systemctl", "--user", ..];
}

/// <summary>Runs the command again once all else is undone, so that what it made follows from the old files.</summary>
internal sealed class TriggerUndo : IUndo
{
    public string Kind => TriggerOperation.RunKind;

    public bool IsLast => true;

    public async Task UndoAsync(JsonElement record, OperationContext context, CancellationToken token)
    {
        string name = record.Text("name");
        IReadOnlyList<string> command = record.Texts("command");
        if (command.Count == 0)
            return;
        try
        {
            ProcessResult result = await TriggerOperation.RunAsync(context, command, token).ConfigureAwait(false);
            if (result.ExitCode != 0)
                context.Note($"'{name}' was run again after the undo and failed with exit code {result.ExitCode}: {SayingOf(context, result)}");
        }
        catch (HostToolsException cause)
        {
            context.Note($"'{name}' could not be run again after the undo: {cause.Message}");
        }
    }

    // It read the secrets of before, which nobody here knows and so nobody can take out of its words.
    private static string SayingOf(OperationContext context, ProcessResult result) =>
        context.Target.State.StatFollowed(SecretKey.Folder) is null ? LastLine(result) : "what it said is not shown, as it may hold a secret; run it by hand to see.";

    internal static string LastLine(ProcessResult result)
    {
        string text = string.IsNullOrWhiteSpace(result.StandardError) ? result.StandardOutput : result.StandardError;
        return KnownSecrets.Hide(text).Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).LastOrDefault() ?? "it said nothing.";
    }
}
