using HostTools.Configuration;
using HostTools.Platform;

namespace HostTools.Machine.Tests.Library;

/// <summary>Modules of homes for programs and desktops: what they warn of, refuse, and leave alone.</summary>
public sealed class HomeProgramsTests
{
    /// <summary>It is for other modules to read.</summary>
    private const string ReadOnly = "modelPaths";

    private static readonly string[] s_modules =
        [.. Trees.LibraryModules.Where(static module => module.Class == "home" && !module.IsBase).Select(static module => module.Name)];

    [Theory]
    [InlineData("gnome", "GNOME")]
    [InlineData("plasma", "Plasma")]
    public void DesktopThatTheHostLacks_IsToldWithTheLinesToAdd(string desktop, string called)
    {
        string home = $"imports: [desktop/home-{desktop}]\nconfig:\n  modules.desktop.{desktop}.enable: true\n";
        HostError warning = Assert.Single(Trees.EvaluateHome(home).Require().Warnings);
        Assert.Equal(
            $"'home.ann': The home of ann sets {called} up, and the host den has no {called}. Import desktop/{desktop} in hosts/den/default.yaml and set "
            + $"modules.desktop.{desktop}.enable to true, or set it to false in the home.",
            warning.Message);
        Assert.StartsWith($"library/desktop/home-{desktop}.yaml:", warning.Origin!.ToString(), StringComparison.Ordinal);
        Assert.Empty(Trees.EvaluateHome(home, $"imports: [desktop/{desktop}]\nconfig: {{ modules.desktop.{desktop}.enable: true }}\n").Require().Warnings);
    }

    [Theory]
    [InlineData("gnome", "GNOME", "{ org/gnome/desktop/interface: { color-scheme: \"'prefer-dark'\" } }")]
    [InlineData("plasma", "Plasma", "{ kdeglobals: { KDE: { SingleClick: false } } }")]
    public void DesktopOfTheHostThatTheHomeLeavesOff_IsToldWhereItHasSettings(string desktop, string called, string settings)
    {
        string host = $"imports: [desktop/{desktop}]\nconfig: {{ modules.desktop.{desktop}.enable: true }}\n";
        string home = $"imports: [desktop/home-{desktop}]\nconfig:\n  modules.desktop.{desktop}.settings: {settings}\n";
        HostError warning = Assert.Single(Trees.EvaluateHome(home, host).Require().Warnings);
        Assert.Equal(
            $"'home.ann': The host den has {called}, and the home of ann has settings for it without effect. Set modules.desktop.{desktop}.enable to true in "
            + "users/ann/home.yaml.",
            warning.Message);
        Assert.Empty(Trees.EvaluateHome(home).Require().Warnings);
    }

    [Fact]
    public void NothingIsWantedUntilItIsEnabled()
    {
        Realised home = Trees.RealiseHome($"imports: [{string.Join(", ", s_modules)}]\n");
        Assert.DoesNotContain(home.Set.Resources, static resource => resource is not Activation.Resources.TriggerResource);
    }

    [Theory]
    [InlineData("bash", "shellAliases: { -x: ls }", "'-x' is no name of an alias")]
    [InlineData("bash", "shellAliases: { 'a;b': ls }", "'a;b' is no name of an alias")]
    [InlineData("bash", "shellOptions: ['x; id']", "\"x; id\"")]
    [InlineData("bash", "historyFile: \"a\\nb\"", "one line")]
    [InlineData("zsh", "shellGlobalAliases: { '`id`': ls }", "'`id`' is no name of an alias")]
    [InlineData("zsh", "syntaxHighlighting.styles: { 'a]=b; id #': x }", "is no name of a style")]
    [InlineData("git", "extraConfig: { 'core]': { editor: vim } }", "is no name of a section")]
    [InlineData("git", "extraConfig: { core: { 'a b': vim } }", "'a b' in programs.git is no name of a key")]
    [InlineData("git", "extraConfig: { url: { \"a\\nb\": { insteadOf: x } } }", "one line")]
    [InlineData("git", "{ userName: Ann, extraConfig: { user: { name: Bob } } }", "has conflicting values")]
    [InlineData("git", "includes: [{ condition: gitdir:~/x }]", "Give exactly one of path and contents.")]
    [InlineData("tmux", "settings: { 'a; run-shell id #': x }", "is no option of tmux")]
    [InlineData("tmux", "terminal: \"a\\nb\"", "one line")]
    [InlineData("fzf", "colors: { \"x' y\": red }", "is nothing that has a colour")]
    [InlineData("bat", "config: { '--theme': x }", "write it without '--'")]
    [InlineData("bat", "config: { theme: \"a\\nb\" }", "theme")]
    [InlineData("ssh", "matchBlocks.nas.user: \"a\\nProxyCommand id\"", "home.ann.programs.ssh.matchBlocks.nas.user")]
    [InlineData("ssh", "matchBlocks: { \"a\\nProxyCommand id\": { port: 22 } }", "host")]
    [InlineData("ssh", "matchBlocks: { ' ': { port: 22 } }", "host")]
    [InlineData("ssh", "matchBlocks.nas: { host: nas, match: user x }", "Give exactly one of host and match.")]
    [InlineData("ssh", "matchBlocks.nas.extraOptions: { 'Port 1 #': x }", "is no setting of ssh")]
    [InlineData("ssh", "matchBlocks.nas.extraOptions: { Match: all }", "is no setting of ssh")]
    [InlineData("ssh", "matchBlocks: { a: { after: [b] }, b: { after: [a] } }", "a")]
    [InlineData("ssh", "matchBlocks: { a: { after: [none] } }", "none")]
    [InlineData("vscode", "extensions: ['x; id']", "x; id")]
    [InlineData("vscode", "languageSnippets: { '../../x': {} }", "is no name of a language")]
    public void WhatWouldBeReadOtherwise_IsRefused(string program, string wrong, string says)
    {
        string set = wrong.StartsWith('{') ? $"  programs.{program}: {wrong}\n" : $"  programs.{program}.{wrong}\n";
        HostEvaluation evaluation = Trees.EvaluateHome($"imports: [programs/{program}]\nconfig:\n  programs.{program}.enable: true\n{set}");
        Assert.Null(evaluation.Config);
        Assert.Contains(says, string.Join('\n', evaluation.Errors), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("gnome", "settings: { '/org/gnome': { x: 'true' } }", "is no folder of dconf")]
    [InlineData("gnome", "settings: { org/gnome: { 'x]': 'true' } }", "is no folder of dconf")]
    [InlineData("gnome", "settings: { org/gnome: { x: '' } }", "is one line in dconf's words")]
    [InlineData("gnome", "settings: { org/gnome: { x: \"a\\n[b]\" } }", "is one line in dconf's words")]
    [InlineData("gnome", "extensions: [\"x', 'y\"]", "is no name of an extension")]
    [InlineData("gnome", "favorites: [\"x', 'y.desktop\"]", "which is not")]
    [InlineData("plasma", "settings: { '../x': { a: { b: 1 } } }", "is no name of a file below ~/.config")]
    public void SettingsOfDesktopsThatLieNowhere_AreRefused(string desktop, string wrong, string says)
    {
        HostEvaluation evaluation = Trees.EvaluateHome(
            $"imports: [desktop/home-{desktop}]\nconfig:\n  modules.desktop.{desktop}.enable: true\n  modules.desktop.{desktop}.{wrong}\n");
        Assert.Contains(says, string.Join('\n', evaluation.Errors), StringComparison.Ordinal);
    }

    [Fact]
    public void EveryOption_IsUsedByAHomeOfTheGoldenTrees()
    {
        OptionInfo[] declared = [.. Trees.EvaluateHome($"imports: [{string.Join(", ", s_modules)}]\n").Require().Home(Trees.HomeUser)!.Options.Where(static option =>
            !option.IsInternal && option.Path[^1] != ReadOnly && option.Declarations.Any(static place => s_modules.Any(module => place.File == $"library/{module}.yaml")))];
        List<IReadOnlyList<string>> used = [];
        foreach (string golden in GoldenFiles.LibraryHosts().Where(static name => s_modules.Any(module => name == module || name.StartsWith(module + "-", StringComparison.Ordinal))))
        {
            HostConfig home = Trees.EvaluateHome(GoldenFiles.LibraryHost(golden), GoldenFiles.LibraryHostOfHome(golden)).Require().Home(Trees.HomeUser)!;
            used.AddRange(home.Options.Where(static option => option.Definitions.Any(static definition => definition.Origin.File == $"users/{Trees.HomeUser}/home.yaml"))
                .Select(static option => option.Path));
        }

        Assert.True(declared.Length > 150, $"There are {declared.Length} options.");
        // What stands in lists has no definition of its own; there the name alone says it.
        string texts = string.Join('\n', GoldenFiles.LibraryHosts().Select(GoldenFiles.LibraryHost));
        Assert.Empty(declared
            .Where(option => option.Path.Contains("*") ? !texts.Contains(option.Path[^1] + ":", StringComparison.Ordinal) : !used.Any(path => Fits(option.Path, path)))
            .Select(static option => option.Name).Distinct());
        Assert.All(declared, static option => Assert.True(option.Description.EndsWith('.'), $"The description of {option.Name} is no sentence: {option.Description}"));
    }

    private static bool Fits(IReadOnlyList<string> declared, IReadOnlyList<string> used) =>
        declared.Count == used.Count && declared.Zip(used).All(static pair => pair.First == "<name>" || pair.First == pair.Second);
}
