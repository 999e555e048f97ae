namespace HostTools.Machine.Tests.Peers;

/// <summary>What homes hold is read by the shells and the systemd that read it on a machine.</summary>
public sealed class HomePeerTests
{
    private const string Home = """
        config:
          home.sessionVariables: { EDITOR: nvim, GREETING: "it's $HOME" }
          home.sessionPath: ["$HOME/.local/bin"]
          home.shellAliases.ll: ls -lh
          systemd.user.services.hello.serviceConfig: { Type: oneshot, ExecStart: /bin/sh -c true }
          systemd.user.timers.hello: { wantedBy: [timers.target], timerConfig.OnCalendar: daily }
        """;

    [SkippableTheory]
    [InlineData("sh")]
    [InlineData("dash")]
    [InlineData("bash")]
    public void Variables_are_read_where_an_unset_variable_is_an_error(string shell)
    {
        Peer.Require(shell);
        using HomeFolder home = HomeFolder.From(Home);
        string session = home.At(".config/hosttools/session.sh");
        string said = home.Run("env", "-u", "PATH", $"{Path(shell)}", "-euc", $". '{session}'; . '{session}'; printf '%s\\n' \"$EDITOR\" \"$PATH\"");
        Assert.StartsWith($"nvim\n{home.Path}/.local/bin", said, StringComparison.Ordinal);
    }

    [SkippableFact]
    public void Systemd_verifies_the_units()
    {
        string analyze = Peer.Require("systemd-analyze");
        using HomeFolder home = HomeFolder.From(Home);
        string folder = home.At(".config/systemd/user");
        string run = home.At("run");
        Directory.CreateDirectory(run);
        string[] units = [System.IO.Path.Combine(folder, "hello.service"), System.IO.Path.Combine(folder, "hello.timer")];
        string said = Peer.Accept("env", [$"XDG_RUNTIME_DIR={run}", $"HOME={home.Path}", $"SYSTEMD_UNIT_PATH={folder}:", analyze, "--user", "verify", "--man=no", .. units]);
        Assert.Equal(string.Empty, said.Trim());
    }

    private static string Path(string shell) => "/bin/" + shell;
}
