using System.Text.Json;

namespace HostTools.Machine.Tests.Peers;

/// <summary>Settings of programs in homes, read by these programs.</summary>
public sealed class ProgramPeerTests
{
    [SkippableFact]
    public void GitReadsItsSettings()
    {
        string git = Peer.Require("git");
        using HomeFolder home = HomeFolder.Of("programs/git");
        home.Provide(".config/git/machine", "[color]\n\tui = never\n");
        string Get(params string[] arguments) => home.Run(git, ["config", .. arguments]).TrimEnd('\n');
        Assert.Equal("Ann \"the # one\" O'Neil \\ Co; Ltd", Get("user.name"));
        Assert.Equal("ann@example.org", Get("user.email"));
        Assert.Equal("!printf \"%s|%s\\n\" \"it's `#` ; $1\" \"\\\\\"", Get("alias.say"));
        Assert.Equal("gh:\nhttps://github.com/", Get("--get-all", "url.git@github.com:.insteadOf"));
        Assert.Equal("true", Get("remote.a \"b\" \\c.prune"));
        Assert.Equal("two\nlines", Get("sendemail.signature"));
        Assert.Equal("tab\there", Get("commit.template"));
        Assert.Equal("never", Get("color.ui"));
        Assert.Equal("true", Get("--type=bool", "commit.gpgSign"));
        Assert.Equal("/usr/bin/ssh-keygen", Get("gpg.ssh.program"));
        Assert.Equal("bold yellow ul", Get("delta.decorations.file-style"));
        Assert.Equal("git-lfs smudge --skip -- %f", Get("filter.lfs.smudge"));
    }

    [SkippableFact]
    public void GitFollowsConditionsPatternsAndAliases()
    {
        string git = Peer.Require("git");
        using HomeFolder home = HomeFolder.Of("programs/git");
        string work = home.At("work \"x\"/repository");
        home.Run(git, "init", "-q", work);
        Assert.Equal("ann@work.example\n", home.Run(git, "-C", work, "config", "user.email"));
        Assert.Equal("ssh -i \"~/.ssh/work key\"\n", home.Run(git, "-C", work, "config", "core.sshCommand"));
        Assert.Equal("main\n", home.Run(git, "-C", work, "symbolic-ref", "--short", "HEAD"));
        Assert.Equal("x.swp\n#real#\n", home.Run(git, "-C", work, "check-ignore", "x.swp", "x.txt", "#real#"));
        Assert.Equal("a.pdf: diff: pdf\n", home.Run(git, "-C", work, "check-attr", "diff", "a.pdf"));
        // The shell that git starts for it runs what stands in backquotes, which is a comment, and knows no $1.
        Assert.Equal("it's  ; |\\\n", home.Run(git, "-C", work, "say"));
        Assert.Contains("No commits yet", home.Run(git, "-C", work, "dash"), StringComparison.Ordinal);
    }

    [SkippableFact]
    public void TmuxTakesItsSettings()
    {
        string tmux = Peer.Require("tmux");
        using HomeFolder home = HomeFolder.Of("programs/tmux");
        string file = home.At(".config/tmux/tmux.conf");
        string socket = home.At("socket");
        try
        {
            home.Run(tmux, "-S", socket, "new-session", "-d");
            string Show(string scope, string option) => home.Run(tmux, "-S", socket, "show-options", scope, option).TrimEnd('\n');
            Assert.Equal(string.Empty, home.Run(tmux, "-S", socket, "source-file", file));
            Assert.Equal("C-a", Show("-gv", "prefix"));
            Assert.Equal("on", Show("-gv", "mouse"));
            Assert.Equal("1", Show("-gv", "base-index"));
            Assert.Equal("1", Show("-gwv", "pane-base-index"));
            Assert.Equal("vi", Show("-gwv", "mode-keys"));
            Assert.Equal("24", Show("-gwv", "clock-mode-style"));
            Assert.Equal("10", Show("-sv", "escape-time"));
            Assert.Equal("on", Show("-sv", "focus-events"));
            Assert.Equal("tmux-256color", Show("-sv", "default-terminal"));
            Assert.Equal("50000", Show("-gv", "history-limit"));
            Assert.Equal("/bin/sh", Show("-gv", "default-shell"));
            Assert.Equal("it's \"#S\" $HOME `x` \\ ; # ", Show("-gv", "status-left"));
            Assert.Equal("-x", Show("-gv", "@name"));
            string keys = home.Run(tmux, "-S", socket, "list-keys", "-T", "prefix");
            Assert.Contains("resize-pane -L 10", keys, StringComparison.Ordinal);
            Assert.Contains("send-prefix", keys, StringComparison.Ordinal);
            Assert.Contains($"source-file {file}", keys.Replace("~", home.Path, StringComparison.Ordinal), StringComparison.Ordinal);
        }
        finally
        {
            home.Try(tmux, "-S", socket, "kill-server");
        }
    }

    [SkippableFact]
    public void SshReadsItsBlocks()
    {
        string ssh = Peer.Require("ssh");
        using HomeFolder home = HomeFolder.Of("programs/ssh");
        string[] Ask(string host) => home.Run(ssh, "-G", "-F", home.At(".ssh/config"), host).Split('\n');
        string[] nas = Ask("nas.example.org");
        string[] expected =
        [
            "hostname 10.0.0.2", "user ann \"x\" \\y #z", "port 2222", "identitiesonly yes", "identityfile ~/.ssh/nas key", "identityfile ~/.ssh/id_ed25519",
            "certificatefile ~/.ssh/nas-cert.pub", "setenv GREETING=it's \"me\"", "setenv PLAIN=x", "sendenv EDITOR", "sendenv LC_*", "addressfamily inet",
            "localforward [localhost]:8080 [web]:80", "localforward /tmp/mine.sock /run/theirs.sock", "remoteforward [*]:9000 [::1]:90",
            "dynamicforward [127.0.0.1]:1080", "compression yes", "serveraliveinterval 30", "serveralivecountmax 4", "loglevel ERROR", "tcpkeepalive no",
            "controlmaster auto", "controlpersist 600", "hashknownhosts yes", "addkeystoagent true", "visualhostkey yes",
            "kexalgorithms curve25519-sha256,ecdh-sha2-nistp256", "checkhostip no", "identityagent $SSH_AUTH_SOCK",
        ];
        Assert.Equal([], expected.Except(nas));
        Assert.Contains("proxycommand nc -X 5 \"%h\" %p # $x", Ask("x.far"));
        Assert.Contains("proxyjump ann@nas", Ask("inner1"));
        Assert.Contains("port 22", Ask("late"));
        Assert.Contains("port 23", home.Run(ssh, "-G", "-F", home.At(".ssh/config"), "ann@late").Split('\n'));
    }

    [SkippableFact]
    public void BatTakesItsOptions()
    {
        string bat = Peer.Require("batcat");
        using HomeFolder home = HomeFolder.Of("programs/bat");
        Assert.Equal(home.At(".config/bat/config") + "\n", home.Run(bat, "--config-file"));
        Assert.Contains("a·b", home.Run(bat, "--color=never", home.Provide("text.txt", "a b\n")), StringComparison.Ordinal);
    }

    [SkippableFact]
    public void NeovimRunsBothLanguages()
    {
        string nvim = Peer.Require("nvim");
        using HomeFolder home = HomeFolder.Of("programs/neovim");
        Assert.Equal("it's # `$HOME` \\ \"lua\" true 3",
            home.Run(nvim, "--headless", "+lua io.stdout:write(vim.g.from_lua, ' ', tostring(vim.wo.number), ' ', vim.o.tabstop)", "+qa"));
    }

    [SkippableFact]
    public void StarshipsFileIsTheSettings()
    {
        string python = Peer.Require("python3");
        using HomeFolder home = HomeFolder.Of("programs/starship");
        string read = home.Run(python, "-c", "import json, sys, tomllib; print(json.dumps(tomllib.load(open(sys.argv[1], 'rb')), sort_keys=True))", home.At(".config/starship.toml"));
        using JsonDocument settings = JsonDocument.Parse(read);
        Assert.Equal("[\\\\](red)", settings.RootElement.GetProperty("character").GetProperty("error_symbol").GetString());
        Assert.Equal("it's \"src\"", settings.RootElement.GetProperty("directory").GetProperty("substitutions").GetProperty("~/src").GetString());
        Assert.False(settings.RootElement.GetProperty("add_newline").GetBoolean());
    }

    [SkippableFact]
    public void CodesFilesAreJson()
    {
        using HomeFolder home = HomeFolder.Of("programs/vscode");
        foreach (string file in new[] { "settings.json", "keybindings.json", "tasks.json", "snippets/python.json" })
            JsonDocument.Parse(File.ReadAllText(home.At($".config/Code/User/{file}"))).Dispose();
        using JsonDocument settings = JsonDocument.Parse(File.ReadAllText(home.At(".config/Code/User/settings.json")));
        Assert.Equal("it's \"${rootName}\" \\ `", settings.RootElement.GetProperty("window.title").GetString());
        Assert.True(settings.RootElement.GetProperty("files.exclude").GetProperty("**/.git").GetBoolean());
    }

    [SkippableFact]
    public void DconfGetsWhatChanged()
    {
        string bus = Peer.Require("dbus-run-session");
        Peer.Require("dconf");
        Peer.Require("/usr/libexec/dconf-service");
        using HomeFolder home = HomeFolder.Of("desktop/home-gnome");
        string load = home.At(".config/hosttools/dconf-load");
        home.Provide("try.sh", $$"""
            set -eu
            export XDG_RUNTIME_DIR=$HOME/run; mkdir -p "$XDG_RUNTIME_DIR"; chmod 700 "$XDG_RUNTIME_DIR"
            {{load}}
            dconf read /org/gnome/desktop/interface/color-scheme
            dconf read /org/gnome/desktop/session/idle-delay
            dconf read /org/gnome/shell/command-history
            dconf read /org/gnome/shell/favorite-apps
            # What is changed by hand stays as long as nothing else is declared.
            dconf write /org/gnome/desktop/interface/color-scheme "'default'"
            {{load}}
            dconf read /org/gnome/desktop/interface/color-scheme
            # A key that is no longer declared goes.
            sed -i /idle-delay/d .config/hosttools/dconf.ini
            {{load}}
            echo "<$(dconf read /org/gnome/desktop/session/idle-delay)>"
            dconf read /org/gnome/desktop/interface/color-scheme
            """);
        Assert.Equal(
            ["'prefer-dark'", "uint32 300", "[\"it's = [x] # ;\"]", "['org.gnome.Nautilus.desktop', 'firefox.desktop']", "'default'", "<>", "'prefer-dark'"],
            home.Run(bus, "--", "sh", home.At("try.sh")).TrimEnd().Split('\n'));
    }

    [SkippableTheory]
    [InlineData("kdeglobals", "KDE", null, "SingleClick", "false")]
    [InlineData("kwinrc", "Desktops", null, "Number", "4")]
    [InlineData("kwinrc", "Tiling", "1a-2b", "tiles", "none")]
    [InlineData("kwinrc", "Windows", null, "Title", " it's \"\\x\" # ; ")]
    public async Task PlasmaReadsItsKeys(string file, string group, string? inner, string key, string expected)
    {
        string read = Peer.Require("kreadconfig5");
        using var applied = new AppliedHome();
        await applied.ApplyAsync(GoldenFiles.LibraryHost("desktop/home-plasma"));
        string[] groups = inner is null ? ["--group", group] : ["--group", group, "--group", inner];
        Assert.Equal(expected + "\n", applied.Run(read, ["--file", file, .. groups, "--key", key]));
    }
}
