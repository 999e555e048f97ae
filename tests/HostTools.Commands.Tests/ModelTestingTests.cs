using System.Text;
using System.Text.Json;
using HostTools.Commands.Framework;
using HostTools.Models;
using HostTools.Models.Scanning;

namespace HostTools.Commands.Tests;

/// <summary>Test-AiModel: of a store, and of what was never installed.</summary>
public sealed class ModelTestingTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("hosttools-models-").FullName;
    private readonly RecordingConsole _console = new();

    public ModelTestingTests()
    {
        Run(new InstallAiModel { Source = "mock:acme/tiny", Store = Store, CacheDir = Path.Join(_folder, "hub") });
        Run(new InstallAiModel { Source = "mock:acme/small", Store = Store, CacheDir = Path.Join(_folder, "hub") });
    }

    private string Store => Path.Join(_folder, "store");

    private string Blob => Directory.GetFiles(Path.Join(Store, "sha256"), "*", SearchOption.AllDirectories).First(file => File.ReadAllText(file).Contains("acme/tiny", StringComparison.Ordinal));

    private IEnumerable<AiModelFinding> Found => _console.Written.Cast<AiModelFinding>();

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Nothing_is_said_against_what_is_as_it_was_installed()
    {
        Assert.Equal(0, Run(new TestAiModel { Store = Store, ExitCode = true }).ExitCode);
        Assert.All(Found, static finding => Assert.Equal(FindingSeverity.Note, finding.Severity));
        Assert.Contains("Note Nothing is wrong with 'tiny'.", _console.Said);
        Assert.Contains("Note Nothing is wrong with 'small'.", _console.Said);
        Assert.Empty(_console.Errors);
    }

    [Fact]
    public void Other_bytes_of_the_same_length_are_found()
    {
        string blob = Blob;
        string text = File.ReadAllText(blob).Replace("mock\"", "MOCK\"", StringComparison.Ordinal);
        File.SetAttributes(blob, FileAttributes.Normal);
        File.WriteAllText(blob, text);
        Assert.Equal(2, Run(new TestAiModel { Store = Store, Name = ["t*"], Preset = "none", ExitCode = true }).ExitCode);
        Assert.Equal("store.bytes-changed", Assert.Single(Found, static finding => finding.Severity == FindingSeverity.Error).Rule);

        // A disk that loses bits does not say when.
        File.SetLastWriteTimeUtc(blob, new DateTime(2001, 1, 1, 0, 0, 0, DateTimeKind.Utc));
        _console.Written.Clear();
        Run(new TestAiModel { Store = Store, Name = ["t*"], Preset = "none" });
        AiModelFinding finding = Assert.Single(Found, static finding => finding.Severity == FindingSeverity.Error);
        Assert.Equal(("tiny", "check.checksums", "config.json"), (finding.Model, finding.Rule, finding.File));
    }

    [Fact]
    public void A_model_whose_bytes_are_gone_is_still_found_by_its_name()
    {
        string blob = Blob;
        File.SetAttributes(blob, FileAttributes.Normal);
        File.Delete(blob);
        Run(new TestAiModel { Store = Store, Name = ["tiny"] });
        Assert.Contains(Found, static finding => finding is { Rule: "store.bytes-missing", File: "config.json", Severity: FindingSeverity.Error });
        Assert.Empty(_console.Errors);
    }

    [Fact]
    public void A_link_that_somebody_took_away_is_found()
    {
        File.Delete(Path.Join(_folder, "hub", "models--acme--tiny", "refs", "main"));
        Assert.Equal(2, Run(new TestAiModel { Store = Store, Name = ["tiny"], ExitCode = true }).ExitCode);
        Assert.EndsWith("refs/main", Assert.Single(Found, static finding => finding.Rule == "view.changed").File.Replace('\\', '/'), StringComparison.Ordinal);
    }

    [Fact]
    public void A_folder_that_was_never_installed_is_looked_through_and_its_report_is_for_programs_too()
    {
        string model = Directory.CreateDirectory(Path.Join(_folder, "from elsewhere")).FullName;
        File.WriteAllBytes(Path.Join(model, "weights.bin"), Encoding.ASCII.GetBytes("cos\nsystem\n(S'id'\ntR."));
        File.WriteAllBytes(Path.Join(model, "data.7z"), [0x37, 0x7a, 0xbc, 0xaf, 0x27, 0x1c, 0, 4, 1, 2, 3]);
        string sarif = Path.Join(_folder, "out.sarif");
        var command = new TestAiModel { Store = Store, Name = ["./from elsewhere"], OutFile = sarif, ExitCode = true };
        command.Add(new TestAiModel { Name = ["tiny"] });
        Assert.Equal(2, Run(command).ExitCode);

        AiModelFinding pickle = Assert.Single(Found, static finding => finding.Rule == "pickle.dangerous-global");
        Assert.Equal((model, "weights.bin", FindingSeverity.Error), (pickle.Model, pickle.File, pickle.Severity));
        Assert.NotNull(pickle.Offset);
        Assert.Contains("system", pickle.Evidence + pickle.Message, StringComparison.Ordinal);
        Assert.Equal(FindingSeverity.Warning, Assert.Single(Found, static finding => finding is { Rule: "file.not-scanned", File: "data.7z" }).Severity);

        JsonElement runs = JsonDocument.Parse(File.ReadAllBytes(sarif)).RootElement.GetProperty("runs");
        Assert.Equal(["model/tiny/", $"model/{model}/"], runs.EnumerateArray().Select(static run => run.GetProperty("automationDetails").GetProperty("id").GetString()!));
        Assert.False(runs[1].GetProperty("invocations")[0].GetProperty("executionSuccessful").GetBoolean());
        Assert.Contains(runs[1].GetProperty("results").EnumerateArray(), static result => result.GetProperty("ruleId").GetString() == "pickle.dangerous-global");
    }

    [Fact]
    public void A_single_file_is_a_model_too()
    {
        string file = Path.Join(_folder, "model.pt");
        File.WriteAllBytes(file, Encoding.ASCII.GetBytes("cos\nsystem\n(S'id'\ntR."));
        Run(new TestAiModel { Store = Store, LiteralPath = file, Preset = "quick", Validator = ["no-pickle"] });
        Assert.Contains(Found, static finding => finding is { Rule: "check.no-pickle", File: "model.pt", Severity: FindingSeverity.Error });
        Assert.Contains(Found, static finding => finding.Rule == "pickle.dangerous-global");
    }

    [Fact]
    public void What_nobody_looked_into_is_not_called_clean()
    {
        Run(new TestAiModel { Store = Store, Name = ["tiny"], Preset = "minimal" });
        Assert.Equal("file.not-scanned", Assert.Single(Found).Rule);
        Assert.Contains("Note 'tiny' passes 'minimal', which looks into no file.", _console.Said);
        Run(new TestAiModel { Store = Store, LiteralPath = Store, Preset = "none" });
        Assert.Equal("ArgumentInvalid", Assert.Single(_console.Errors).Id);
    }

    [Theory]
    [InlineData("max-size:none", "ValidatorMalformed")]
    [InlineData("no-pickels", "ValidatorUnknown")]
    public void A_check_that_there_is_not_is_refused(string validator, string id)
    {
        Run(new TestAiModel { Store = Store, Validator = [validator] });
        Assert.Equal(id, Assert.Single(_console.Errors).Id);
        Assert.Empty(_console.Written);
    }

    [Fact]
    public void What_is_not_there_does_not_stop_the_rest()
    {
        Run(new TestAiModel { Store = Store, Name = ["./nowhere", "nobody", "tiny"], OutFile = Path.Join(_folder, "no", "such.sarif") });
        Assert.Equal(["AiModelUnknown", "PathNotFound", "ReportNotWritten"], _console.Errors.Select(static error => error.Id));
        Assert.Contains("Note Nothing is wrong with 'tiny'.", _console.Said);
    }

    private CommandOutcome Run<T>(ICommand<T> command)
        where T : notnull =>
        CommandRunner.Run(command, _console, new CommandEnvironment { CurrentDirectory = _folder, Variable = static _ => null }, CancellationToken.None);
}
