using HostTools.Platform;

namespace HostTools.Machine.Tests.Peers;

/// <summary>Shells and what hooks into them, started in homes of the golden trees.</summary>
public sealed class ShellPeerTests
{
    private static readonly string[] s_bash = [".bashrc", ".bash_profile", ".profile", ".bash_logout", ".config/hosttools/bashrc"];
    private static readonly string[] s_zsh = [".zshenv", ".zprofile", ".zshrc", ".zlogin", ".zlogout", ".config/hosttools/zshrc"];

    public static TheoryData<string> Homes => [.. GoldenFiles.LibraryHosts().Where(static name => name.StartsWith("programs/", StringComparison.Ordinal))];

    [SkippableTheory]
    [MemberData(nameof(Homes))]
    public void ShellsParseTheirFiles(string golden)
    {
        string bash = Peer.Require("bash");
        string zsh = Peer.Require("zsh");
        using HomeFolder home = HomeFolder.Of(golden);
        foreach (string file in s_bash.Where(file => File.Exists(home.At(file))))
            Assert.Equal(string.Empty, home.Run(bash, "-n", home.At(file)));
        foreach (string file in s_zsh.Where(file => File.Exists(home.At(file))))
            Assert.Equal(string.Empty, home.Run(zsh, "-n", home.At(file)));
    }

    [SkippableFact]
    public void BashHasAliasesVariablesAndOptions()
    {
        string bash = Peer.Require("bash");
        using HomeFolder home = HomeFolder.Of("programs/bash");
        string said = home.Run(bash, "-l", "-i", "-c", """
            printf '%s\n' "${BASH_ALIASES[ll]}" "${BASH_ALIASES[g]}" "${BASH_ALIASES[..]}" "${BASH_ALIASES[say]}" \
                "$EDITOR" "$PRICE" "$HISTSIZE" "$HISTFILESIZE" "$HISTFILE" "$HISTCONTROL" "$HISTIGNORE" "$(umask)" "$(ulimit -c)"
            shopt -q globstar && shopt -q histappend && ! shopt -q checkwinsize && echo options
            mkcd 'a b/c' && pwd
            """);
        Assert.Equal(
            ["ls -la", "git", "cd ..", "printf \"%s\\n\" \"it's `$HOME` # ; done\"", "vim", "5$", "5000", "20000", home.At(".local/state/bash history"),
             "ignoreboth:erasedups", "ls:cd *:echo 'a\\:b'", "0027", "0", "options", home.At("a b/c")],
            said.TrimEnd().Split('\n'));
    }

    [SkippableFact]
    public void BashSaysNothingAtItsStart()
    {
        string bash = Peer.Require("bash");
        using HomeFolder home = HomeFolder.Of("programs/bash");
        foreach (string[] how in new string[][] { ["-c", ":"], ["-l", "-c", ":"], ["-i", "-c", ":"], ["-l", "-i", "-c", ":"] })
        {
            ProcessResult result = home.Try(bash, how);
            string[] said = [.. (result.StandardOutput + result.StandardError).Split('\n').Where(static line => line.Length > 0
                // Without a terminal it always says these.
                && !line.Contains("cannot set terminal process group", StringComparison.Ordinal) && !line.Contains("no job control", StringComparison.Ordinal))];
            Assert.Equal([], said);
            Assert.Equal(0, result.ExitCode);
        }
    }

    [SkippableFact]
    public void LoginShellOnFedoraReadsTheSession()
    {
        string bash = Peer.Require("bash");
        using HomeFolder home = HomeFolder.Of("programs/bash-fedora");
        Assert.Equal("vim 0\n", home.Run(bash, "-l", "-c", "echo $EDITOR $(ulimit -c)"));
        Assert.Equal("1\n", home.Run(bash, "-l", "-i", "-c", "echo $HOSTTOOLS_BASHRC"));
    }

    [SkippableFact]
    public void ZshHasAliasesVariablesAndOptions()
    {
        string zsh = Peer.Require("zsh");
        using HomeFolder home = HomeFolder.Of("programs/zsh");
        string said = home.Run(zsh, "-l", "-i", "-c", """
            print -rl -- "${aliases[ll]}" "${aliases[say]}" "${galiases[G]}" "$EDITOR" "$HISTSIZE" "$SAVEHIST" "$HISTFILE" "$HISTORY_IGNORE" \
                "$FROM_ENV$FROM_PROFILE$FROM_LOGIN" "$ZSH_AUTOSUGGEST_HIGHLIGHT_STYLE" "${ZSH_AUTOSUGGEST_STRATEGY[2]}" "${ZSH_HIGHLIGHT_HIGHLIGHTERS[2]}" \
                "${ZSH_HIGHLIGHT_STYLES[comment]}" "${options[autocd]} ${options[sharehistory]} ${options[extendedhistory]} ${options[extendedglob]} ${options[beep]}" \
                "${options[histexpiredupsfirst]} ${options[histignoredups]} ${options[histignorealldups]} ${options[histsavenodups]} ${options[histfindnodups]} ${options[histignorespace]} ${options[appendhistory]}" \
                "$(bindkey -lL main)" "$+functions[compdef]"
            """);
        Assert.Equal(
            ["ls -la", "print -r -- \"it's `$HOME` # ; done\"", "| grep", "vim", "5000", "20000", home.At(".local/state/zsh history"), "(rm *|pkill *)",
             "111", "fg=#ff00ff,bold", "completion", "brackets", "fg=black,bold", "on off on on off", "on off on on on off on", "bindkey -A viins main", "1", "bye"],
            said.TrimEnd().Split('\n'));
    }

    [SkippableTheory]
    [InlineData("programs/fzf")]
    [InlineData("programs/fzf-debian")]
    public void FzfSetsItsKeys(string golden)
    {
        Peer.Require("fzf");
        string script = Peer.Require("script");
        using HomeFolder home = HomeFolder.Of(golden);
        Assert.Contains("__fzf_select__", home.Run(Peer.Require("bash"), "-i", "-c", "declare -F __fzf_select__"), StringComparison.Ordinal);
        // zsh edits lines in a terminal only.
        Peer.Require("zsh");
        Assert.Contains("fzf-file-widget: function", home.Run(script, "-qec", "zsh -i -c 'whence -w fzf-file-widget'", "/dev/null"), StringComparison.Ordinal);
    }

    [SkippableFact]
    public void FzfTakesItsOptions()
    {
        Peer.Require("fzf");
        using HomeFolder home = HomeFolder.Of("programs/fzf");
        foreach (string shell in new[] { Peer.Require("bash"), Peer.Require("zsh") })
        {
            Assert.Equal("abc\n", home.Run(shell, "-i", "-c", "printf 'abc\\nxyz\\n' | fzf --filter ab"));
            Assert.Equal(
                "find . -type f -not -path '*/.git/*'\n--height 40% --prompt 'it`s $HOME> ' --color bg+:#1e1e1e,prompt:blue\n",
                home.Run(shell, "-i", "-c", "printf '%s\\n' \"$FZF_DEFAULT_COMMAND\" \"$FZF_DEFAULT_OPTS\""));
        }
    }

    [SkippableFact]
    public void ZoxideRemembersDirectories()
    {
        Peer.Require("zoxide");
        using HomeFolder home = HomeFolder.Of("programs/zoxide");
        Directory.CreateDirectory(home.At("some where"));
        foreach (string shell in new[] { Peer.Require("bash"), Peer.Require("zsh") })
            Assert.Equal(home.At("some where") + "\n", home.Run(shell, "-i", "-c", "zoxide add \"$HOME/some where\"; z where; pwd"));
    }

    [SkippableFact]
    public void DirenvLoadsItsFunctionsAndSaysNothing()
    {
        string direnv = Peer.Require("direnv");
        using HomeFolder home = HomeFolder.Of("programs/direnv");
        home.Provide("project/.envrc", "layout here\n");
        home.Run(direnv, "allow", home.At("project"));
        foreach (string shell in new[] { Peer.Require("bash"), Peer.Require("zsh") })
        {
            ProcessResult result = home.Try(shell, "-i", "-c", "cd project; _direnv_hook; echo \"<$LAYOUT>\"");
            Assert.Equal("<here>\n", result.StandardOutput);
            Assert.DoesNotContain("direnv:", result.StandardError, StringComparison.Ordinal);
        }

        Assert.Contains("whitelist", home.Run(direnv, "status"), StringComparison.OrdinalIgnoreCase);
    }

    [SkippableFact]
    public void MissingProgramsAreNoticedByNobody()
    {
        string bash = Peer.Require("bash");
        using HomeFolder home = HomeFolder.From("""
            imports: [programs/bash, programs/starship, programs/fzf, programs/zoxide, programs/direnv]
            config: { programs.bash.enable: true, programs.starship.enable: true, programs.fzf.enable: true, programs.zoxide.enable: true, programs.direnv.enable: true }
            """);
        ProcessResult result = home.Try("env", "PATH=/nowhere", bash, "-i", "-c", "echo $?");
        Assert.Equal("0\n", result.StandardOutput);
        Assert.DoesNotContain("not found", result.StandardError, StringComparison.Ordinal);
    }
}
