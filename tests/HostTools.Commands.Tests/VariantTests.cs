using HostTools.Commands.Framework;
using HostTools.Configuration;

namespace HostTools.Commands.Tests;

/// <summary>Several hosts at once, and hosts with a module more.</summary>
public sealed class VariantTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("hosttools-variants-").FullName;
    private readonly RecordingConsole _console = new();

    public VariantTests()
    {
        Write("hosttools.yaml", "description: A small tree.\n");
        Write("modules/try.yaml", "config: { networking.domain: test.example }\n");
        Write("hosts/den/default.yaml", "imports: []\n");
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("try")]
    [InlineData("./modules/try.yaml")]
    [InlineData("../modules/try.yaml", "hosts")]
    public void A_host_is_seen_with_a_module_more_and_stays_as_it_is(string import, string from = "")
    {
        Assert.Equal("test.example", Domain(new GetHostConfig { Name = ["den"], Import = [import] }, from));
        Assert.Null(Domain(new GetHostConfig { Name = ["den"] }, from));
        Run(new GetHostOption { Name = "den", Option = ["networking.domain"], Import = [import] }, from);
        Assert.Equal("modules/try.yaml", Assert.IsType<OptionInfo>(_console.Written[^1]).Definitions[0].Origin.File);
    }

    [Fact]
    public void An_import_outside_the_tree_is_refused()
    {
        Run(new GetHostConfig { Name = ["den"], Import = ["../elsewhere.yaml"] });
        Assert.Equal("ImportOutsideTree", Assert.Single(_console.Errors).Id);
    }

    [Fact]
    public void An_error_in_what_several_hosts_share_says_the_host()
    {
        Write("modules/shared.yaml", "config: { networking.hostNam: x }\n");
        Write("hosts/attic/default.yaml", "imports: [shared]\n");
        Write("hosts/barn/default.yaml", "imports: [shared]\nconfig: { networking.domian: x }\n");
        Run(new GetHostConfig());
        Assert.Collection(
            _console.Errors,
            static error => Assert.StartsWith("In host 'attic': There is no option", error.Message, StringComparison.Ordinal),
            static error => Assert.StartsWith("There is no option", error.Message, StringComparison.Ordinal),
            static error => Assert.StartsWith("In host 'barn': There is no option", error.Message, StringComparison.Ordinal));
    }

    private object? Domain(GetHostConfig command, string from)
    {
        Run(command, from);
        Assert.IsType<HostConfig>(_console.Written[^1]).TryGet(out object? domain, "networking", "domain");
        return domain;
    }

    private void Run<T>(ICommand<T> command, string from = "")
        where T : notnull =>
        CommandRunner.Run(command, _console, new CommandEnvironment { CurrentDirectory = Path.Combine(_folder, from) }, CancellationToken.None);

    private void Write(string path, string text)
    {
        string full = Path.Combine(_folder, path);
        Directory.CreateDirectory(Path.GetDirectoryName(full)!);
        File.WriteAllText(full, text);
    }
}
