using HostTools.Commands.Framework;
using HostTools.Facts;
using HostTools.Platform;
using HostTools.Virtualization;

namespace HostTools.Commands;

/// <summary>The parameters of commands that look at a machine's devices: this machine, a root file system in a folder, or what somebody pasted of one.</summary>
public abstract class HardwareCommand : ICollectingCommand
{
    private const int MostWarnings = 5;

    private readonly List<string> _lines = [];

    /// <summary>A folder that holds a root file system with /sys and /proc, to read instead of this machine.</summary>
    [Argument(Path = PathKind.Literal)]
    public string? Root { get; set; }

    /// <summary>A file with what somebody pasted: lspci -nnk, a script's IOMMU groups, kernel messages, the kernel's parameters, or several of these. /dev/stdin reads standard input.</summary>
    [Argument(Path = PathKind.Literal)]
    public string? Path { get; set; }

    /// <summary>Such a text itself; in a pipeline as a whole or line by line.</summary>
    [Argument(Pipeline = Pipeline.Value, Aliases = ["InputObject"])]
    public string? Listing { get; set; }

    /// <inheritdoc/>
    public void Add(ICollectingCommand later) => _lines.Add(((HardwareCommand)later).Listing ?? string.Empty);

    /// <summary>What is known of the machine, and what it is called.</summary>
    /// <exception cref="HostToolsException">SourceAmbiguous, ListingUnreadable, ListingEmpty, RootNotFound.</exception>
    private protected (PassthroughQuestion Question, string Name, Root? Machine) Ask(CommandContext context)
    {
        if (new object?[] { Root, Path, Listing }.Count(static given => given is not null) > 1)
            throw new HostToolsException(PassthroughErrors.SourceAmbiguous());
        if (Path is null && Listing is null)
        {
            Root machine = MachineRoot.Open(context, Root);
            TargetFacts facts = TargetFacts.Read(machine);
            return (new PassthroughQuestion(facts), facts.HostName ?? "this machine", machine);
        }

        HardwareListing listing = HardwareListing.Parse(Path is null ? string.Join('\n', _lines.Prepend(Listing)) : ReadText(Path));
        if (listing.Facts.Pci.Count == 0)
            throw new HostToolsException(PassthroughErrors.ListingEmpty(listing.Problems));
        foreach (ListingProblem problem in listing.Problems.Take(MostWarnings))
            context.Warning($"Of the listing {problem}");
        if (listing.Problems.Count > MostWarnings)
            context.Warning($"{PlanApplier.Count(listing.Problems.Count - MostWarnings, "more line")} of the listing could not be read.");
        return (PassthroughQuestion.Of(listing), Path is null ? "the listing" : System.IO.Path.GetFileNameWithoutExtension(Path), null);
    }

    /// <summary>The device at an address that somebody wrote.</summary>
    /// <exception cref="HostToolsException">PciAddressMalformed, PciDeviceNotFound.</exception>
    internal static PciDevice Find(PassthroughQuestion question, string text)
    {
        if (!PciAddress.TryParse(text, out PciAddress address))
            throw new HostToolsException(PassthroughErrors.PciAddressMalformed(text));
        return question.Facts.Pci.FirstOrDefault(device => device.Address == address) ?? throw new HostToolsException(PassthroughErrors.PciDeviceNotFound(address));
    }

    private static string ReadText(string path)
    {
        try
        {
            using var reader = new StreamReader(path);
            char[] text = new char[HardwareListing.MaximumLength + 1];
            int length = reader.ReadBlock(text);
            return length <= HardwareListing.MaximumLength ? new string(text, 0, length) : throw new IOException("it is longer");
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException)
        {
            throw new HostToolsException(PassthroughErrors.ListingUnreadable(path, cause.Message));
        }
    }
}

/// <summary>Addresses of devices that could go to a guest.</summary>
public sealed class PciAddressCompleter : ICompleter
{
    /// <inheritdoc/>
    public IEnumerable<Completion> Complete(CompletionRequest request) =>
        TargetFacts.Read(request.Given.TryGetValue("Root", out string? root) ? Root.At(root) : request.Environment.Machine).Pci
            .Where(static device => !device.IsBridge()).Select(static device => new Completion(device.Address.Short(), device.Name ?? device.Kind));
}
