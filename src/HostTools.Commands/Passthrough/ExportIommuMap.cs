using System.Runtime.CompilerServices;
using System.Text;
using HostTools.Commands.Framework;
using HostTools.Facts;
using HostTools.Platform;
using HostTools.Virtualization;

namespace HostTools.Commands;

/// <summary>Draws a machine: groups, devices, drivers, and what is where in host and in VFIO mode.</summary>
/// <remarks>
/// <para>Writes one file that needs nothing else: an SVG image or an HTML page, both readable in light and dark, or a Mermaid diagram for a README.</para>
/// <para>Highlighted is what goes to a guest: the devices that are named with all functions of their cards, else what vfio-pci has now. Graphics cards carry their verdict, and what the host needs says
/// so. Reads this machine, a root file system in a folder, or a text that somebody pasted.</para>
/// </remarks>
/// <example>
/// <para>A page for a machine that somebody showed, with one card for the guest.</para>
/// <code lang="pwsh">Export-IommuMap ./out/toaster.html -Device 01:00.0 -Path ./listings/toaster.txt</code>
/// <code lang="sh">hosttools vfio map out/toaster.html --device 01:00.0 --path listings/toaster.txt</code>
/// </example>
/// <example>
/// <para>A diagram for a README.</para>
/// <code lang="pwsh">Export-IommuMap ./out/toaster.mmd -Path ./listings/toaster.txt -PassThru</code>
/// <code lang="sh">hosttools vfio map out/toaster.mmd --path listings/toaster.txt --pass-thru</code>
/// </example>
[Command("Export", "IommuMap", Effect = Effect.Change, Cli = "vfio map")]
public sealed class ExportIommuMap : HardwareCommand, ICommand<ExportedFile>
{
    /// <summary>The file; iommu.svg in the current location when not given.</summary>
    [Argument(Position = 0, Path = PathKind.New)]
    public string? Destination { get; set; }

    /// <summary>Addresses of devices that shall go to a guest, as in 01:00.0.</summary>
    [Argument(Completer = typeof(PciAddressCompleter))]
    public string[] Device { get; set; } = [];

    /// <summary>svg, html or mermaid; what the name of the file ends in when not given (.svg, .html, .mmd, .md), else svg.</summary>
    [Argument]
    public MapFormat? Format { get; set; }

    /// <summary>Emit the file.</summary>
    [Argument]
    public bool PassThru { get; set; }

    /// <inheritdoc/>
    public async IAsyncEnumerable<ExportedFile> RunAsync(CommandContext context, [EnumeratorCancellation] CancellationToken token)
    {
        string file = Destination ?? System.IO.Path.Combine(context.Environment.CurrentDirectory, "iommu.svg");
        if (Directory.Exists(file))
            throw new HostToolsException(PassthroughErrors.MapIsFolder(file));
        (PassthroughQuestion question, string name, _) = Ask(context);
        PciDevice[] wanted = [.. Device.Select(text => Find(question, text))];
        string text = Draw(IommuMap.Of($"Devices of {name}", question, wanted), Format ?? Of(file));
        string? before = File.Exists(file) ? await File.ReadAllTextAsync(file, token).ConfigureAwait(false) : null;
        if (before != text)
        {
            var change = new ProposedChange($"Draw the devices of {name} to {file}", [$"{(before is null ? '+' : '~')} {file}"], Impact.Medium);
            if (!await context.ConfirmAsync(change).ConfigureAwait(false))
                yield break;
            Directory.CreateDirectory(System.IO.Path.GetDirectoryName(file)!);
            TreeDraft.Replace(file, Encoding.UTF8.GetBytes(text));
            context.Note($"Drew {PlanApplier.Count(question.Facts.Pci.Count, "device")} to '{file}'.");
        }

        if (PassThru)
            yield return new ExportedFile(file, text.Length, before != text);
    }

    private static string Draw(IommuMap map, MapFormat format) => format switch
    {
        MapFormat.Html => IommuPage.Write(map),
        MapFormat.Mermaid => IommuMermaid.Write(map),
        _ => IommuSvg.Write(map),
    };

    private static MapFormat Of(string file) => System.IO.Path.GetExtension(file).ToLowerInvariant() switch
    {
        ".html" or ".htm" => MapFormat.Html,
        ".mmd" or ".md" or ".mermaid" => MapFormat.Mermaid,
        _ => MapFormat.Svg,
    };
}

/// <summary>Kinds of pictures.</summary>
public enum MapFormat
{
    /// <summary>An SVG image.</summary>
    Svg,

    /// <summary>An HTML page with the image in it.</summary>
    Html,

    /// <summary>A Mermaid diagram.</summary>
    Mermaid,
}
