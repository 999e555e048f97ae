using HostTools.Models.Scanning;

namespace HostTools.Models.Tests.Scanning;

/// <summary>Scans bytes as a file, and states what a person would see.</summary>
public static class Scanned
{
    public static FileReport Bytes(byte[] content, ScanLimits? limits = null) =>
        Assert.Single(new ModelScanner(limits).Scan(new MemoryFiles().Add("file", content), default).Files);

    public static FileReport Text(string content) => Bytes(System.Text.Encoding.UTF8.GetBytes(content));

    public static ScanReport Model(MemoryFiles files) => new ModelScanner().Scan(files, default);

    /// <summary>The rule was broken, by these words.</summary>
    public static Finding Found(this FileReport report, string rule, string words = "")
    {
        Finding? finding = report.Findings.FirstOrDefault(finding => finding.Rule == rule && $"{finding.Message} {finding.Evidence}".Contains(words, StringComparison.Ordinal));
        Assert.True(finding is not null, $"{rule} with '{words}' was not found. {Tell(report)}");
        return finding;
    }

    public static void IsClean(this FileReport report, string kind)
    {
        Assert.True(report.State == ScanState.Clean, Tell(report));
        Assert.Equal(kind, report.Kind);
    }

    public static void IsNotScanned(this FileReport report, string words)
    {
        Assert.True(report.NotScanned.Any(why => why.Contains(words, StringComparison.Ordinal)), Tell(report));
        Assert.NotEqual(ScanState.Clean, report.State);
    }

    public static string Tell(FileReport report) =>
        $"{report.File} is {report.Kind}, {report.State}: {string.Join("; ", report.Findings.Select(static finding => $"[{finding.Rule}] {finding} ({finding.Evidence})"))} not scanned: {string.Join("; ", report.NotScanned)}";
}
