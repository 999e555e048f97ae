namespace HostTools.Cli.Tests.Pages;

/// <summary>Readers type what the documentation says, so it is run: every command, every file, and what it says they see.</summary>
public sealed class PageTests
{
    public static TheoryData<string> Runnable => [.. Pages.Where(static page => Read(page).Blocks.Any(static block => block.Language is "sh" or "powershell"))];

    public static TheoryData<string> All => [.. Pages];

    private static string Clone { get; } = FindClone();

    private static IEnumerable<string> Pages =>
        Directory.EnumerateFiles(Path.Combine(Clone, "docs"), "*.md", SearchOption.AllDirectories)
            .Select(static file => Path.GetRelativePath(Clone, file))
            .Where(static file => !file.StartsWith("docs/decisions/", StringComparison.Ordinal) && !file.StartsWith("docs/options/", StringComparison.Ordinal)
                // Installs on a machine; a test of its own follows it on a copy of one.
                && file != "docs/install.md")
            .Order(StringComparer.Ordinal);

    [SkippableTheory]
    [MemberData(nameof(Runnable))]
    public async Task It_can_be_followed_with_the_executable(string page)
    {
        Skip.If(OperatingSystem.IsWindows(), "The pages are for a POSIX shell.");
        RequirePrograms(page);
        using var run = new PageRun("sh", Module);
        string? otherwise = await run.FollowAsync(Read(page));
        Assert.True(otherwise is null, otherwise);
    }

    [SkippableTheory]
    [MemberData(nameof(Runnable))]
    public async Task It_can_be_followed_in_PowerShell(string page)
    {
        Skip.IfNot(IsOnPath("pwsh"), "pwsh is not on PATH.");
        RequirePrograms(page);
        using var run = new PageRun("powershell", Module);
        string? otherwise = await run.FollowAsync(Read(page));
        Assert.True(otherwise is null, otherwise);
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Its_links_lead_somewhere(string page)
    {
        string text = System.Text.RegularExpressions.Regex.Replace(File.ReadAllText(Path.Combine(Clone, page)), "(?s)```.*?```|`[^`\n]*`", string.Empty);
        foreach (System.Text.RegularExpressions.Match link in System.Text.RegularExpressions.Regex.Matches(text, @"\]\(([^)\s]+)\)"))
        {
            string target = link.Groups[1].Value.Split('#')[0];
            if (target.Length > 0 && !target.Contains(':', StringComparison.Ordinal))
                Assert.True(Path.Exists(Path.Combine(Clone, Path.GetDirectoryName(page)!, target)), $"{page} leads to '{target}', which is not there.");
        }
    }

    /// <summary>A page that makes keys needs the program that does.</summary>
    private static void RequirePrograms(string page) => Skip.If(
        Read(page).Blocks.Any(static block => block.Text.Contains("age-keygen", StringComparison.Ordinal)) && !IsOnPath("age-keygen"), "age is not installed here");

    private static bool IsOnPath(string program) => Environment.GetEnvironmentVariable("PATH")!.Split(Path.PathSeparator).Any(folder => File.Exists(Path.Combine(folder, program)));

    private static string Module => Path.Combine(Clone, "HostTools.psd1");

    private static Page Read(string page) => Page.Read(Path.Combine(Clone, page));

    private static string FindClone()
    {
        DirectoryInfo? folder = new(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "HostTools.sln")))
            folder = folder.Parent;
        return folder?.FullName ?? throw new InvalidOperationException("The tests run outside a clone.");
    }
}
