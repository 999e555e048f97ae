using HostTools.Activation;
using HostTools.Commands.Framework;
using HostTools.Configuration;

namespace HostTools.Commands.Tests;

/// <summary>Comparing configurations and generations, and listing modules.</summary>
public sealed class CompareTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("hosttools-compare-").FullName;
    private readonly RecordingConsole _console = new();

    public CompareTests()
    {
        Write("hosttools.yaml", "parameters: { greeting: { type: str, default: hello } }\n");
        Write("hosts/den/default.yaml", "config:\n  environment.etc.motd.text: \"${{ params.greeting }}\\nall\\n\"\n  networking.hosts: { 10.0.0.1: [nas] }\n");
        Write("hosts/attic/default.yaml", "config:\n  environment.etc.issue.text: attic\n  networking.hosts: { 10.0.0.1: [nas, files] }\n");
    }

    private string Root => Path.Combine(_folder, "out");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Two_hosts_differ_where_somebody_wrote_something_else()
    {
        ConfigDifference[] found = Differences(new CompareHostConfig { Name = "den", With = "attic", Option = ["environment.etc.issue*", "environment.etc.motd*", "networking.hosts.*10.0.0.1*"] });
        Assert.Equal(
            ["Added environment.etc.issue.text", "Removed environment.etc.motd.text", "Changed networking.hosts.\"10.0.0.1\""],
            found.Select(static d => $"{d.Difference} {d.Name}"));
        ConfigDifference hosts = found.Single(static d => d.Name.StartsWith("networking.hosts", StringComparison.Ordinal));
        Assert.Equal(new object[] { "nas", "files" }, hosts.After);
        Assert.Equal("hosts/attic/default.yaml:3:33", hosts.Origins[0].ToString());
    }

    [Fact]
    public void One_host_is_compared_with_itself_under_another_parameter()
    {
        var command = new CompareHostConfig { Name = "den", WithParameter = new Dictionary<string, string> { ["greeting"] = "good day" }, ExitCode = true };
        CommandOutcome outcome = Run(command);
        ConfigDifference difference = Assert.IsType<ConfigDifference>(Assert.Single(_console.Written));
        Assert.Equal(("environment.etc.motd.text", "hello\nall\n", "good day\nall\n"), (difference.Name, difference.Before, difference.After));
        Assert.Equal(2, outcome.ExitCode);
    }

    [Fact]
    public void Equal_configurations_have_no_difference()
    {
        CommandOutcome outcome = Run(new CompareHostConfig { Name = "den", ExitCode = true });
        Assert.Empty(_console.Written);
        Assert.Equal(0, outcome.ExitCode);
        Assert.Contains(_console.Said, static said => said.Contains("Both have the same values.", StringComparison.Ordinal));
    }

    [Fact]
    public void Generations_tell_what_was_added_changed_and_removed_with_diffs()
    {
        Apply("den");
        Apply("attic");
        Run(new CompareHostGeneration { Root = Root });
        GenerationDifference[] found = [.. _console.Written.OfType<GenerationDifference>()];
        Assert.Equal(
            ["Changed /etc/hostname", "Changed /etc/hosts", "Added /etc/issue", "Removed /etc/motd"],
            found.Select(static d => $"{d.Difference} {d.Path}"));
        Assert.Contains("-10.0.0.1 nas\n+10.0.0.1 nas files", found[1].Diff, StringComparison.Ordinal);
        Assert.Contains("+attic", found[2].Diff, StringComparison.Ordinal);
    }

    [Fact]
    public void One_generation_has_nothing_to_be_compared_with_and_a_missing_one_is_an_error()
    {
        Apply("den");
        Run(new CompareHostGeneration { Root = Root });
        Assert.Contains(_console.Said, static said => said.Contains("There is no generation before 1", StringComparison.Ordinal));
        Run(new CompareHostGeneration { Root = Root, Number = 1, With = 9 });
        Assert.Equal("GenerationNotFound", Assert.Single(_console.Errors).Id);
    }

    [Fact]
    public void Modules_of_tree_and_library_are_listed_and_the_trees_hide_the_librarys()
    {
        Write("modules/services/openssh.yaml", "description: Ours.\n");
        Write("modules/broken.yaml", "optoins: {}\n");
        Run(new GetHostModule { Name = ["services/*", "base/users"] });
        ModuleInfo[] found = [.. _console.Written.OfType<ModuleInfo>()];
        Assert.Contains(found, static m => m is { Name: "services/openssh", Source: "tree", Description: "Ours." });
        Assert.Contains(found, static m => m is { Name: "services/btrbk", Source: "library", IsBase: false } && m.Options.Any(static o => o.StartsWith("services.btrbk", StringComparison.Ordinal)));
        Assert.Contains(found, static m => m is { Name: "base/users", IsBase: true, Class: "host" });
        Run(new GetHostModule { Name = ["broken", "services/opensh"] });
        Assert.Equal(["UnknownModuleKey", "ModuleUnknown"], _console.Errors.Select(static e => e.Id));
    }

    private ConfigDifference[] Differences(CompareHostConfig command)
    {
        Run(command);
        return [.. _console.Written.OfType<ConfigDifference>()];
    }

    private void Apply(string host)
    {
        Run(new InvokeHostPlan { Name = host, Root = Root });
        Assert.Empty(_console.Errors);
    }

    private CommandOutcome Run<T>(ICommand<T> command)
        where T : notnull =>
        CommandRunner.Run(command, _console, new CommandEnvironment { CurrentDirectory = _folder }, CancellationToken.None);

    private void Write(string name, string text)
    {
        string path = Path.Combine(_folder, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
    }
}
