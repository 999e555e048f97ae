using System.Diagnostics;

namespace HostTools.Cli.Tests;

public sealed class ManPageTests : IDisposable
{
    private readonly Workspace _workspace = new();

    private string Page => Path.Combine(_workspace.Clone, "packaging/man/hosttools.1");

    public void Dispose() => _workspace.Dispose();

    [Fact]
    public void The_manual_page_is_what_the_help_says()
    {
        string page = ManPage.Write();
        if (Environment.GetEnvironmentVariable("HOSTTOOLS_UPDATE_GOLDEN") == "1")
            File.WriteAllText(Page, page);
        Assert.True(page == File.ReadAllText(Page), "packaging/man/hosttools.1 is older than the help; write it anew with HOSTTOOLS_UPDATE_GOLDEN=1.");
    }

    [SkippableFact]
    public void Groff_sets_the_manual_page_without_a_warning()
    {
        Skip.IfNot(File.Exists("/usr/bin/groff"), "groff is not installed here");
        var start = new ProcessStartInfo("/usr/bin/groff", ["-man", "-Tutf8", "-ww", "-k", Page]) { RedirectStandardOutput = true, RedirectStandardError = true };
        using Process groff = Process.Start(start)!;
        Task<string> error = groff.StandardError.ReadToEndAsync();
        string text = groff.StandardOutput.ReadToEnd();
        Assert.Equal("", error.Result);
        Assert.Contains("generation", text, StringComparison.Ordinal);
    }
}
