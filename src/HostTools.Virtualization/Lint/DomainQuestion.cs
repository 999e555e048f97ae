using System.Xml;
using System.Xml.Linq;
using HostTools.Facts;
using HostTools.Platform;

namespace HostTools.Virtualization;

/// <summary>A definition that is looked at, and what is known of where it is for.</summary>
/// <param name="Domain">The definition.</param>
internal sealed record DomainQuestion(XElement Domain)
{
    public string Name => ((string?)Domain.Element("name"))?.Trim() is { Length: > 0 } name ? name : "(no name)";

    /// <summary>The file it is in; null where it is in none.</summary>
    public string? File { get; init; }

    /// <summary>The host it is for; null when nobody knows.</summary>
    public TargetFacts? Host { get; init; }

    /// <summary>That host's files.</summary>
    public Root? Machine { get; init; }

    public IEnumerable<XElement> Devices(string kind) => Domain.Elements("devices").Elements(kind);

    public XElement? Feature(string name) => Domain.Element("features")?.Element(name);

    public IEnumerable<XElement> HyperV => (Feature("hyperv")?.Elements() ?? []).Where(static feature => (string?)feature.Attribute("state") != "off");

    public IEnumerable<XElement> PassedPci => Devices("hostdev").Where(static device => (string?)device.Attribute("type") == "pci");

    /// <summary>Windows is meant: the definition says so, or shows it Hyper-V's interfaces.</summary>
    public bool IsWindows =>
        Domain.Element("metadata")?.Descendants().Attributes("id").Any(static id => id.Value.Contains("microsoft.com/win", StringComparison.OrdinalIgnoreCase)) is true || HyperV.Any();

    public HostVmFinding Say(string rule, VmSeverity severity, XElement at, string message, string fix) => new(Name, rule, severity, PlaceOf(at), message, fix)
    {
        Origin = File is { } file && at is IXmlLineInfo line && line.HasLineInfo() ? new Origin(file, line.LineNumber, Math.Max(1, line.LinePosition)) : null,
    };

    private string PlaceOf(XElement element) => element == Domain ? "domain" : string.Join('/', element.AncestorsAndSelf().Where(one => one != Domain).Reverse()
        .Select(static one => one.Name.LocalName + (DomainKey.Of(one) is { Length: > 0 } key && key != one.Name.LocalName ? $"[{key}]" : string.Empty)));
}
