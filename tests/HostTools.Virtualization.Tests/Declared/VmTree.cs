using HostTools.Activation;
using HostTools.Activation.Resources;
using HostTools.Configuration;
using HostTools.Machine;
using HostTools.Platform;

namespace HostTools.Virtualization.Tests.Declared;

/// <summary>A configuration with machines, and a folder that plays the running machine beside a libvirt.</summary>
internal sealed class VmTree : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("ht-vms-").FullName;
    private readonly string _uri;

    public VmTree(string uri)
    {
        _uri = uri;
        Directory.CreateDirectory(Path.Combine(_folder, "root"));
        Write("hosttools.yaml", "{}\n");
    }

    public string this[string path] => Path.Combine(_folder, "root", path);

    /// <summary>Fails at a step of an apply; null lets it pass.</summary>
    public Action<string>? Faults { get; set; }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    /// <summary>More modules that a host imports: <c>, virtualization/vfio</c>.</summary>
    public string Imports { get; init; } = string.Empty;

    /// <summary>What <c>virtualisation.vms</c> says, as YAML in braces.</summary>
    public void Declare(string machines) => DeclareAll($"virtualisation.vms: {machines}");

    /// <summary>What <c>virtualisation.libvirt</c> says, as YAML in braces.</summary>
    public void DeclareLibvirt(string things) => DeclareAll($"virtualisation.libvirt: {things}");

    /// <summary>Options of a host, one a line.</summary>
    public void DeclareAll(params string[] options) => Write(
        "hosts/den/default.yaml", $"system: x86_64-linux\nstateVersion: \"1\"\nimports: [vms{Imports}]\nconfig:\n{string.Concat(options.Select(static option => $"  {option}\n"))}");

    public HostConfig Evaluate() =>
        HostEvaluator.Evaluate(ConfigurationTree.Open(Path.Combine(_folder, "tree"), [LibraryLocator.Find()]), new EvaluationRequest("den") { Environment = static _ => null }).Require();

    public ResourceSet Realise()
    {
        HostConfig config = Evaluate();
        var wanted = new ResourceSet();
        new VirtualizationFeature(LibraryLocator.Find()).Realise(config, wanted);
        return wanted;
    }

    public ActivationSession Session()
    {
        var target = Target.MachineAt(Path.Combine(_folder, "root"), null);
        return new ActivationSession(target, new SystemClock(), new SystemProcessRunner(),
            [
                new VmProvider(target, new SystemProcessRunner(), _uri), new ObjectProvider(LibvirtKind.Network, target, new SystemProcessRunner(), _uri),
                new ObjectProvider(LibvirtKind.Pool, target, new SystemProcessRunner(), _uri),
            ])
        { Faults = Faults };
    }

    public Task<Plan> PlanAsync() => Session().PlanAsync(Realise(), new PlanContext("den", "hash", null, false, "tester"));

    public async Task<ApplyResult> ApplyAsync() => await Session().ApplyAsync(await PlanAsync());

    private void Write(string path, string text)
    {
        string file = Path.Combine(_folder, "tree", path);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(file, text);
    }
}
