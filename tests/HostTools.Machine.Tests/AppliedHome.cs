using HostTools.Activation;
using HostTools.Activation.Resources;
using HostTools.Machine.Tests.Peers;
using HostTools.Platform;

namespace HostTools.Machine.Tests;

/// <summary>A folder with a home in it, to which homes are applied for real.</summary>
internal sealed class AppliedHome : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string Root => _folder.File("root");

    /// <summary>A file of the home.</summary>
    public string At(string path) => Path.Combine(Root, "home", Trees.HomeUser, path);

    /// <summary>Puts something into the home that HostTools did not make.</summary>
    public string Provide(string path, string text) => _folder.Write($"root/home/{Trees.HomeUser}/{path}", text);

    /// <summary>Applies what a home wants, and says how many changes that were.</summary>
    public async Task<int> ApplyAsync(string home)
    {
        Directory.CreateDirectory(Root);
        var target = Target.Folder(Root);
        var session = new ActivationSession(target, new SystemClock(), new SystemProcessRunner(), new BaseFeature(LibraryLocator.Find()).Providers(target));
        var wanted = new ResourceSet();
        foreach (Resource resource in Trees.RealiseHome(home).Set.Resources)
            wanted.Add(resource with { Scope = Scope.Machine });
        Plan plan = await session.PlanAsync(wanted, new PlanContext("den", new string('a', 64), null, false, Trees.HomeUser));
        if (plan.Changes.Count > 0)
            await session.ApplyAsync(plan);
        return plan.Changes.Count;
    }

    /// <summary>What a program says that runs as the home's user would run it; fails unless it ends with 0.</summary>
    public string Run(string program, params string[] arguments)
    {
        ProcessResult result = Peer.Run("env", ["-i", "-C", At("."), $"HOME={At(string.Empty).TrimEnd('/')}", "PATH=/usr/bin:/bin", "LANG=C.UTF-8", program, .. arguments]);
        Assert.True(result.ExitCode == 0, $"{program} ended with {result.ExitCode}:\n{result.StandardOutput}{result.StandardError}");
        return result.StandardOutput;
    }

    public void Dispose() => _folder.Dispose();
}
