using HostTools.Platform;

namespace HostTools.Activation.Tests;

/// <summary>A refusal names the way out that works.</summary>
public sealed class RemedyTests : IDisposable
{
    private readonly Sandbox _box = new();

    public void Dispose() => _box.Dispose();

    [Fact]
    public async Task A_link_that_leads_nowhere_is_not_mended_by_more_rights()
    {
        Directory.CreateSymbolicLink(_box.PathOf("/etc"), "etc");

        HostError error = Assert.Single((await _box.PlanAsync(Sandbox.Text("/etc/a", "a"))).Errors, static error => error.Id == "Unobservable");

        Assert.DoesNotContain("rights", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("sudo", error.Message, StringComparison.Ordinal);
        Assert.Contains("remove it", error.Message, StringComparison.Ordinal);
        Assert.Equal(ErrorKind.Failed, error.Kind);
    }

    [Fact]
    public void What_the_system_refuses_names_who_may()
    {
        var denied = new RootIOException("Reading '/x' failed: permission denied.", RootFailure.AccessDenied, "/x");

        HostError root = ActivationErrors.TargetForbidden("/srv/out", "root", denied);
        HostError ann = ActivationErrors.TargetForbidden("/srv/out", "ann", denied);

        Assert.Equal("'/srv/out' may not be looked at or worked on by this user: Reading '/x' failed: permission denied. Run the command as root, with sudo.", root.Message);
        Assert.EndsWith("Run the command as 'ann', or as root with sudo.", ann.Message, StringComparison.Ordinal);
        Assert.Equal(("TargetForbidden", ErrorKind.PermissionDenied), (root.Id, root.Kind));
    }
}
