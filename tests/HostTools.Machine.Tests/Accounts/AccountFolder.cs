using HostTools.Activation;
using HostTools.Activation.Resources;
using HostTools.Platform;

namespace HostTools.Machine.Tests.Accounts;

/// <summary>A root file system with account files, to which hosts are applied.</summary>
internal sealed class AccountFolder : IDisposable
{
    public const string Passwd = "root:x:0:0:root:/root:/bin/bash\ngames:x:5:60:games:/usr/games:/usr/sbin/nologin\nann:x:1000:1000:Ann,,,:/home/ann:/bin/bash\n";
    public const string Group = "root:x:0:\naudio:x:29:pulse\ngames:x:60:\nusers:x:100:\nann:x:1000:\n";
    public const string Shadow = "root:*:19000:0:99999:7:::\ngames:*:19000:0:99999:7:::\nann:$y$j9T$secret:19000:0:99999:7:::\n";
    public const string GroupShadow = "root:*::\naudio:*::pulse\ngames:*::\nusers:*::\nann:!::\n";

    private static readonly string[] s_names = ["passwd", "group", "shadow", "gshadow"];

    private readonly TemporaryFolder _folder = new();

    public AccountFolder()
    {
        Write("passwd", Passwd);
        Write("group", Group);
        Write("shadow", Shadow);
        Write("gshadow", GroupShadow);
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(PathOf("shadow"), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead);
        var target = Target.Folder(Root);
        Session = new ActivationSession(target, new SystemClock(), new SystemProcessRunner(), new BaseFeature(LibraryLocator.Find()).Providers(target));
    }

    public string Root => _folder.File("root");

    public ActivationSession Session { get; }

    public string PathOf(string name) => Path.Join(Root, "etc", name);

    public string Read(string name) => File.ReadAllText(PathOf(name));

    public void Write(string name, string text) => _folder.Write($"root/etc/{name}", text);

    /// <summary>The account files as they are, one after the other.</summary>
    public string All() => string.Concat(s_names.Select(Read));

    /// <summary>Plans a host whose default.yaml is this text; of its resources those of accounts, and what else is asked for.</summary>
    public Task<Plan> PlanAsync(string yaml, params Resource[] more)
    {
        var wanted = new ResourceSet();
        foreach (Resource resource in Trees.Realise(yaml).Set.Resources.Where(static r => r.Id.Kind is "user" or "group" or "member" or "package" || r.Id.Key.StartsWith("/home", StringComparison.Ordinal)))
            wanted.Add(resource);
        foreach (Resource resource in more)
            wanted.Add(resource);
        return Session.PlanAsync(wanted, new PlanContext("den", new string('a', 64), null, false, "ann"));
    }

    public async Task<ApplyResult> ApplyAsync(string yaml, params Resource[] more) => await Session.ApplyAsync(await PlanAsync(yaml, more));

    /// <summary>Makes it a folder that is no whole root file system.</summary>
    public void RemoveAll() => Array.ForEach(s_names, name => File.Delete(PathOf(name)));

    public void Dispose() => _folder.Dispose();
}
