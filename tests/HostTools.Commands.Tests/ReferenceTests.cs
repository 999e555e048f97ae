using System.Diagnostics;
using HostTools.Commands.Framework;

namespace HostTools.Commands.Tests;

/// <summary>The reference of options, as a page and as Markdown.</summary>
public sealed class ReferenceTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("hosttools-reference-").FullName;
    private readonly RecordingConsole _console = new();

    private string Page => Path.Combine(_folder, "options.html");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void The_page_has_every_option_of_the_library_with_type_and_default()
    {
        Run(new ExportHostOptionReference { Library = true, Destination = Page });
        string page = File.ReadAllText(Page);
        Assert.Contains("id=\"services/openssh:services.openssh.ports\"", page, StringComparison.Ordinal);
        Assert.Contains("id=\"base/files:environment.etc.&lt;name&gt;.mode\"", page, StringComparison.Ordinal);
        Assert.Contains("<dt>default</dt><dd><code>[22]</code></dd>", page, StringComparison.Ordinal);
        Assert.Contains("<code>imports: [services/openssh]</code>", page, StringComparison.Ordinal);
        // Nothing is fetched, so nothing may point outside.
        Assert.DoesNotContain(" src=", page, StringComparison.Ordinal);
        Assert.DoesNotContain("<link", page, StringComparison.Ordinal);
    }

    [Fact]
    public void A_module_of_the_tree_is_listed_and_its_words_are_no_markup()
    {
        WriteModule("<script>alert(1)</script> and `a < b` | c");
        Run(new ExportHostOptionReference { Path = _folder, Module = ["evil"], Destination = Page });
        string page = File.ReadAllText(Page);
        Assert.Contains("&lt;script&gt;alert(1)&lt;/script&gt; and <code>a &lt; b</code> | c", page, StringComparison.Ordinal);
        Assert.DoesNotContain("<script>alert", page, StringComparison.Ordinal);
        Assert.DoesNotContain("services/openssh", page, StringComparison.Ordinal);
        Run(new ExportHostOptionReference { Path = _folder, Module = ["evil"], Format = ReferenceFormat.Markdown, Destination = Path.Combine(_folder, "md") });
        Assert.Contains("\\<script>alert(1)\\</script> and `a < b` | c", File.ReadAllText(Path.Combine(_folder, "md/evil.md")), StringComparison.Ordinal);
        Assert.Contains("`a < b` \\| c", File.ReadAllText(Path.Combine(_folder, "md/README.md")), StringComparison.Ordinal);
    }

    [Fact]
    public void The_committed_reference_is_what_the_modules_say()
    {
        string committed = Path.Combine(Clone(), "docs/options");
        string made = Environment.GetEnvironmentVariable("HOSTTOOLS_UPDATE_GOLDEN") == "1" ? committed : Path.Combine(_folder, "options");
        Run(new ExportHostOptionReference { Library = true, Format = ReferenceFormat.Markdown, Destination = made });
        string[] names = [.. Directory.GetFiles(made).Select(static file => Path.GetFileName(file)).Order(StringComparer.Ordinal)];
        Assert.Equal(names, Directory.GetFiles(committed).Select(static file => Path.GetFileName(file)).Order(StringComparer.Ordinal));
        Assert.All(names, name => Assert.True(
            File.ReadAllText(Path.Combine(made, name)) == File.ReadAllText(Path.Combine(committed, name)),
            $"docs/options/{name} is not what the modules say. Run the tests with HOSTTOOLS_UPDATE_GOLDEN=1, or: hosttools option export --library --format markdown --destination docs/options"));
    }

    [Fact]
    public void What_is_right_is_not_written_again()
    {
        Run(new ExportHostOptionReference { Library = true, Destination = Page, PassThru = true });
        Run(new ExportHostOptionReference { Library = true, Destination = Page, PassThru = true });
        Assert.Equal([true, false], _console.Written.Cast<ReferenceFile>().Select(static file => file.Written));
    }

    [Fact]
    public void A_folder_in_the_way_and_an_unknown_module_are_told()
    {
        Directory.CreateDirectory(Page);
        Run(new ExportHostOptionReference { Library = true, Destination = Page });
        Run(new ExportHostOptionReference { Library = true, Module = ["services/opensh"], Destination = Path.Combine(_folder, "o.html") });
        Assert.Equal(["PageIsFolder", "ModuleUnknown"], _console.Errors.Select(static error => error.Id));
        Assert.Contains("services/openssh", _console.Errors[1].Message, StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task A_browser_finds_options_by_words()
    {
        string? browser = Environment.GetEnvironmentVariable("PATH")!.Split(':').Select(static folder => Path.Combine(folder, "chromium")).FirstOrDefault(File.Exists);
        Skip.If(browser is null, "chromium is not installed here");
        Run(new ExportHostOptionReference { Library = true, Destination = Page });
        string found = await DomAsync(browser!, "?q=" + "openssh+ports");
        Assert.Matches("<output [^>]*>[1-9][0-9]? options?</output>", found);
        Assert.Contains("<mark>ports</mark>", found, StringComparison.Ordinal);
        Assert.Matches("<article id=\"base/time:time.timeZone\"[^>]* hidden", found);
        Assert.Contains(">0 options</output>", await DomAsync(browser!, "?q=nosuchword"), StringComparison.Ordinal);
    }

    private async Task<string> DomAsync(string browser, string query)
    {
        var start = new ProcessStartInfo(browser)
        {
            ArgumentList =
            {
                "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update",
                "--disable-sync", $"--user-data-dir={_folder}/browser", "--virtual-time-budget=2000", "--dump-dom", $"file://{Page}{query}",
            },
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using Process process = Process.Start(start)!;
        Task<string> errors = process.StandardError.ReadToEndAsync();
        string dom = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        await errors;
        return dom;
    }

    private static string Clone()
    {
        DirectoryInfo? folder = new(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "HostTools.sln")))
            folder = folder.Parent;
        return folder?.FullName ?? throw new InvalidOperationException("The tests run outside a clone.");
    }

    private void WriteModule(string description)
    {
        Directory.CreateDirectory(Path.Combine(_folder, "modules"));
        File.WriteAllText(Path.Combine(_folder, "hosttools.yaml"), "{}\n");
        File.WriteAllText(Path.Combine(_folder, "modules/evil.yaml"), $"description: '{description}'\noptions: {{ evil: {{ type: bool, description: '{description}' }} }}\n");
    }

    private void Run<T>(ICommand<T> command)
        where T : notnull =>
        CommandRunner.Run(command, _console, new CommandEnvironment { CurrentDirectory = _folder, Variable = static _ => null }, CancellationToken.None);
}
