using HostTools.Activation.Resources;
using HostTools.Platform;

namespace HostTools.Activation.Tests;

/// <summary>A folder target of its own for one test, removed afterwards.</summary>
public sealed class Sandbox : IDisposable
{
    private readonly string _base = Path.Join(Path.GetTempPath(), "hosttools-" + Guid.NewGuid().ToString("N")[..12]);

    public Sandbox(string? state = null)
    {
        Directory.CreateDirectory(Root);
        StateDirectory = state is null ? null : Path.Join(_base, state);
        Target = Target.Folder(Root, StateDirectory);
        Session = NewSession();
    }

    public string Base => _base;

    public string Root => Path.Join(_base, "root");

    public string? StateDirectory { get; }

    public Target Target { get; }

    public TestClock Clock { get; } = new();

    public TestProcesses Processes { get; } = new();

    public ActivationSession Session { get; }

    public static PlanContext Context { get; } = new("toaster", new string('a', 64), "0123abcd", GitDirty: true, "draxel");

    public ActivationSession NewSession(Action<string>? faults = null) => new(Target, Clock, Processes) { Faults = faults };

    /// <summary>A session that knows secrets; each call is like another process.</summary>
    public ActivationSession NewSessionWith(ISecretRenderer secrets, Action<string>? faults = null)
    {
        Target target = Target.Folder(Root, StateDirectory);
        return new ActivationSession(target, Clock, Processes, [SecretFiles.Provider(target, secrets)]) { Faults = faults };
    }

    public static ResourceSet Set(params Resource[] resources)
    {
        var set = new ResourceSet();
        foreach (Resource resource in resources)
            set.Add(resource);
        return set;
    }

    public static FileResource Text(string path, string text) => new(path) { Content = FileContent.FromText(text) };

    public Task<Plan> PlanAsync(params Resource[] resources) => Session.PlanAsync(Set(resources), Context);

    public async Task<ApplyResult> ApplyAsync(params Resource[] resources) => await Session.ApplyAsync(await PlanAsync(resources));

    public async Task<ApplyResult> RestoreAsync(int generation) =>
        await Session.ApplyAsync(await Session.PlanRestoreAsync(generation, "draxel"));

    public string PathOf(string path) => Path.Join(Root, path);

    public string Read(string path) => File.ReadAllText(PathOf(path));

    public void Write(string path, string text, int mode = 0x1A4)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(PathOf(path))!);
        File.WriteAllText(PathOf(path), text);
        File.SetUnixFileMode(PathOf(path), (UnixFileMode)mode);
    }

    public int ModeOf(string path) => (int)File.GetUnixFileMode(PathOf(path));

    public bool Exists(string path) => File.Exists(PathOf(path)) || Directory.Exists(PathOf(path)) || new FileInfo(PathOf(path)).LinkTarget is not null;

    public IReadOnlyList<string> Tree() => TreeOf.Folder(Root, withoutState: StateDirectory is null);

    public void Dispose()
    {
        if (Directory.Exists(_base))
            Directory.Delete(_base, recursive: true);
    }
}
