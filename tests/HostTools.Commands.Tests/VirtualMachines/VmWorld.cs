using HostTools.Commands.Framework;
using HostTools.Platform;

namespace HostTools.Commands.Tests.VirtualMachines;

/// <summary>A configuration tree, a folder that plays the host, and a libvirt, for commands about machines.</summary>
internal sealed class VmWorld : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("hosttools-vm-").FullName;

    public VmWorld(string uri)
    {
        Uri = uri;
        Directory.CreateDirectory(Path.Combine(_folder, "root"));
        Write("hosttools.yaml", "{}\n");
    }

    public string Uri { get; }

    public string Folder => _folder;

    public RecordingConsole Console { get; private set; } = new();

    /// <summary>Programs that were started, each with its arguments, and what else is in their environment.</summary>
    public List<ProcessRequest> Started { get; } = [];

    /// <summary>What is started in place of virsh.</summary>
    public Func<ProcessRequest, ProcessRequest> Instead { get; set; } = static request => request;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    public void Declare(string machines) => Write("hosts/den/default.yaml", $"system: x86_64-linux\nstateVersion: \"1\"\nimports: [vms]\nconfig:\n  virtualisation.vms: {machines}\n");

    public string Write(string path, string text)
    {
        string file = Path.Combine(_folder, path);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(file, text);
        return file;
    }

    /// <summary>Runs a command with this world's libvirt; what it wrote.</summary>
    public IReadOnlyList<T> Run<T>(ICommand<T> command, Func<ProposedChange, bool>? answer = null)
        where T : notnull
    {
        Console = answer is null ? new RecordingConsole() : new RecordingConsole { OnConfirm = answer };
        if (command is VmCommand { ConnectionUri: null } connected)
            connected.ConnectionUri = Uri;
        if (command is VmTreeCommand { HostName: null, Path: null } treed and not RegisterHostVm { File: not null })
            (treed.HostName, treed.Path) = ("den", _folder);
        ExitCode = CommandRunner.Run(command, Console, Environment(), CancellationToken.None).ExitCode;
        return [.. Console.Written.Cast<T>()];
    }

    /// <summary>What the last command said an executable should end with.</summary>
    public int ExitCode { get; private set; }

    /// <summary>The only thing that a command wrote, with no error.</summary>
    public T One<T>(ICommand<T> command)
        where T : notnull
    {
        IReadOnlyList<T> written = Run(command);
        Assert.True(Console.Errors.Count == 0, string.Join('\n', Console.Errors));
        return Assert.Single(written);
    }

    /// <summary>The only error of a command that wrote nothing.</summary>
    public string Fail<T>(ICommand<T> command)
        where T : notnull
    {
        Assert.Empty(Run(command));
        return Assert.Single(Console.Errors).Id;
    }

    public CommandEnvironment Environment() => new()
    {
        CurrentDirectory = _folder, Machine = Root.At(Path.Combine(_folder, "root")), Variable = static _ => null, Processes = new Recorder(this),
    };

    private sealed class Recorder(VmWorld world) : IProcessRunner
    {
        public Task<ProcessResult> RunAsync(ProcessRequest request, CancellationToken token)
        {
            lock (world.Started)
                world.Started.Add(request);
            return new SystemProcessRunner().RunAsync(world.Instead(request), token);
        }
    }
}
