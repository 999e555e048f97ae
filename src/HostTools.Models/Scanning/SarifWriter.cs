using System.Text.Json;

namespace HostTools.Models.Scanning;

/// <summary>Writes a report as SARIF 2.1.0, which code hosts and editors show.</summary>
/// <seealso href="https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html"/>
public static class SarifWriter
{
    /// <summary>Writes one run; what was not scanned stands among its notifications, and the run is then not successful.</summary>
    /// <param name="report">What was found.</param>
    /// <param name="toolVersion">Version of this program.</param>
    /// <param name="into">Where the UTF-8 text goes; stays open.</param>
    public static void Write(ScanReport report, string toolVersion, Stream into)
    {
        using var json = new Utf8JsonWriter(into, new JsonWriterOptions { Indented = true });
        json.WriteStartObject();
        json.WriteString("$schema", "https://json.schemastore.org/sarif-2.1.0.json");
        json.WriteString("version", "2.1.0");
        json.WriteStartArray("runs");
        json.WriteStartObject();
        WriteTool(json, toolVersion);
        WriteInvocation(json, report);
        json.WriteStartArray("results");
        foreach (Finding finding in report.Findings)
            WriteResult(json, finding);
        json.WriteEndArray();
        json.WriteString("columnKind", "utf16CodeUnits");
        json.WriteEndObject();
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteTool(Utf8JsonWriter json, string version)
    {
        json.WriteStartObject("tool");
        json.WriteStartObject("driver");
        json.WriteString("name", "HostTools");
        json.WriteString("semanticVersion", version);
        json.WriteStartArray("rules");
        foreach (ScanRule rule in ScanRules.All)
        {
            json.WriteStartObject();
            json.WriteString("id", rule.Id);
            WriteText(json, "shortDescription", rule.Summary);
            WriteText(json, "help", rule.Fix);
            json.WriteStartObject("defaultConfiguration");
            json.WriteString("level", Level(rule.Severity));
            json.WriteEndObject();
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void WriteInvocation(Utf8JsonWriter json, ScanReport report)
    {
        json.WriteStartArray("invocations");
        json.WriteStartObject();
        json.WriteBoolean("executionSuccessful", report.Files.Count > 0 && report.Files.All(static file => file.NotScanned.Count == 0));
        json.WriteStartArray("toolExecutionNotifications");
        foreach (FileReport file in report.Files)
        {
            foreach (string why in file.NotScanned)
            {
                json.WriteStartObject();
                json.WriteString("level", "warning");
                WriteText(json, "message", $"Not scanned: {why}.");
                WriteLocations(json, file.File, null);
                json.WriteEndObject();
            }
        }

        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteEndArray();
    }

    private static void WriteResult(Utf8JsonWriter json, Finding finding)
    {
        json.WriteStartObject();
        json.WriteString("ruleId", finding.Rule);
        json.WriteString("level", Level(finding.Severity));
        WriteText(json, "message", $"{finding.Message} {finding.Fix}");
        // An offset inside a member is none of the file.
        WriteLocations(json, finding.File, finding.Member is null ? finding.Offset : null);
        json.WriteStartObject("properties");
        if (finding.Member is not null)
            json.WriteString("member", finding.Member);
        if (finding.Offset is { } offset)
            json.WriteNumber("offset", offset);
        json.WriteString("evidence", finding.Evidence);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void WriteLocations(Utf8JsonWriter json, string file, long? offset)
    {
        json.WriteStartArray("locations");
        json.WriteStartObject();
        json.WriteStartObject("physicalLocation");
        json.WriteStartObject("artifactLocation");
        json.WriteString("uri", string.Join('/', file.Split('/').Select(Uri.EscapeDataString)));
        json.WriteEndObject();
        if (offset is { } at)
        {
            json.WriteStartObject("region");
            json.WriteNumber("byteOffset", at);
            json.WriteNumber("byteLength", 0);
            json.WriteEndObject();
        }

        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteEndArray();
    }

    private static void WriteText(Utf8JsonWriter json, string name, string text)
    {
        json.WriteStartObject(name);
        json.WriteString("text", text);
        json.WriteEndObject();
    }

    private static string Level(FindingSeverity severity) => severity switch
    {
        FindingSeverity.Error => "error",
        FindingSeverity.Warning => "warning",
        _ => "note",
    };
}
