using System.Text;
using HostTools.Platform;

namespace HostTools.Virtualization.Tests.Guests;

/// <summary>The agent itself answers.</summary>
public sealed class RealAgentTests : IAsyncLifetime
{
    private readonly CancellationTokenSource _end = new(TimeSpan.FromMinutes(2));
    private RealAgent? _real;
    private GuestSocket? _channel;

    private CancellationToken Token => _end.Token;

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        if (_channel is not null)
            await _channel.DisposeAsync();
        _real?.Dispose();
        _end.Dispose();
    }

    [SkippableFact]
    public async Task It_says_what_it_is()
    {
        GuestAgent agent = await AgentAsync();
        Assert.True(await agent.PingAsync(Token));
        GuestAbout about = await agent.AboutAsync(Token);
        Assert.Contains("guest-exec", about.Commands);
        Assert.NotNull(about.System);
        Assert.Contains(await agent.InterfacesAsync(Token), static card => card.Name == "lo" && card.Addresses.Contains("127.0.0.1/8"));
        Assert.NotNull(await agent.UsersAsync(Token));
    }

    [SkippableFact]
    public async Task A_program_is_run_with_all_that_it_gets_and_gives()
    {
        GuestAgent agent = await AgentAsync();
        var command = new GuestCommand("/bin/sh", ["-c", "cat; echo \"$WORD $1\"; echo oops >&2; exit 3", "sh", "a b"])
        {
            Environment = ["WORD=ä", "PATH=/usr/bin:/bin"],
            Input = Encoding.UTF8.GetBytes("in\n"),
        };
        GuestResult result = await agent.RunAsync(command, Token);
        Assert.Equal((3, "in\nä a b\n", "oops\n", false), (result.ExitCode, result.Output, result.Error, result.IsTruncated));
        // It can be done again: the status of the first was taken.
        Assert.Equal(0, (await agent.RunAsync(new GuestCommand("/bin/true", []), Token)).ExitCode);
    }

    [SkippableFact]
    public async Task More_than_the_agent_keeps_is_said_to_be_cut()
    {
        GuestResult result = await (await AgentAsync()).RunAsync(new GuestCommand("/bin/sh", ["-c", "head -c 17000000 /dev/zero"]), Token);
        Assert.True(result.IsTruncated);
        Assert.Equal(16 * 1024 * 1024, result.OutputBytes.Length);
    }

    [SkippableFact]
    public async Task A_signal_and_a_missing_program_are_told()
    {
        GuestAgent agent = await AgentAsync();
        GuestResult killed = await agent.RunAsync(new GuestCommand("/bin/sh", ["-c", "kill -TERM $$"]), Token);
        Assert.Equal((null, 15L), (killed.ExitCode, killed.Signal));
        HostToolsException refused = await Assert.ThrowsAsync<HostToolsException>(() => agent.RunAsync(new GuestCommand("/nowhere/x", []), Token));
        Assert.Equal("GuestRefused", refused.Errors[0].Id);
        Assert.Contains("/nowhere/x", refused.Errors[0].Message, StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task A_program_that_does_not_end_is_given_up_and_the_agent_answers_on()
    {
        GuestAgent agent = await AgentAsync();
        var endless = new GuestCommand("/bin/sleep", ["20"]) { Timeout = TimeSpan.FromMilliseconds(300) };
        HostToolsException late = await Assert.ThrowsAsync<HostToolsException>(() => agent.RunAsync(endless, Token));
        Assert.Equal("GuestCommandTimedOut", late.Errors[0].Id);
        Assert.True(await agent.PingAsync(Token));
    }

    [SkippableFact]
    public async Task Files_go_there_and_come_back()
    {
        GuestAgent agent = await AgentAsync();
        var files = new GuestFiles(agent);
        byte[] content = new byte[300_001];
        new Random(7).NextBytes(content);
        string path = Path.Combine(_real!.Folder, "a file ä"); // AgentAsync has started it.
        await files.WriteAsync(path, new MemoryStream(content), Token);
        Assert.Equal(content, await File.ReadAllBytesAsync(path, Token));
        using var back = new MemoryStream();
        await files.ReadAsync(path, back, content.Length, Token);
        Assert.Equal(content, back.ToArray());
        HostToolsException large = await Assert.ThrowsAsync<HostToolsException>(() => files.ReadAsync(path, new MemoryStream(), content.Length - 1, Token));
        Assert.Equal("GuestFileTooLarge", large.Errors[0].Id);
        HostToolsException absent = await Assert.ThrowsAsync<HostToolsException>(() => files.ReadAsync(path + "x", new MemoryStream(), 9, Token));
        Assert.Equal("GuestRefused", absent.Errors[0].Id);
    }

    private async Task<GuestAgent> AgentAsync()
    {
        _real = await RealAgent.StartAsync();
        _channel = await GuestSocket.OpenAsync(_real.Socket, Token);
        return new GuestAgent(_channel);
    }
}
