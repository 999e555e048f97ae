using HostTools.Platform;

namespace HostTools.Machine.Tests.Peers;

/// <summary>A home of the golden trees as it would lie on a machine, and programs that run in it as its user would run them.</summary>
internal sealed class HomeFolder : IDisposable
{
    private readonly Machine _machine;

    private HomeFolder(Realised home) => _machine = new Machine(home);

    /// <summary>A home of golden/library.</summary>
    public static HomeFolder Of(string golden) => new(Trees.RealiseHome(GoldenFiles.LibraryHost(golden), GoldenFiles.LibraryHostOfHome(golden)));

    /// <summary>A home whose home.yaml is this text.</summary>
    public static HomeFolder From(string yaml) => new(Trees.RealiseHome(yaml));

    /// <summary>What is wanted in it.</summary>
    public Realised Wanted => _machine.Host;

    /// <summary>The home itself.</summary>
    public string Path => _machine.At($"/home/{Trees.HomeUser}");

    /// <summary>A file of the home.</summary>
    public string At(string path) => System.IO.Path.Combine(Path, path);

    /// <summary>Puts something into the home that HostTools did not make.</summary>
    public string Provide(string path, string text) => _machine.Provide($"/home/{Trees.HomeUser}/{path}", text);

    /// <summary>What a program says on its standard output; fails unless it ends with 0.</summary>
    public string Run(string program, params string[] arguments)
    {
        ProcessResult result = Try(program, arguments);
        Assert.True(result.ExitCode == 0,
            $"{program} {string.Join(' ', arguments)} ended with {result.ExitCode}:\n{result.StandardOutput}{result.StandardError}");
        return result.StandardOutput;
    }

    /// <summary>Runs a program with the home's variables alone.</summary>
    public ProcessResult Try(string program, params string[] arguments) => Peer.Run(
        "env", ["-i", "-C", Path, $"HOME={Path}", "PATH=/usr/local/bin:/usr/bin:/bin", "TERM=xterm", "LANG=C.UTF-8", $"USER={Trees.HomeUser}", program, .. arguments]);

    public void Dispose() => _machine.Dispose();
}
