using HostTools.Machine.Tests.Peers;
using HostTools.Platform;

namespace HostTools.Machine.Tests.Library;

/// <summary>Programs' modules of homes, applied where files lie already.</summary>
public sealed class HomeApplyTests : IDisposable
{
    // Like those of distributions: whoever does not type leaves early.
    private const string Skeleton = "# ~/.bashrc\ncase $- in *i*) ;; *) return ;; esac\nHISTSIZE=1\nalias mine='echo mine'\n";

    private readonly AppliedHome _home = new();

    [SkippableFact]
    public async Task Skeletons_StayAndComeBackByteForByte()
    {
        string bash = Peer.Require("bash");
        string bashrc = _home.Provide(".bashrc", Skeleton);
        string profile = _home.Provide(".profile", "export MINE=1");
        await _home.ApplyAsync("imports: [programs/bash]\nconfig: { programs.bash: { enable: true, historySize: 77, shellAliases: { ours: echo ours } } }\n");
        Assert.StartsWith(Skeleton, await File.ReadAllTextAsync(bashrc), StringComparison.Ordinal);
        string said = _home.Run(bash, "-l", "-i", "-c", "echo \"${BASH_ALIASES[mine]}|${BASH_ALIASES[ours]}|$HISTSIZE|$MINE\"");
        Assert.Equal("echo mine|echo ours|77|1\n", said);
        Assert.Equal(0, await _home.ApplyAsync("imports: [programs/bash]\nconfig: { programs.bash: { enable: true, historySize: 77, shellAliases: { ours: echo ours } } }\n"));

        await _home.ApplyAsync("imports: [programs/bash]\n");
        Assert.Equal(Skeleton, await File.ReadAllTextAsync(bashrc));
        Assert.Equal("export MINE=1", await File.ReadAllTextAsync(profile));
        Assert.False(Directory.Exists(_home.At(".config")));
    }

    [Fact]
    public async Task FilesThatProgramsWriteThemselves_KeepTheRest()
    {
        string settings = _home.Provide(".config/Code/User/settings.json", "{\n  // mine\n  \"files.autoSave\": \"off\",\n  \"editor.fontSize\": 9,\n}\n");
        string globals = _home.Provide(".config/kdeglobals", "[$Version]\nupdate_info=x\n\n[General]\nColorScheme=Breeze\n\n[KDE]\nSingleClick=true\n\n[Shortcuts][kwin]\nk=v\n");
        string keys = _home.Provide(".config/Code/User/keybindings.json", "[]\n");
        await _home.ApplyAsync("""
            imports: [programs/vscode, desktop/home-plasma]
            config:
              programs.vscode: { enable: true, userSettings: { editor.fontSize: 14 }, keybindings: [{ key: f1, command: help }] }
              modules.desktop.plasma: { enable: true, settings: { kdeglobals: { KDE: { SingleClick: false } } } }
            """);
        Assert.Equal("{\n  // mine\n  \"files.autoSave\": \"off\",\n  \"editor.fontSize\": 14,\n}\n", await File.ReadAllTextAsync(settings));
        Assert.Equal("[$Version]\nupdate_info=x\n\n[General]\nColorScheme=Breeze\n\n[KDE]\nSingleClick=false\n\n[Shortcuts][kwin]\nk=v\n", await File.ReadAllTextAsync(globals));
        Assert.Contains("\"f1\"", await File.ReadAllTextAsync(keys), StringComparison.Ordinal);
        await _home.ApplyAsync("{}\n");
        Assert.Contains("\"editor.fontSize\": 9,", await File.ReadAllTextAsync(settings), StringComparison.Ordinal);
        Assert.Contains("SingleClick=true", await File.ReadAllTextAsync(globals), StringComparison.Ordinal);
        Assert.Equal("[]\n", await File.ReadAllTextAsync(keys));
    }

    [Fact]
    public async Task FilesOfOneProgramAlone_AreAskedForFirst()
    {
        string config = _home.Provide(".config/git/config", "[user]\n\tname = Mine\n");
        const string wanted = "imports: [programs/git]\nconfig:\n  programs.git: { enable: true, userName: Ours }\n";
        HostToolsException refused = await Assert.ThrowsAsync<HostToolsException>(() => _home.ApplyAsync(wanted));
        Assert.Contains($"/home/{Trees.HomeUser}/.config/git/config", refused.Message, StringComparison.Ordinal);
        await _home.ApplyAsync(wanted + "  xdg.configFile.\"git/config\": { collision: backup }\n");
        Assert.Contains("Ours", await File.ReadAllTextAsync(config), StringComparison.Ordinal);
        await _home.ApplyAsync("{}\n");
        Assert.Equal("[user]\n\tname = Mine\n", await File.ReadAllTextAsync(config));
    }

    public void Dispose() => _home.Dispose();
}
