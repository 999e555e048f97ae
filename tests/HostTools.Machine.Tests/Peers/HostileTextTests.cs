using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace HostTools.Machine.Tests.Peers;

/// <summary>Values full of what shells and programs read as something else arrive as they are written.</summary>
public sealed class HostileTextTests
{
    private static readonly string[] s_pieces =
        ["'", "\"", "`", "$", "\\", "#", ";", " ", "\t", "!", "-", "--", "~", "%", "%s", "*", "?", "[", "]", "{", "}", "(", ")", "<", ">", "|", "&", "=", ":",
         "a", "é", "😀", "$HOME", "$(id)", "`id`", "\\n", "\\'", "#{pane_id}", "#(id)", "\\\"", "'\\''", "EOF"];

    private static readonly string[] s_known = ["-x", "--help", "# x", " x ", "'", "\"", "\\", "$", "`", ";", "a;", "x # y", "~", "!!", "\t", "${HOME}", "x\\"];

    private static readonly JsonSerializerOptions s_readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    [SkippableFact]
    public void Bash_HasAliasesAsTheyAreWritten()
    {
        string[] texts = Texts(lines: true);
        using HomeFolder home = HomeFolder.From($"imports: [programs/bash]\nconfig:\n  programs.bash.enable: true\n  programs.bash.shellAliases: {Map(texts)}\n");
        Same(texts, home.Run(Peer.Require("bash"), "-i", "-c", $"for i in {{0..{texts.Length - 1}}}; do printf '%s\\0' \"${{BASH_ALIASES[n$i]}}\"; done"));
    }

    [SkippableFact]
    public void Zsh_HasAliasesAsTheyAreWritten()
    {
        string[] texts = Texts(lines: true);
        using HomeFolder home = HomeFolder.From($"imports: [programs/zsh]\nconfig:\n  programs.zsh.enable: true\n  programs.zsh.shellAliases: {Map(texts)}\n");
        Same(texts, home.Run(Peer.Require("zsh"), "-i", "-c", $"for i in {{0..{texts.Length - 1}}}; do printf '%s\\0' \"${{aliases[n$i]}}\"; done"));
    }

    [SkippableFact]
    public void Git_HasValuesAndSectionsAsTheyAreWritten()
    {
        string git = Peer.Require("git");
        string[] texts = Texts(lines: true);
        using HomeFolder home = HomeFolder.From($"imports: [programs/git]\nconfig: {{ programs.git: {{ enable: true, aliases: {Map(texts)} }} }}\n");
        string all = home.Run(git, "config", "--null", "--get-regexp", "^alias\\.n");
        Dictionary<string, string> read = all.TrimEnd('\0').Split('\0').ToDictionary(static entry => entry.Split('\n')[0], static entry => entry[(entry.IndexOf('\n', StringComparison.Ordinal) + 1)..]);
        for (int i = 0; i < texts.Length; i++)
            Assert.Equal(texts[i], read[$"alias.n{i}"]);

        string[] names = [.. Texts(lines: false).Distinct()];
        using HomeFolder other = HomeFolder.From(
            $"imports: [programs/git]\nconfig: {{ programs.git: {{ enable: true, extraConfig: {{ url: {{ {string.Join(", ", names.Select(static name => $"{Quote(name)}: {{ insteadOf: x }}"))} }} }} }} }}\n");
        string[] keys = other.Run(git, "config", "--null", "--name-only", "--get-regexp", "^url\\.").TrimEnd('\0').Split('\0');
        Assert.Equal(names.Select(static name => $"url.{name}.insteadof").Order(StringComparer.Ordinal), keys.Order(StringComparer.Ordinal));
    }

    [SkippableFact]
    public void Tmux_HasOptionsAsTheyAreWritten()
    {
        string tmux = Peer.Require("tmux");
        string[] texts = Texts(lines: false);
        using HomeFolder home = HomeFolder.From(
            $"imports: [programs/tmux]\nconfig: {{ programs.tmux: {{ enable: true, settings: {{ {string.Join(", ", texts.Select(static (text, i) => $"\"@n{i}\": {Quote(text)}"))} }} }} }}\n");
        string socket = home.At("socket");
        try
        {
            home.Run(tmux, "-S", socket, "new-session", "-d");
            for (int i = 0; i < texts.Length; i++)
                Assert.Equal(texts[i] + "\n", home.Run(tmux, "-S", socket, "show-options", "-gv", $"@n{i}"));
        }
        finally
        {
            home.Try(tmux, "-S", socket, "kill-server");
        }
    }

    [SkippableFact]
    public void Ssh_HasValuesAsTheyAreWritten()
    {
        string ssh = Peer.Require("ssh");
        // Behind `=` there is always something, and blanks around a whole word are ssh's own.
        string[] texts = Texts(lines: false);
        using HomeFolder home = HomeFolder.From(
            $"imports: [programs/ssh]\nconfig: {{ programs.ssh: {{ enable: true, matchBlocks: {{ nas: {{ setEnv: {Map(texts)} }} }} }} }}\n");
        string[] read = home.Run(ssh, "-G", "-F", home.At(".ssh/config"), "nas").Split('\n');
        Assert.Equal(texts.Select(static (text, i) => $"setenv n{i}={text}").Order(StringComparer.Ordinal),
            read.Where(static line => line.StartsWith("setenv ", StringComparison.Ordinal)).Order(StringComparer.Ordinal));
    }

    [SkippableFact]
    public void Shells_HaveVariablesOfFzfAsTheyAreWritten()
    {
        foreach (string text in Texts(lines: false).Take(20))
        {
            using HomeFolder home = HomeFolder.From(
                $"imports: [programs/bash, programs/fzf]\nconfig: {{ programs.bash.enable: true, programs.fzf: {{ enable: true, defaultCommand: {Quote(text)} }} }}\n");
            Assert.Equal(text, home.Run(Peer.Require("bash"), "-i", "-c", "printf %s \"$FZF_DEFAULT_COMMAND\""));
        }
    }

    private static string Map(string[] texts) => $"{{ {string.Join(", ", texts.Select(static (text, i) => $"n{i}: {Quote(text)}"))} }}";

    private static string Quote(string text) => JsonSerializer.Serialize(text, s_readable);

    private static void Same(string[] expected, string said) => Assert.Equal(expected, said.TrimEnd('\0').Split('\0'));

    private static string[] Texts(bool lines)
    {
        var random = new Random(20261121);
        string[] pieces = lines ? [.. s_pieces, "\n"] : s_pieces;
        var texts = new List<string>(s_known);
        while (texts.Count < 120)
        {
            var text = new StringBuilder();
            for (int length = random.Next(1, 12); length > 0; length--)
                text.Append(pieces[random.Next(pieces.Length)]);
            // That begins an expression of ours.
            if (!text.ToString().Contains("${{", StringComparison.Ordinal))
                texts.Add(text.ToString());
        }

        return [.. texts];
    }
}
