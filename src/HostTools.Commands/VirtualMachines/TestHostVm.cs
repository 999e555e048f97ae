using System.Runtime.CompilerServices;
using System.Xml.Linq;
using HostTools.Commands.Framework;
using HostTools.Platform;
using HostTools.Virtualization;

namespace HostTools.Commands;

/// <summary>Looks for what is known to go wrong in definitions of virtual machines.</summary>
/// <remarks>
/// <para>One object per finding, with its rule (VM001 and so on; docs/virtual-machines.md lists them), where it is, what was seen and why it matters, and
/// what helps. Takes machines that libvirt has, files of libvirt's XML, or the XML itself through the pipeline, whoever wrote it.</para>
/// <para>Of machines that are defined here, and with -Root, it also looks whether this host has what they name: processors, devices, files. Without names,
/// files and text it looks at all machines, and at how the host was set up by hand: units, hooks and scripts that others wrote. Nothing is changed.</para>
/// </remarks>
/// <example>
/// <para>A definition that somebody wrote.</para>
/// <code lang="pwsh">Test-HostVm -Path ./listings/server.xml</code>
/// <code lang="sh">hosttools vm check --path listings/server.xml</code>
/// </example>
/// <example>
/// <para>Only what keeps it from starting.</para>
/// <para lang="sh">The same, for programs.</para>
/// <code lang="pwsh">Get-Content ./listings/server.xml | Test-HostVm | Where-Object Severity -eq Error</code>
/// <code lang="sh">hosttools vm check --path listings/server.xml --output json</code>
/// </example>
[Command("Test", "HostVm", Effect = Effect.Read, Cli = "vm check", DefaultSet = "Name")]
public sealed class TestHostVm : VmCommand, ICommand<HostVmFinding>, ICollectingCommand
{
    private readonly List<string> _names = [];
    private readonly List<string> _lines = [];

    /// <summary>Names of machines that libvirt has, with wildcards.</summary>
    [Argument(Position = 0, Pipeline = Pipeline.Property, Wildcards = true, Set = "Name", Completer = typeof(VmNameCompleter))]
    public string[] Name { get; set; } = [];

    /// <summary>A definition as text; in a pipeline as a whole or line by line.</summary>
    [Argument(Mandatory = true, Pipeline = Pipeline.Value, Set = "Xml", Aliases = ["InputObject"])]
    public string? Xml { get; set; }

    /// <summary>A file with a definition; /dev/stdin reads standard input.</summary>
    [Argument(Set = "Name", Path = PathKind.Literal)]
    public string? Path { get; set; }

    /// <summary>Root file system of the host that a file or a text is for, to see whether it has what they name; / is this one.</summary>
    [Argument(Path = PathKind.Literal)]
    public string? Root { get; set; }

    /// <inheritdoc/>
    public void Add(ICollectingCommand later)
    {
        var one = (TestHostVm)later;
        _names.AddRange(one.Name);
        if (one.Xml is not null)
            _lines.Add(one.Xml);
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<HostVmFinding> RunAsync(CommandContext context, [EnumeratorCancellation] CancellationToken token)
    {
        string[] names = [.. Name, .. _names];
        if (new[] { names.Length > 0, Path is not null, Xml is not null }.Count(static given => given) > 1)
            throw new HostToolsException(VmErrors.VmSourceAmbiguous("names of machines, a file (-Path, --path), or a text (-Xml, --xml, or through the pipeline)"));
        LintHost? given = Root is null ? null : new LintHost(MachineRoot.Open(context, Root));
        bool isWrong = false;
        bool isClean = true;
        await foreach (HostVmFinding finding in Path is not null || Xml is not null ? OfText(given) : OfMachinesAsync(context, names, given, token))
        {
            isClean = false;
            isWrong |= finding.Severity is VmSeverity.Error;
            yield return finding;
        }

        if (isClean)
            context.Note("Nothing is known to go wrong.");
        if (isWrong)
            context.ExitCode = 1;
    }

    private async IAsyncEnumerable<HostVmFinding> OfText(LintHost? host)
    {
        await Task.Yield();
        XElement domain = Path is not null ? DomainFile.Load(Path) : DomainFile.Parse(string.Join('\n', _lines.Prepend(Xml)), "the text");
        foreach (HostVmFinding finding in DomainLint.Of(domain, Path ?? "the text", host))
            yield return finding;
    }

    private async IAsyncEnumerable<HostVmFinding> OfMachinesAsync(CommandContext context, string[] names, LintHost? given, [EnumeratorCancellation] CancellationToken token)
    {
        VmHost host = Open(context);
        LintHost? here = given ?? (host.IsLocal ? new LintHost(context.Environment.Machine) : null);
        if (names.Length == 0 && here is not null)
        {
            foreach (HostVmFinding finding in SetupLint.Of(here))
                yield return finding;
        }

        foreach ((string name, Guid uuid) in VmNames.Matching(context, host.Uri, names, await host.ListAsync(token).ConfigureAwait(false)))
        {
            XElement? domain = await Attempt.OfAsync(context, async () => (XElement?)(await host.DefinitionsAsync(uuid, token).ConfigureAwait(false)).Defined).ConfigureAwait(false);
            foreach (HostVmFinding finding in domain is null ? [] : DomainLint.Of(domain, null, here))
                yield return finding with { Name = name };
        }
    }
}
