using System.Text.RegularExpressions;
using HostTools.Machine.Packages;
using HostTools.Machine.Tests.Peers;
using HostTools.Platform;

namespace HostTools.Machine.Tests.Packages;

/// <summary>The names in modules/base/package-names.yaml.</summary>
public sealed class PackageNamesTests
{
    // Debian has these outside main, or from a later release on than the one that tests run on.
    private static readonly string[] s_elsewhere =
        ["amd64-microcode", "eza", "firmware-amd-graphics", "git-delta", "intel-microcode", "rocm-opencl-icd", "starship", "virtiofsd"];

    [Fact]
    public void EveryPackageOfTheLibrary_HasNames()
    {
        string[] used = KnownPackages.Used();
        Assert.Superset(new HashSet<string> { "tmux", "kubectl", "libvirt", "ollama-rocm", "plasma-desktop", "qemu", "virtiofsd" }, used.ToHashSet());
        Assert.Empty(used.Where(IsPlain).Except(KnownPackages.All()));
    }

    [Fact]
    public void WhatHostsGetFromTheLibrary_HasNames()
    {
        string[] asked = [.. GoldenFiles.LibraryHosts()
            .SelectMany(static host => Library.GoldenModuleTests.Realise(host).Set.Resources.OfType<PackageResource>()
                .Where(package => !GoldenFiles.LibraryHost(host).Contains(package.Name, StringComparison.Ordinal)))
            .Select(static package => package.Name)
            .Distinct()];
        Assert.Superset(new HashSet<string> { "tmux", "cups" }, asked.ToHashSet());
        Assert.Empty(asked.Where(IsPlain).Except(KnownPackages.All()));
    }

    [Theory]
    [InlineData("alpine")]
    [InlineData("arch")]
    [InlineData("debian")]
    [InlineData("fedora")]
    [InlineData("suse")]
    [InlineData("ubuntu")]
    public void EveryName_IsOneThatManagersTake(string distribution) =>
        Assert.All(KnownPackages.On(distribution).Values.SelectMany(static package => package.Names!), // The distribution is known.
            static name => Assert.Matches(new Regex("^[A-Za-z0-9][A-Za-z0-9+._-]*$"), name));

    [SkippableFact]
    public void DebianHasEveryPackage()
    {
        string apt = Peer.Require("apt-cache");
        string[] names = [.. KnownPackages.On("debian").Values.SelectMany(static package => package.Names!).Distinct().Except(s_elsewhere)]; // The distribution is known.
        HashSet<string> there = Candidates(apt, names);
        Skip.If(!there.Contains("git"), "apt-cache knows no packages here");
        Assert.True(names.Length > 60, $"{names.Length} names");
        Assert.Empty(names.Except(there));
    }

    /// <summary>Fedora's packages for languages are asked for by its own names.</summary>
    private static bool IsPlain(string name) => !name.StartsWith("glibc-", StringComparison.Ordinal);

    /// <summary>Which packages apt could install.</summary>
    private static HashSet<string> Candidates(string apt, string[] names)
    {
        ProcessResult said = Peer.Run(apt, ["policy", .. names]);
        return [.. Regex.Matches(said.StandardOutput, "^(\\S+):\\n  Installed: .*\\n  Candidate: (?!\\(none\\))", RegexOptions.Multiline, TimeSpan.FromSeconds(10))
            .Select(static match => match.Groups[1].Value)];
    }
}
