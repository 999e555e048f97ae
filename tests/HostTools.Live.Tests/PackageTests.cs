using HostTools.Live.Tests.Faults;
using HostTools.Live.Tests.Support;
using HostTools.Platform;

namespace HostTools.Live.Tests;

/// <summary>Packages of a machine that runs, one of which brings a service that starts with it.</summary>
public sealed class PackageTests(LiveMachine machine) : IClassFixture<LiveMachine>
{
    private const string Failing = "\nsystemd.services.z: { wantedBy: [multi-user.target], serviceConfig: { ExecStart: /bin/sh -c 'exit 7' } }";

    [SkippableFact]
    public async Task Package_BringsItsServiceThroughUpgradeFailureRollbackAndRemoval()
    {
        machine.Require();
        await machine.ShellAsync(Repository.Script);
        string before = await PackagesAsync();
        await ApplyAsync(Demo("1.0"));
        Assert.Equal("active /bin/sleep 300001", await ServiceAsync());
        Assert.Equal("demo 1.0 libdemo 2.0", await machine.ShellAsync("echo $(dpkg-query -W -f '${Package} ${Version}\n' demo libdemo)"));

        await ApplyAsync(Demo("2.0"));
        Assert.Equal("active /bin/sleep 300002", await ServiceAsync());

        await machine.WriteHostAsync("environment.systemPackages: [extra]" + Failing);
        ProcessResult failed = await machine.ApplyAsync();
        Assert.Contains("error[UnitsFailed]", failed.StandardError, StringComparison.Ordinal);
        Assert.Contains("error[Undone]", failed.StandardError, StringComparison.Ordinal);
        Assert.Equal("active /bin/sleep 300002", await ServiceAsync());
        Assert.DoesNotContain("\nextra", await PackagesAsync(), StringComparison.Ordinal);

        ProcessResult back = await machine.RunAsync("hosttools", "rollback", "--yes");
        Assert.True(back.ExitCode == 0, back.StandardError);
        Assert.Equal("active /bin/sleep 300001", await ServiceAsync());

        await ApplyAsync("{}");
        Assert.Equal("inactive", await ServiceAsync());
        Assert.Equal(before, await PackagesAsync());
        Assert.Equal("as it comes 1.0\n", await machine.ReadFileAsync("/etc/demo.conf")); // As apt does: settings stay.
    }

    private static string Demo(string version) => $"environment.systemPackages: [demo]\nenvironment.packageVersions.demo: \"{version}\"";

    private async Task ApplyAsync(string configuration)
    {
        await machine.WriteHostAsync(configuration);
        await machine.AppliedAsync();
    }

    private Task<string> PackagesAsync() => machine.ShellAsync("dpkg-query -W -f '${db:Status-Status} ${Package} ${Version}\\n' | sed -n 's/^installed //p'");

    private Task<string> ServiceAsync() =>
        machine.ShellAsync("s=$(systemctl is-active demo.service || true); [ $s != active ] || s=\"$s $(tr '\\0' ' ' < /proc/$(systemctl show -P MainPID demo.service)/cmdline)\"; echo ${s% }");
}
