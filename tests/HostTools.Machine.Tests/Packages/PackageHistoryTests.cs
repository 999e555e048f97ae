using HostTools.Machine.Packages;
using HostTools.Platform;

namespace HostTools.Machine.Tests.Packages;

/// <summary>Who changed a package, as the logs of Debian's tools have it.</summary>
public sealed class PackageHistoryTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public PackageHistoryTests()
    {
        Write("var/log/apt/history.log",
            """

            Start-Date: 2026-03-01  10:00:00
            Commandline: apt-get install demo
            Install: demo:amd64 (1.0), demo-data:amd64 (1.0, automatic)
            End-Date: 2026-03-01  10:00:05

            Start-Date: 2026-03-02  11:00:00
            Commandline: apt remove demo
            Requested-By: ann (1000)
            Remove: demo:amd64 (1.0)
            End-Date: 2026-03-02  11:00:03

            """);
        Write("var/log/dpkg.log",
            """
            2026-03-01 10:00:01 install demo:amd64 <none> 1.0
            2026-03-01 10:00:02 status installed demo:amd64 1.0
            2026-03-02 11:00:01 remove demo:amd64 1.0 <none>
            2026-03-04 12:00:00 remove demo-data:amd64 1.0 <none>
            2026-03-04 12:00:00 status half-installed demo-data:amd64 1.0
            torn

            """);
    }

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("demo", "2026-03-02 11:00:03", "ann", "apt remove demo")]
    [InlineData("demo-data", "2026-03-04 12:00:00", null, null)] // Later than what apt knows: dpkg was called.
    public void The_last_change_counts(string package, string when, string? user, string? command) =>
        Assert.Equal(new PackageEvent(DateTime.Parse(when, System.Globalization.CultureInfo.InvariantCulture), user, command), PackageHistory.LastOf(Root.At(_folder.Path), package));

    [Theory]
    [InlineData("dem")]
    [InlineData("data")]
    [InlineData("other")]
    public void What_no_log_names_is_not_known(string package) => Assert.Null(PackageHistory.LastOf(Root.At(_folder.Path), package));

    [Fact]
    public void Without_logs_nothing_is_known()
    {
        Directory.Delete(_folder.File("var"), recursive: true);
        Assert.Null(PackageHistory.LastOf(Root.At(_folder.Path), "demo"));
    }

    private void Write(string path, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(_folder.File(path))!);
        File.WriteAllText(_folder.File(path), text);
    }
}
