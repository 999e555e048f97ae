using HostTools.Commands.Framework;
using HostTools.Platform;

namespace HostTools.Commands.Tests;

public sealed class FrameworkTests
{
    [Theory]
    [InlineData("cpu.*", "cpu.model", true)]
    [InlineData("CPU.MODEL", "cpu.model", true)]
    [InlineData("cpu.mode", "cpu.model", false)]
    [InlineData("cpu.mode?", "cpu.model", true)]
    [InlineData("cpu.mode?", "cpu.mode", false)]
    [InlineData("pci.0000:0[01]:*", "pci.0000:01:00.0", true)]
    [InlineData("pci.0000:0[01]:*", "pci.0000:02:00.0", false)]
    [InlineData("a+b(c", "a+b(c", true)]
    [InlineData("[", "[", true)]
    [InlineData("[]x", "[]x", true)]
    [InlineData("gpu[a-c]", "GPUB", true)]
    [InlineData("gpu[a-c]", "gpud", false)]
    [InlineData("gpu[-1]", "gpu-", true)]
    [InlineData("*", "", true)]
    [InlineData("*a*b*", "xxaxxbxx", true)]
    [InlineData("*ab", "aab", true)]
    [InlineData("*ab", "aba", false)]
    [InlineData("a**", "a", true)]
    [InlineData("a?", "a", false)]
    [InlineData("straße*", "STRAßE 1", true)]
    public void Names_match_as_in_PowerShell(string pattern, string name, bool matches) => Assert.Equal(matches, new NamePattern(pattern).IsMatch(name));

    [Fact]
    public void An_error_without_a_place_is_its_message() =>
        Assert.Equal("No.", ErrorText.Of(new HostError("X", ErrorKind.Failed, "No.")));

    [Fact]
    public void The_caret_stands_under_the_column_without_the_lines_indentation()
    {
        HostError error = new("X", ErrorKind.Failed, "No.") { Origin = new Origin("a.yaml", 2, 13), SourceLine = "      size: 8 gigs  " };
        Assert.Equal("a.yaml:2:13: No.\n    size: 8 gigs\n          ^", ErrorText.Of(error));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(90)]
    [InlineData(400)]
    [InlineData(2000)]
    public void Of_a_long_line_the_part_around_the_column_is_shown(int column)
    {
        string line = string.Concat(Enumerable.Range(0, 500).Select(static i => (char)('a' + (i % 26))));
        HostError error = new("X", ErrorKind.Failed, "No.") { Origin = new Origin("a.yaml", 1, column), SourceLine = line };
        string[] shown = ErrorText.Of(error).Split('\n');
        Assert.True(shown[1].Length <= 104);
        int caret = shown[2].IndexOf('^');
        if (column <= line.Length)
            Assert.Equal(line[column - 1], shown[1][caret]);
    }

    [Fact]
    public void Options_are_found_by_their_lines()
    {
        string[] module =
        [
            "description: Boot.", "options:", "  boot:", "    kernelParams: { type: list<str>, default: [] }", "    loader:", "      timeout:",
            "        type: int(0..)", "        description: Seconds.", "  modules.system.boot:", "    enable: { type: bool }", "  \"quoted\": { type: str }",
            "config:", "  boot.kernelParams: { type: no option }",
        ];
        Assert.Equal(["boot.kernelParams", "boot.loader.timeout", "modules.system.boot.enable", "quoted"], DeclaredOptions.In(module));
    }

    [Theory]
    [InlineData("# branch.oid 1f3a\n# branch.head main\n", "1f3a", false)]
    [InlineData("# branch.oid 1f3a\n1 .M N... 100644 100644 100644 a b hosttools.yaml\n", "1f3a", true)]
    [InlineData("# branch.oid (initial)\n? new.yaml\n", null, true)]
    [InlineData("", null, false)]
    public void Git_tells_commit_and_changes(string status, string? commit, bool dirty) => Assert.Equal((commit, dirty), GitState.Parse(status));

    [Fact]
    public void The_words_of_the_executable_follow_from_property_names() =>
        Assert.Equal("out-file", CommandCatalog.All.Single(static command => command.CmdletName == "Get-HostPlan").Arguments.Single(static argument => argument.Name == "OutFile").CliName);
}
