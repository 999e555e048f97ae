using System.Text.Json;

namespace HostTools.Models.Scanning;

/// <summary>Findings of one model, for a report.</summary>
/// <param name="Model">Name of the model, or path of what was looked at.</param>
/// <param name="Findings">All of them, what was not scanned among them.</param>
public sealed record ModelFindings(string Model, IReadOnlyList<Finding> Findings);

/// <summary>Writes findings as SARIF 2.1.0, which code hosts and editors show.</summary>
/// <seealso href="https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html"/>
public static class SarifWriter
{
    /// <summary>Writes one run for each model; what was not scanned stands among its notifications, and the run is then not successful.</summary>
    /// <param name="models">What was found.</param>
    /// <param name="rules">Every rule that may occur.</param>
    /// <param name="toolVersion">Version of this program.</param>
    /// <param name="into">Where the UTF-8 text goes; stays open.</param>
    public static void Write(IReadOnlyList<ModelFindings> models, IReadOnlyList<ScanRule> rules, string toolVersion, Stream into)
    {
        using var json = new Utf8JsonWriter(into, new JsonWriterOptions { Indented = true });
        json.WriteStartObject();
        json.WriteString("$schema", "https://json.schemastore.org/sarif-2.1.0.json");
        json.WriteString("version", "2.1.0");
        json.WriteStartArray("runs");
        foreach (ModelFindings model in models)
            WriteRun(json, model, rules, toolVersion);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteRun(Utf8JsonWriter json, ModelFindings model, IReadOnlyList<ScanRule> rules, string version)
    {
        json.WriteStartObject();
        WriteTool(json, rules, version);
        json.WriteStartObject("automationDetails");
        json.WriteString("id", $"model/{model.Model}/");
        json.WriteEndObject();
        WriteInvocation(json, model);
        json.WriteStartArray("results");
        foreach (Finding finding in model.Findings.Where(static finding => !IsGap(finding)))
            WriteResult(json, finding);
        json.WriteEndArray();
        json.WriteString("columnKind", "utf16CodeUnits");
        json.WriteEndObject();
    }

    private static bool IsGap(Finding finding) => finding.Rule == FileRules.NotScanned.Id;

    private static void WriteTool(Utf8JsonWriter json, IReadOnlyList<ScanRule> rules, string version)
    {
        json.WriteStartObject("tool");
        json.WriteStartObject("driver");
        json.WriteString("name", "HostTools");
        json.WriteString("semanticVersion", version);
        json.WriteStartArray("rules");
        foreach (ScanRule rule in rules)
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

    private static void WriteInvocation(Utf8JsonWriter json, ModelFindings model)
    {
        json.WriteStartArray("invocations");
        json.WriteStartObject();
        json.WriteBoolean("executionSuccessful", !model.Findings.Any(IsGap));
        json.WriteStartArray("toolExecutionNotifications");
        foreach (Finding gap in model.Findings.Where(IsGap))
        {
            json.WriteStartObject();
            json.WriteString("level", Level(gap.Severity));
            WriteText(json, "message", gap.Message);
            WriteLocations(json, gap.File, null);
            json.WriteEndObject();
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
        if (file.Length == 0)
        {
            json.WriteEndArray(); // It is about the model as a whole.
            return;
        }

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
