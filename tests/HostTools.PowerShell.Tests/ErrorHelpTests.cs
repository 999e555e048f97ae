using System.Text.Encodings.Web;
using System.Text.Json;
using HostTools.Commands;
using HostTools.PowerShell.Tests.Help;

namespace HostTools.PowerShell.Tests;

/// <summary>Every error can be asked about, and what is answered is what the comments of its factory say.</summary>
public sealed class ErrorHelpTests
{
    private static readonly JsonSerializerOptions s_json = new(JsonSerializerDefaults.Web) { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static TheoryData<string> Ids => [.. ErrorComments.Read().Select(static help => help.Id)];

    [Fact]
    public void The_committed_file_is_what_the_comments_say() =>
        Repository.Approve("src/HostTools.Commands/Errors/errors.json", JsonSerializer.Serialize(ErrorComments.Read(), s_json) + "\n");

    [Theory]
    [MemberData(nameof(Ids))]
    public void An_error_has_meaning_example_and_fix(string id)
    {
        ErrorHelp help = ErrorComments.Read().Single(known => known.Id == id);
        Assert.True(help.Meaning.EndsWith('.'), $"The factory '{id}' needs a <summary> that says what the error means.");
        Assert.True(help.Fix.EndsWith('.'), $"The factory '{id}' needs <remarks> that say what helps.");
        Assert.True(help.Example.Length > 0, $"The factory '{id}' needs an <example> with <code>: something small that causes it.");
    }

    [Fact]
    public void All_errors_are_known_to_the_command() => Assert.True(ErrorHelp.All.Count > 150, $"{ErrorHelp.All.Count} errors.");
}
