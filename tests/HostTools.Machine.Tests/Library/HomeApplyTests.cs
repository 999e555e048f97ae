using HostTools.Activation;
using HostTools.Activation.Resources;
using HostTools.Machine.Tests.Peers;
using HostTools.Platform;

namespace HostTools.Machine.Tests.Library;

/// <summary>Programs' modules of homes, applied where files lie already.</summary>
public sealed class HomeApplyTests : IDisposable
{
    // Like those of distributions: whoever does not type leaves early.
    private const string Skeleton = "# ~/.bashrc\ncase $- in *i*) ;; *) return ;; esac\nHISTSIZE=1\nalias mine='echo mine'\n";

    private readonly TemporaryFolder _folder = new();

    private string Home => Path.Combine(_folder.File("root"), "home", Trees.HomeUser);

    [SkippableFact]
    public async Task Skeletons_StayAndComeBackByteForByte()
    {
        string bash = Peer.Require("bash");
        string bashrc = Provide(".bashrc", Skeleton);
        string profile = Provide(".profile", "export MINE=1");
        await ApplyAsync("imports: [programs/bash]\nconfig: { programs.bash: { enable: true, historySize: 77, shellAliases: { ours: echo ours } } }\n");
        Assert.StartsWith(Skeleton, await File.ReadAllTextAsync(bashrc), StringComparison.Ordinal);
        ProcessResult said = Peer.Run("env", "-i", $"HOME={Home}", "PATH=/usr/bin:/bin", bash, "-l", "-i", "-c", "echo \"${BASH_ALIASES[mine]}|${BASH_ALIASES[ours]}|$HISTSIZE|$MINE\"");
        Assert.Equal("echo mine|echo ours|77|1\n", said.StandardOutput);
        Assert.Equal(0, await ApplyAsync("imports: [programs/bash]\nconfig: { programs.bash: { enable: true, historySize: 77, shellAliases: { ours: echo ours } } }\n"));

        await ApplyAsync("imports: [programs/bash]\n");
        Assert.Equal(Skeleton, await File.ReadAllTextAsync(bashrc));
        Assert.Equal("export MINE=1", await File.ReadAllTextAsync(profile));
        Assert.False(Directory.Exists(Path.Combine(Home, ".config")));
    }

    [Fact]
    public async Task FilesThatProgramsWriteThemselves_KeepTheRest()
    {
        string settings = Provide(".config/Code/User/settings.json", "{\n  // mine\n  \"files.autoSave\": \"off\",\n  \"editor.fontSize\": 9,\n}\n");
        string globals = Provide(".config/kdeglobals", "[General]\nColorScheme=Breeze\n\n[KDE]\nSingleClick=true\n");
        string keys = Provide(".config/Code/User/keybindings.json", "[]\n");
        await ApplyAsync("""
            imports: [programs/vscode, desktop/home-plasma]
            config:
              programs.vscode: { enable: true, userSettings: { editor.fontSize: 14 }, keybindings: [{ key: f1, command: help }] }
              modules.desktop.plasma: { enable: true, settings: { kdeglobals: { KDE: { SingleClick: false } } } }
            """);
        Assert.Equal("{\n  // mine\n  \"files.autoSave\": \"off\",\n  \"editor.fontSize\": 14,\n}\n", await File.ReadAllTextAsync(settings));
        Assert.Equal("[General]\nColorScheme=Breeze\n\n[KDE]\nSingleClick=false\n", await File.ReadAllTextAsync(globals));
        Assert.Contains("\"f1\"", await File.ReadAllTextAsync(keys), StringComparison.Ordinal);
        await ApplyAsync("{}\n");
        Assert.Contains("\"editor.fontSize\": 9,", await File.ReadAllTextAsync(settings), StringComparison.Ordinal);
        Assert.Contains("SingleClick=true", await File.ReadAllTextAsync(globals), StringComparison.Ordinal);
        Assert.Equal("[]\n", await File.ReadAllTextAsync(keys));
    }

    [Fact]
    public async Task FilesOfOneProgramAlone_AreAskedForFirst()
    {
        string config = Provide(".config/git/config", "[user]\n\tname = Mine\n");
        const string wanted = "imports: [programs/git]\nconfig:\n  programs.git: { enable: true, userName: Ours }\n";
        HostToolsException refused = await Assert.ThrowsAsync<HostToolsException>(() => ApplyAsync(wanted));
        Assert.Contains($"/home/{Trees.HomeUser}/.config/git/config", refused.Message, StringComparison.Ordinal);
        await ApplyAsync(wanted + "  xdg.configFile.\"git/config\": { collision: backup }\n");
        Assert.Contains("Ours", await File.ReadAllTextAsync(config), StringComparison.Ordinal);
        await ApplyAsync("{}\n");
        Assert.Equal("[user]\n\tname = Mine\n", await File.ReadAllTextAsync(config));
    }

    public void Dispose() => _folder.Dispose();

    private string Provide(string path, string text) => _folder.Write($"root/home/{Trees.HomeUser}/{path}", text);

    /// <summary>Applies the files of a home, and says how many changes that were.</summary>
    private async Task<int> ApplyAsync(string home)
    {
        var target = Target.Folder(_folder.File("root"));
        var session = new ActivationSession(target, new SystemClock(), new SystemProcessRunner(), new BaseFeature(LibraryLocator.Find()).Providers(target));
        var wanted = new ResourceSet();
        foreach (Resource resource in Trees.RealiseHome(home).Set.Resources)
            wanted.Add(resource with { Scope = Scope.Machine });
        Plan plan = await session.PlanAsync(wanted, new PlanContext("den", new string('a', 64), null, false, Trees.HomeUser));
        if (plan.Changes.Count > 0)
            await session.ApplyAsync(plan);
        return plan.Changes.Count;
    }
}
