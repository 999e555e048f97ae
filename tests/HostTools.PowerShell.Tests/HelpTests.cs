using HostTools.Commands.Framework;
using HostTools.PowerShell.Tests.Help;

namespace HostTools.PowerShell.Tests;

public sealed class HelpTests
{
    private const int LongestSynopsis = 90;

    public static TheoryData<string> Commands => [.. CommandCatalog.All.Select(static command => command.CmdletName)];

    [Fact]
    public void The_help_file_is_what_the_comments_say() =>
        Repository.Approve("en-US/HostTools.PowerShell.dll-Help.xml", MamlWriter.Write(CommandCatalog.All));

    [Theory]
    [MemberData(nameof(Commands))]
    public void Everything_is_documented(string name)
    {
        CommandDescriptor command = CommandCatalog.All.Single(known => known.CmdletName == name);
        var help = CommandHelp.Of(command);
        Assert.InRange(help.Synopsis.Length, 20, LongestSynopsis);
        Assert.EndsWith(".", help.Synopsis, StringComparison.Ordinal);
        Assert.NotEmpty(help.Description);
        Assert.NotEmpty(help.Examples);
        Assert.All(help.Examples, static example => Assert.True(example.Text.Length > 0 && example.PowerShell.Length > 0));
        Assert.All(help.Parameters, static parameter => Assert.True(parameter.Value.Length > 10, $"-{parameter.Key} has no text"));
    }

    [Theory]
    [MemberData(nameof(Commands))]
    public void Help_speaks_to_users_and_not_of_code(string name)
    {
        CommandDescriptor command = CommandCatalog.All.Single(known => known.CmdletName == name);
        var help = CommandHelp.Of(command);
        Assert.All([help.Synopsis, .. help.Description, .. help.Parameters.Values], static text =>
        {
            Assert.DoesNotContain("null", text, StringComparison.Ordinal);
            Assert.DoesNotContain("Gets or sets", text, StringComparison.Ordinal);
        });
    }

    [Fact]
    public void The_about_topic_names_every_cmdlet()
    {
        string about = File.ReadAllText(Path.Combine(Repository.Root, "en-US/about_HostTools.help.txt"));
        Assert.All(CommandCatalog.All, command => Assert.Contains(command.CmdletName, about, StringComparison.Ordinal));
    }
}
