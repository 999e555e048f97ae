using HostTools.Activation;
using HostTools.Activation.Resources;
using HostTools.Machine.Packages;
using HostTools.Platform;

namespace HostTools.Machine.Tests.Packages.Live;

/// <summary>A small system with a real package manager and a repository of small packages in it; nothing of this machine is changed.</summary>
internal abstract class PackageMachine : IDisposable
{
    private static readonly string[] s_folders = ["usr/bin", "dev", "proc", "tmp", "run", "opt", "root", "srv/repo", "etc", "var/log", "var/tmp"];
    private static readonly string[] s_links = ["bin", "sbin", "lib", "lib64"];

    private readonly TemporaryFolder _folder = new();

    protected PackageMachine(string distribution, string version, params string[] folders)
    {
        Distribution = distribution;
        Runner = new ChrootRunner(Root);
        foreach (string folder in s_folders.Concat(folders))
            Directory.CreateDirectory(PathOf(folder));
        foreach (string link in s_links)
            File.CreateSymbolicLink(PathOf(link), $"usr/{link}");
        Write("etc/passwd", "root:x:0:0:root:/root:/bin/sh\n");
        Write("etc/group", "root:x:0:\n");
        Write("etc/os-release", $"ID={distribution}\nVERSION_ID={version}\n");
        // Seen by us from outside; the programs see the real ones.
        Write("usr/bin/setsid", string.Empty);
        Host("cp -a /etc/ld.so.cache /etc/alternatives \"$1/etc/\"", Root);
    }

    public string Distribution { get; }

    public ChrootRunner Runner { get; }

    public string Root => _folder.File("root");

    public Target Target => Target.MachineAt(Root, null);

    /// <summary>What versions of the repository look like: 1.0 or 1.0-1.</summary>
    public abstract string Version(string plain);

    /// <summary>Packages that are installed, with their versions.</summary>
    public abstract string Installed { get; }

    /// <summary>Makes the repository offer the first or the second version of what it has in two.</summary>
    public virtual void Publish(int version) => throw new NotSupportedException();

    /// <summary>Keeps a package as it is, as an administrator does.</summary>
    public abstract void Hold(string name);

    /// <summary>Installs by hand.</summary>
    public abstract void Install(params string[] names);

    public abstract void Remove(params string[] names);

    public ActivationSession Session(Action<string>? faults = null) =>
        new(Target, new SystemClock(), Runner, new BaseFeature(LibraryLocator.Find()) { Processes = Runner }.Providers(Target)) { Faults = faults };

    /// <summary>Plans a host that wants these packages; more is further configuration.</summary>
    public Task<Plan> PlanAsync(string packages, string more = "")
    {
        var wanted = new ResourceSet();
        foreach (Resource resource in Trees.Realise($"config:\n  system.distribution: {Distribution}\n  environment.systemPackages: [{packages}]\n{more}").Set.Resources.Where(static r => r.Id.Kind == PackageResource.KindName))
            wanted.Add(resource);
        return Session().PlanAsync(wanted, new PlanContext("den", new string('a', 64), null, false, "ann"));
    }

    public async Task<ApplyResult> ApplyAsync(string packages, string more = "", ApplyOptions? options = null, IProgress<ApplyProgress>? progress = null) =>
        await Session().ApplyAsync(await PlanAsync(packages, more), options, progress);

    public string PathOf(string name) => Path.Join(Root, name);

    public void Write(string name, string text) => _folder.Write($"root/{name}", text);

    /// <summary>Runs a command in the system.</summary>
    public string Run(params string[] command)
    {
        ProcessResult result = Runner.RunAsync(new ProcessRequest(command[0], command[1..]) { Environment = new Dictionary<string, string?> { ["LC_ALL"] = "C", ["PATH"] = "/usr/sbin:/usr/bin:/sbin:/bin", ["DEBIAN_FRONTEND"] = "noninteractive" } }, default).GetAwaiter().GetResult();
        return result.ExitCode == 0 ? result.StandardOutput : throw new InvalidOperationException($"{string.Join(' ', command)}: {result.ExitCode}\n{result.StandardOutput}\n{result.StandardError}");
    }

    /// <summary>Runs a script of the shell outside.</summary>
    public static string Host(string script, params string[] arguments)
    {
        ProcessResult result = new SystemProcessRunner().RunAsync(new ProcessRequest("/bin/bash", ["-euc", script, "bash", .. arguments]), default).GetAwaiter().GetResult();
        return result.ExitCode == 0 ? result.StandardOutput : throw new InvalidOperationException($"{result.StandardOutput}\n{result.StandardError}");
    }

    protected static string Sorted(IEnumerable<string> packages) => string.Join(' ', packages.Order(StringComparer.Ordinal));

    /// <summary>A folder of packages that a script makes, once for all tests.</summary>
    protected static string Repository(string script)
    {
        string folder = Directory.CreateTempSubdirectory("hosttools-machine-repo-").FullName;
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Directory.Delete(folder, recursive: true);
        Host(script, folder);
        return folder;
    }

    public void Dispose() => _folder.Dispose();

    /// <summary>Skips a test where programs are missing or other roots cannot be entered.</summary>
    public static void Require(params string[] programs)
    {
        Skip.IfNot(Environment.IsPrivilegedProcess && OperatingSystem.IsLinux(), "entering another root needs root");
        foreach (string program in programs)
            Skip.IfNot(File.Exists(program), $"{program} is not installed here");
    }
}
