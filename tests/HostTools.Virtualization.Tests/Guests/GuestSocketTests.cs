using System.Text;
using HostTools.Platform;

namespace HostTools.Virtualization.Tests.Guests;

/// <summary>What a bad, slow or hostile guest says.</summary>
public sealed class GuestSocketTests
{
    private static readonly byte[] s_noise = Encoding.UTF8.GetBytes("{\"return\": {\"pid\": 99}}\n{\"error\": {\"class\": \"GenericError\", \"desc\": \"JSON parse error\"}}\n");

    [Fact]
    public async Task Answers_to_what_was_asked_before_are_skipped()
    {
        using var guest = new ScriptedAgent(static (question, _) => ScriptedAgent.IsSync(question)
            ? [.. s_noise, 0xFF, .. ScriptedAgent.Returned("1"), .. s_noise, .. ScriptedAgent.Synchronised(question)]
            : ScriptedAgent.Returned("[]"));
        Assert.Empty(await new GuestAgent(await OpenAsync(guest)).UsersAsync(default));
    }

    [Fact]
    public async Task After_a_late_answer_the_next_question_gets_its_own()
    {
        using var guest = new ScriptedAgent(static (question, number) => ScriptedAgent.IsSync(question)
            ? [.. number > 1 ? ScriptedAgent.Returned("[{\"user\": \"late\", \"login-time\": 1}]") : [], .. ScriptedAgent.Synchronised(question)]
            : number == 1 ? [] : ScriptedAgent.Returned("[{\"user\": \"new\", \"login-time\": 1.5}]"));
        var agent = new GuestAgent(await OpenAsync(guest)) { AnswerLimit = TimeSpan.FromSeconds(1) };
        Assert.Equal("GuestSilent", await IdAsync(() => agent.UsersAsync(default)));
        Assert.Equal("new", Assert.Single(await agent.UsersAsync(default)).Name);
    }

    [Theory]
    [InlineData("{\"return\"")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("{\"error\": 5}")]
    [InlineData("")]
    public async Task What_is_no_answer_is_said(string line)
    {
        using ScriptedAgent guest = Saying(Encoding.UTF8.GetBytes(line + "\n"));
        Assert.Equal("GuestAnswerMalformed", await IdAsync(async () => await new GuestAgent(await OpenAsync(guest)).UsersAsync(default)));
    }

    [Theory]
    [InlineData("{\"pid\": \"x\"}", "{}")]
    [InlineData("{\"pid\": 1}", "{\"exited\": true, \"exitcode\": 0, \"out-data\": \"???\"}")]
    public async Task Programs_whose_answers_make_no_sense_are_an_error(string started, string status)
    {
        using var guest = new ScriptedAgent((question, _) => ScriptedAgent.IsSync(question) ? ScriptedAgent.Synchronised(question)
            : ScriptedAgent.Returned(question.GetProperty("execute").GetString() == "guest-exec" ? started : status));
        Assert.Equal("GuestAnswerMalformed", await IdAsync(async () => await new GuestAgent(await OpenAsync(guest)).RunAsync(new GuestCommand("x", []), default)));
    }

    [Fact]
    public async Task Numbers_and_lists_of_the_wrong_kind_are_taken_for_none()
    {
        using ScriptedAgent guest = Saying(ScriptedAgent.Returned("[5, {\"user\": 7, \"login-time\": 1e300}]"));
        IReadOnlyList<GuestUser> users = await new GuestAgent(await OpenAsync(guest)).UsersAsync(default);
        Assert.Equal(["?", "?"], users.Select(static user => user.Name));
    }

    [Fact]
    public async Task A_line_without_end_is_cut_off()
    {
        byte[] endless = new byte[GuestMessage.Limit + 200_000];
        Array.Fill(endless, (byte)'a');
        using ScriptedAgent guest = Saying(endless);
        var agent = new GuestAgent(await OpenAsync(guest)) { AnswerLimit = TimeSpan.FromMinutes(1) };
        Assert.Equal("GuestAnswerMalformed", await IdAsync(() => agent.UsersAsync(default)));
    }

    [Fact]
    public async Task A_guest_that_hangs_up_is_out_of_reach()
    {
        using var guest = new ScriptedAgent(static (question, _) => ScriptedAgent.IsSync(question) ? ScriptedAgent.Synchronised(question) : null);
        Assert.Equal("GuestUnreachable", await IdAsync(async () => await new GuestAgent(await OpenAsync(guest)).UsersAsync(default)));
    }

    [Theory]
    [InlineData("/nowhere/agent.sock")]
    [InlineData("/a-path-that-is-longer-than-the-name-of-a-socket-may-be/aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa")]
    public async Task A_socket_that_is_not_there_is_out_of_reach(string path) =>
        Assert.Equal("GuestUnreachable", await IdAsync(() => GuestSocket.OpenAsync(path, default)));

    [Fact]
    public async Task What_a_guest_says_cannot_steer_a_terminal()
    {
        using ScriptedAgent guest = Saying(Encoding.UTF8.GetBytes("{\"error\": {\"class\": \"x\", \"desc\": \"\\u001b[2J gone\"}}\n"));
        HostToolsException refused = await Assert.ThrowsAsync<HostToolsException>(async () => await new GuestAgent(await OpenAsync(guest)).UsersAsync(default));
        Assert.DoesNotContain('\x1b', refused.Errors[0].Message);
    }

    private static ScriptedAgent Saying(byte[] answer) => new((question, _) => ScriptedAgent.IsSync(question) ? ScriptedAgent.Synchronised(question) : answer);

    private static async Task<IGuestChannel> OpenAsync(ScriptedAgent guest) => await GuestSocket.OpenAsync(guest.Path, default);

    private static async Task<string> IdAsync(Func<Task> action) => (await Assert.ThrowsAsync<HostToolsException>(action)).Errors[0].Id;
}
