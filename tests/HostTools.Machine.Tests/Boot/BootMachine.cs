using HostTools.Activation;
using HostTools.Activation.Resources;
using HostTools.Machine.Boot;
using HostTools.Platform;

namespace HostTools.Machine.Tests.Boot;

/// <summary>A machine's boot files in a folder that may be changed.</summary>
internal sealed class BootMachine : IDisposable
{
    private static readonly string s_machines = Path.Combine(Trees.Repository, "tests", "HostTools.Machine.Tests", "Boot", "machines");
    private readonly TemporaryFolder _folder = new();

    /// <summary>Machines as distributions set them up.</summary>
    public static IEnumerable<string> Names => Directory.EnumerateDirectories(s_machines).Select(static folder => Path.GetFileName(folder)).Order(StringComparer.Ordinal);

    public string Folder => _folder.Path;

    public Root Root => Root.At(_folder.Path);

    /// <summary>The folder with the files of such a machine; it is not to be changed.</summary>
    public static string FolderOf(string name) => Path.Combine(s_machines, name);

    /// <summary>A copy of one.</summary>
    public static BootMachine Of(string name)
    {
        var machine = new BootMachine();
        foreach (string file in Directory.EnumerateFiles(FolderOf(name), "*", SearchOption.AllDirectories))
            machine.Write(file[FolderOf(name).Length..], File.ReadAllBytes(file));
        return machine;
    }

    /// <summary>Applies the boot menu that a host wants, and nothing else of it; another menu goes.</summary>
    /// <returns>The plan that was applied.</returns>
    public Plan Put(Realised? host)
    {
        Plan plan = Plan(host);
        Assert.Empty(plan.Errors);
        Apply(plan);
        return plan;
    }

    public void Apply(Plan plan) => Session().ApplyAsync(plan).GetAwaiter().GetResult();

    /// <summary>What was changed by hand since.</summary>
    public IReadOnlyList<Drift> Drift() => Session().DriftAsync().GetAwaiter().GetResult();

    /// <summary>What that would change.</summary>
    public Plan Plan(Realised? host)
    {
        var wanted = new ResourceSet();
        foreach (Resource resource in host?.Set.Resources.Where(static resource => resource is BootMenuResource) ?? [])
            wanted.Add(resource);
        return Session().PlanAsync(wanted, new PlanContext("den", new string('a', 64), null, false, "root")).GetAwaiter().GetResult();
    }

    public ActivationSession Session()
    {
        var target = Target.Folder(Folder);
        return new ActivationSession(target, new SystemClock(), new SystemProcessRunner(), new BaseFeature(LibraryLocator.Find()).Providers(target));
    }

    public BootMachine Write(string path, string text) => Write(path, System.Text.Encoding.UTF8.GetBytes(text));

    public BootMachine Write(string path, byte[] bytes)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Folder + path)!); // A file in our folder has a parent.
        File.WriteAllBytes(Folder + path, bytes);
        return this;
    }

    /// <summary>Its only menu.</summary>
    public BootMenu Read() => Assert.Single(BootMenus.Read(Root));

    public string Text(string path) => File.ReadAllText(Folder + path);

    /// <summary>Every file below /boot and /efi with its bytes, to compare.</summary>
    public SortedDictionary<string, string> Snapshot() => new(
        Directory.EnumerateFiles(Folder, "*", SearchOption.AllDirectories).Where(file => !file.Contains("/var/lib/hosttools", StringComparison.Ordinal))
            .ToDictionary(file => file[Folder.Length..], static file => Convert.ToHexString(File.ReadAllBytes(file))), StringComparer.Ordinal);

    public void Dispose() => _folder.Dispose();
}
