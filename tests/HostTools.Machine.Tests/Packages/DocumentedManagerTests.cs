using HostTools.Machine.Packages.Managers;
using HostTools.Platform;

namespace HostTools.Machine.Tests.Packages;

/// <summary>Managers that do not run here: texts written after their documented formats, not captured from them, and the commands that they are given.</summary>
public sealed class DocumentedManagerTests
{
    private static readonly string[] s_asked = ["busybox", "ripgrep", "tree", "nothing"];

    [Fact]
    public void Apk_says_what_is_installed_wanted_and_to_be_had()
    {
        const string Policy =
            """
            busybox policy:
              1.36.1-r28:
                lib/apk/db/installed
              1.36.1-r29:
                http://dl-cdn.alpinelinux.org/alpine/v3.20/main
            ripgrep policy:
              14.1.0-r0:
                http://dl-cdn.alpinelinux.org/alpine/v3.20/community
            tree policy:
              2.1.1-r0:
                lib/apk/db/installed
                http://dl-cdn.alpinelinux.org/alpine/v3.20/main
            nothing policy:
            """;
        IReadOnlyDictionary<string, PackageInfo> found = ApkManager.Parse(Policy, "alpine-base\ntree=2.1.1-r0\n");
        Assert.Equal(s_asked[..3], found.Keys);
        Assert.Equal(("1.36.1-r28", "1.36.1-r29", true, false), (found["busybox"].Version, found["busybox"].Candidate, found["busybox"].IsAutomatic, found["busybox"].IsHeld));
        Assert.Equal((null, "14.1.0-r0"), (found["ripgrep"].Version, found["ripgrep"].Candidate));
        Assert.Equal(("2.1.1-r0", true), (found["tree"].Version, found["tree"].IsHeld));
    }

    [Fact]
    public void Apk_says_what_it_would_do()
    {
        const string Steps =
            """
            (1/4) Purging tree (2.1.1-r0)
            (2/4) Installing pcre2 (10.43-r0)
            (3/4) Installing ripgrep (14.1.0-r0)
            (4/4) Upgrading busybox (1.36.1-r28 -> 1.36.1-r29)
            Executing busybox-1.36.1-r29.trigger
            OK: 8 MiB in 16 packages
            """;
        Assert.Equal(["- tree 2.1.1-r0", "+ pcre2 10.43-r0", "+ ripgrep 14.1.0-r0", "~ busybox 1.36.1-r28 → 1.36.1-r29"], ApkManager.ParseSteps(Steps).Select(static step => step.InWords));
    }

    [Fact]
    public void Winget_says_what_is_there_in_any_language()
    {
        const string Export =
            """
            { "$schema": "https://aka.ms/winget-packages.schema.2.0.json", "CreationDate": "2026-01-01T00:00:00.000-00:00", "WinGetVersion": "1.9.25200",
              "Sources": [ { "Packages": [ { "PackageIdentifier": "Git.Git", "Version": "2.45.1" }, { "PackageIdentifier": "7zip.7zip", "Version": "24.07" } ],
                "SourceDetails": { "Name": "winget", "Identifier": "Microsoft.Winget.Source_8wekyb3d8bbwe", "Type": "Microsoft.PreIndexed.Package", "Argument": "https://cdn.winget.microsoft.com/cache" } } ] }
            """;
        var versions = new Dictionary<string, string>
        {
            ["Git.Git"] = "Gefunden Git [Git.Git]\r\nVersion\r\n-------\r\n2.45.2\r\n2.45.1\r\n",
            ["jqlang.jq"] = "Found jq [jqlang.jq]\r\nVersion\r\n-------\r\n1.7.1\r\n",
        };
        IReadOnlyDictionary<string, PackageInfo> found = WingetManager.Parse(["Git.Git", "jqlang.jq", "No.Such"], Export, versions, "Name Id      Version Source Pin type\r\n-----\r\nGit  Git.Git 2.45.1  winget Pinning\r\n");
        Assert.Equal(["Git.Git", "jqlang.jq"], found.Keys);
        Assert.Equal(("2.45.1", "2.45.2", true), (found["Git.Git"].Version, found["Git.Git"].Candidate, found["Git.Git"].IsHeld));
        Assert.Equal((null, "1.7.1", false), (found["jqlang.jq"].Version, found["jqlang.jq"].Candidate, found["jqlang.jq"].IsHeld));
        Assert.Empty(WingetManager.Parse(["Git.Git"], "no JSON at all", new Dictionary<string, string>(), string.Empty));
    }

    [Fact]
    public void The_fifth_dnf_prints_the_same_table()
    {
        const string Table =
            """
            Package                  Arch   Version       Repository      Size
            Installing:
             ripgrep                 x86_64 14.1.1-1.fc41 fedora       4.7 MiB
            Upgrading:
             glibc                   x86_64 2.40-12.fc41  updates      6.7 MiB
               replacing glibc       x86_64 2.40-3.fc41   fedora       6.7 MiB
            Removing:
             tree                    x86_64 2.1.1-1.fc41  fedora     106.2 KiB

            Transaction Summary:
             Installing:         1 package
             Upgrading:          1 package
             Replacing:          1 package
             Removing:           1 package
            """;
        Assert.Equal(["+ ripgrep 14.1.1-1.fc41", "+ glibc 2.40-12.fc41", "- tree 2.1.1-1.fc41"], DnfManager.ParseTable(Table).Select(static step => step.InWords));
    }

    [Fact]
    public void Orders_become_commands_that_nobody_has_to_answer()
    {
        var order = new PackageOrder { Install = [new PackageStep("ripgrep", null, "14-1")], Remove = ["tree"] };
        Assert.Equal(["apk del --no-progress tree", "apk add --no-progress --upgrade ripgrep"], Commands(new ApkManager(new SystemProcessRunner(), Root.At("/nowhere")), order));
        Assert.Equal(
            [
                "winget uninstall --id tree --exact --silent --accept-source-agreements --disable-interactivity",
                "winget install --id ripgrep --exact --version 14-1 --silent --accept-package-agreements --accept-source-agreements --disable-interactivity",
            ],
            Commands(new WingetManager(new SystemProcessRunner(), Root.At("/nowhere")), order));
        ProcessRequest apt = Assert.Single(new AptManager(new SystemProcessRunner(), Root.At("/nowhere")).CarryOut(order));
        Assert.EndsWith("--allow-downgrades install -- ripgrep=14-1 tree-", string.Join(' ', apt.Arguments), StringComparison.Ordinal);
        Assert.Equal(("noninteractive", "l"), (apt.Environment["DEBIAN_FRONTEND"], apt.Environment["NEEDRESTART_MODE"]));
    }

    // As rpm's own tests have them.
    [Theory]
    [InlineData("1.0", "1.0", 0)]
    [InlineData("1.0", "2.0", -1)]
    [InlineData("2.0.1a", "2.0.1", 1)]
    [InlineData("5.5p10", "5.5p1", 1)]
    [InlineData("10xyz", "10.1xyz", -1)]
    [InlineData("xyz.4", "8", -1)]
    [InlineData("1.05", "1.5", 0)]
    [InlineData("1.0~rc1", "1.0", -1)]
    [InlineData("1.0~rc1~git123", "1.0~rc1", -1)]
    [InlineData("1.0^", "1.0", 1)]
    [InlineData("1.0^git1", "1.01", -1)]
    [InlineData("1.0^git1~pre", "1.0^git1", -1)]
    [InlineData("1:1.0-1", "2.0-1", 1)]
    [InlineData("1.0-10", "1.0-9", 1)]
    public void Versions_are_compared_as_rpm_does(string a, string b, int expected)
    {
        Assert.Equal(expected, RpmVersion.Compare(a, b));
        Assert.Equal(-expected, RpmVersion.Compare(b, a));
    }

    private static IEnumerable<string> Commands(PackageManager manager, PackageOrder order) => manager.CarryOut(order).Select(static request => $"{request.Program} {string.Join(' ', request.Arguments)}");

    [Theory]
    [InlineData("dpkg-query")]
    [InlineData("apt-get")]
    public async Task Apt_that_does_not_answer_is_not_taken_for_no(string silent)
    {
        var apt = new AptManager(new Silent(silent), Root.At("/nowhere"));
        HostToolsException refused = await Assert.ThrowsAsync<HostToolsException>(async () =>
        {
            await apt.QueryAsync(["tool"], CancellationToken.None);
            await apt.UnneededAsync(["tool"], CancellationToken.None);
        });
        Assert.Equal("apt does not say what is installed: no memory", Assert.Single(refused.Errors).Message);
    }

    private sealed class Silent(string program) : IProcessRunner
    {
        public Task<ProcessResult> RunAsync(ProcessRequest request, CancellationToken token) =>
            Task.FromResult(request.Arguments.Prepend(request.Program).Contains(program) ? new ProcessResult(100, string.Empty, "no memory\n") : new ProcessResult(0, string.Empty, string.Empty));
    }
}
