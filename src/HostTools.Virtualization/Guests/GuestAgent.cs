using System.Text.Json;
using System.Text.Json.Nodes;
using HostTools.Platform;

namespace HostTools.Virtualization;

/// <summary>Asks and steers a running guest by the QEMU guest agent in it. What it says is as trustworthy as the guest.</summary>
/// <param name="channel">The way to it.</param>
public sealed class GuestAgent(IGuestChannel channel)
{
    private static readonly TimeSpan s_firstPoll = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan s_lastPoll = TimeSpan.FromMilliseconds(500);

    /// <summary>Longest wait for one answer. Default: 10 seconds.</summary>
    public TimeSpan AnswerLimit { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Whether it answers.</summary>
    public async Task<bool> PingAsync(CancellationToken token)
    {
        try
        {
            await AskAsync("guest-ping", null, token).ConfigureAwait(false);
            return true;
        }
        catch (HostToolsException failed) when (failed.Errors[0].Id is nameof(VirtualizationErrors.GuestSilent) or nameof(VirtualizationErrors.GuestUnreachable))
        {
            return false;
        }
    }

    /// <summary>Its version, commands, and operating system.</summary>
    /// <exception cref="HostToolsException">What the way to it says.</exception>
    public async Task<GuestAbout> AboutAsync(CancellationToken token)
    {
        JsonElement info = await AskAsync("guest-info", null, token).ConfigureAwait(false);
        string[] commands = [.. info.Elements("supported_commands").Where(static command => command.Is("enabled")).Select(static command => command.Word("name")).OfType<string>()];
        string? system = commands.Contains("guest-get-osinfo") ? (await AskAsync("guest-get-osinfo", null, token).ConfigureAwait(false)).Word("pretty-name") : null;
        return new GuestAbout(info.Word("version") ?? "?", commands, system);
    }

    /// <summary>Who is logged in.</summary>
    /// <exception cref="HostToolsException">What the way to it says.</exception>
    public async Task<IReadOnlyList<GuestUser>> UsersAsync(CancellationToken token) =>
        [.. (await AskAsync("guest-get-users", null, token).ConfigureAwait(false)).Elements().Select(static user => new GuestUser(user.Word("user") ?? "?", user.Word("domain"), TimeOf(user)))];

    /// <summary>Its network interfaces with their addresses.</summary>
    /// <exception cref="HostToolsException">What the way to it says.</exception>
    public async Task<IReadOnlyList<GuestInterface>> InterfacesAsync(CancellationToken token) =>
        [.. (await AskAsync("guest-network-get-interfaces", null, token).ConfigureAwait(false)).Elements().Select(static card => new GuestInterface(
            card.Word("name") ?? "?", card.Word("hardware-address"),
            [.. card.Elements("ip-addresses").Where(static address => address.Word("ip-address") is not null).Select(static address => $"{address.Word("ip-address")}/{address.Integer("prefix")}")]))];

    /// <summary>Runs a program to its end. It is not ended when the wait is given up: the agent cannot.</summary>
    /// <exception cref="HostToolsException">GuestCommandTimedOut; what the way to it says.</exception>
    public async Task<GuestResult> RunAsync(GuestCommand command, CancellationToken token)
    {
        const string Status = "guest-exec-status";
        var start = new JsonObject { ["path"] = command.Program, ["arg"] = Texts(command.Arguments), ["capture-output"] = true };
        if (command.Environment.Count > 0)
            start["env"] = Texts(command.Environment);
        if (command.Input.Length > 0)
            start["input-data"] = Convert.ToBase64String(command.Input.Span);
        long pid = (await AskAsync("guest-exec", start, token).ConfigureAwait(false)).Integer("pid") ?? throw GuestMessage.Malformed("guest-exec", "it has no process number");
        using var end = CancellationTokenSource.CreateLinkedTokenSource(token);
        end.CancelAfter(command.Timeout);
        try
        {
            for (TimeSpan pause = s_firstPoll; ; pause = pause < s_lastPoll ? pause * 1.5 : s_lastPoll)
            {
                // The status of a program that has ended can be asked for once.
                JsonElement status = await AskAsync(Status, new JsonObject { ["pid"] = pid }, end.Token).ConfigureAwait(false);
                if (status.Is("exited"))
                    return ResultOf(Status, status);
                await Task.Delay(pause, end.Token).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException) when (!token.IsCancellationRequested)
        {
            throw new HostToolsException(VirtualizationErrors.GuestCommandTimedOut(command.Program, command.Timeout, pid));
        }
    }

    /// <summary>Asks the system to go down. It answers by going: whether it does is seen in the machine's state.</summary>
    /// <param name="isReboot">It comes up again.</param>
    /// <param name="token">Gives up.</param>
    /// <exception cref="HostToolsException">What the way to it says, but for a guest that is gone before it answers.</exception>
    public async Task ShutdownAsync(bool isReboot, CancellationToken token)
    {
        try
        {
            await AskAsync("guest-shutdown", new JsonObject { ["mode"] = isReboot ? "reboot" : "powerdown" }, token).ConfigureAwait(false);
        }
        catch (HostToolsException failed) when (failed.Errors[0].Id is nameof(VirtualizationErrors.GuestSilent) or nameof(VirtualizationErrors.GuestUnreachable))
        {
            // No answer is sent when all goes well.
        }
    }

    internal Task<JsonElement> AskAsync(string command, JsonObject? arguments, CancellationToken token) => channel.AskAsync(command, arguments, AnswerLimit, token);

    private static GuestResult ResultOf(string command, JsonElement status) => new(
        (int?)status.Integer("exitcode"), status.Integer("signal"), status.Bytes(command, "out-data"), status.Bytes(command, "err-data"), status.Is("out-truncated") || status.Is("err-truncated"));

    private static JsonArray Texts(IEnumerable<string> texts) => new([.. texts.Select(static text => (JsonNode)text)]);

    private static DateTimeOffset TimeOf(JsonElement user) =>
        user.ValueKind is JsonValueKind.Object && user.TryGetProperty("login-time", out JsonElement seconds) && seconds.ValueKind is JsonValueKind.Number
        && seconds.GetDouble() is >= 0 and < 253402300800 and var value ? DateTimeOffset.UnixEpoch.AddSeconds(value) : DateTimeOffset.UnixEpoch;
}
