using HostTools.Platform;

namespace HostTools.Machine.Tests.Peers;

/// <summary>A folder with a host's files as they would lie on a machine, with stand-ins for what the distribution brings.</summary>
internal sealed class Machine : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public Machine(Realised host)
    {
        Host = host;
        Directory.CreateDirectory(Root);
        host.WriteTo(Root);
    }

    public Realised Host { get; }

    public string Root => _folder.File("root");

    /// <summary>Path of a target's file in the folder.</summary>
    public string At(string path) => Root + path;

    /// <summary>A place beside the target's tree.</summary>
    public string Aside(string name) => _folder.File(name);

    /// <summary>Puts a file of the distribution there.</summary>
    public string Provide(string path, string text)
    {
        string full = _folder.Write("root" + path, text);
        File.SetUnixFileMode(full, (UnixFileMode)0x1A4); // 0644
        return full;
    }

    /// <summary>Puts a program there that does nothing.</summary>
    public void ProvideProgram(string path) => File.SetUnixFileMode(Provide(path, "#!/bin/sh\n"), (UnixFileMode)0x1ED); // 0755

    /// <summary>The targets that the host's units refer to, units of the distribution, and the programs that units start.</summary>
    public void ProvideUnits(IEnumerable<string> distribution)
    {
        const string vendor = "/usr/lib/systemd/system";
        foreach (string target in new[] { "multi-user.target", "timers.target", "network-online.target", "sysinit.target", "basic.target", "shutdown.target", "local-fs.target" })
            Provide($"{vendor}/{target}", $"[Unit]\nDescription={target}\n");
        foreach (string unit in distribution)
            Provide($"{vendor}/{unit}", StandIn(unit));
        ProvideProgram("/bin/sh");
        foreach (string program in Host.Files.Where(static file => file.Path.Contains(".service", StringComparison.Ordinal)).SelectMany(Programs).Distinct())
        {
            if (!File.Exists(At(program)))
                ProvideProgram(program);
        }
    }

    private static string StandIn(string unit) => Path.GetExtension(unit) switch
    {
        ".service" => "[Service]\nExecStart=/bin/sh\n",
        ".socket" => "[Socket]\nListenStream=/run/stand-in.sock\n",
        ".timer" => "[Timer]\nOnCalendar=weekly\nUnit=basic.target\n",
        ".mount" => $"[Mount]\nWhat=tmpfs\nType=tmpfs\nWhere=/{Path.GetFileNameWithoutExtension(unit).Replace('-', '/')}\n",
        _ => $"[Unit]\nDescription={unit}\n",
    };

    /// <summary>Units of ours and of the distribution that ours add to.</summary>
    public IEnumerable<string> Units() =>
        Directory.EnumerateFiles(At("/etc/systemd/system"), "*", SearchOption.TopDirectoryOnly)
            .Where(static file => File.ResolveLinkTarget(file, returnFinalTarget: false) is null)
            .Concat(Directory.EnumerateDirectories(At("/etc/systemd/system"), "*.d").Select(static folder => folder[..^2]))
            .Select(static path => Path.GetFileName(path))
            .Order(StringComparer.Ordinal);

    public void Dispose() => _folder.Dispose();

    private static IEnumerable<string> Programs(Activation.Resources.FileResource unit) =>
        Realised.TextOf(unit).Split('\n')
            .Where(static line => line.StartsWith("Exec", StringComparison.Ordinal))
            .Select(static line => ProgramOf(line[(line.IndexOf('=', StringComparison.Ordinal) + 1)..].TrimStart('-', '+', '!', '@', ':')))
            .Where(static program => program.StartsWith('/'));

    private static string ProgramOf(string command) => command.StartsWith('"') ? command.Split('"')[1] : command.Split(' ')[0];
}
