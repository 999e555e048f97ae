using System.Text.Json;

namespace HostTools.Models.Scanning.Code;

/// <summary>Walks through one JSON text and applies the rules for its keys.</summary>
internal sealed class JsonWalk(FileScan scan, long? at)
{
    private static readonly string[] s_important = ["auto_map", "chat_template", "class_name", "module", "trust_remote_code"];

    public void Walk(JsonElement element, int depth)
    {
        if (element.ValueKind == JsonValueKind.Array)
        {
            foreach (JsonElement item in element.EnumerateArray())
                Walk(item, depth + 1);
        }
        else if (element.ValueKind == JsonValueKind.Object)
        {
            WalkObject(element, depth);
        }
        else if (element.ValueKind == JsonValueKind.String && depth > 0)
        {
            WalkText(element);
        }
    }

    private void WalkObject(JsonElement element, int depth)
    {
        string? className = null, module = null;
        HashSet<string> seen = [];
        foreach (JsonProperty property in element.EnumerateObject())
        {
            // The last of two counts for us and for Python, the first for others.
            if (s_important.Contains(property.Name, StringComparer.Ordinal) && !seen.Add(property.Name))
                scan.Report(CodeRules.JsonDuplicate, at, $"The key {Evidence.Quoted(property.Name)} is there twice.", property.Name);
            bool isText = property.Value.ValueKind == JsonValueKind.String;
            switch (property.Name)
            {
                case "auto_map" when property.Value.ValueKind is JsonValueKind.Object or JsonValueKind.String:
                    scan.Report(CodeRules.RemoteCode, at, "The configuration names Python code of the model in 'auto_map'.", property.Value.GetRawText());
                    break;
                case "trust_remote_code" when property.Value.ValueKind == JsonValueKind.True:
                    scan.Report(CodeRules.RemoteCode, at, "The configuration sets 'trust_remote_code'.", "trust_remote_code: true");
                    break;
                case "chat_template" or "template" when isText:
                    TemplateScanner.ScanText(scan, property.Value.GetString()!, at);
                    break;
                case "class_name" when isText:
                    className = property.Value.GetString();
                    CheckClass(className!);
                    break;
                case "module" when isText:
                    module = property.Value.GetString();
                    break;
            }

            Walk(property.Value, depth + 1);
        }

        if (className is not null && module is not null)
            CheckModule(module, className);
    }

    /// <summary>Keras keeps the description of a model as a text inside its metadata.</summary>
    private void WalkText(JsonElement element)
    {
        if (element.GetRawText() is { Length: > 16 and < 16 << 20 } raw && raw[1] is '{' && raw.Contains("class_name", StringComparison.Ordinal))
            JsonScanner.ScanText(scan, System.Text.Encoding.UTF8.GetBytes(element.GetString()!), at);
    }

    private void CheckClass(string name)
    {
        if (name is "Lambda" or "__lambda__")
            scan.Report(Graphs.GraphRules.KerasLambda, at, $"The model has a layer of class {name}, which holds Python code.", name);
    }

    private void CheckModule(string module, string className)
    {
        string root = module.Split('.')[0];
        if (root is "keras" or "tf_keras" or "tensorflow" or "keras_hub" or "keras_nlp" or "keras_cv" or "" || module == "builtins")
            return;
        scan.Report(Graphs.GraphRules.KerasModule, at, $"The model imports {Evidence.Quoted(className)} of the module {Evidence.Quoted(module)}.", $"{module}.{className}");
    }
}
