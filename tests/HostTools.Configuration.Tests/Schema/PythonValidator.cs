using System.Text.Json;
using System.Text.Json.Nodes;
using HostTools.Machine.Tests;
using HostTools.Machine.Tests.Peers;

namespace HostTools.Configuration.Tests.Schema;

/// <summary>python-jsonschema, a validator that the schemas know nothing of; one process for all checks.</summary>
internal static class PythonValidator
{
    private const string Script = """
        import json, sys
        from jsonschema import Draft7Validator
        job = json.load(open(sys.argv[1]))
        validators = {}
        for name, schema in job["schemas"].items():
            Draft7Validator.check_schema(schema)
            validators[name] = Draft7Validator(schema)
        found = [
            [["/" + "/".join(str(p) for p in e.absolute_path) if e.absolute_path else "", e.message[:2000]] for e in validators[c["schema"]].iter_errors(c["document"])]
            for c in job["checks"]]
        json.dump(found, open(sys.argv[2], "w"))
        """;

    /// <summary>What it says to each check. All schemas are held against the schema of schemas first.</summary>
    public static IReadOnlyList<IReadOnlyList<SchemaProblem>> Check(IReadOnlyList<SchemaCheck> checks)
    {
        string python = Peer.Require("python3");
        Skip.If(Peer.Run(python, "-c", "import jsonschema").ExitCode != 0, "python3-jsonschema is not installed here");
        var names = new Dictionary<JsonObject, string>(ReferenceEqualityComparer.Instance);
        foreach (SchemaCheck check in checks)
            names.TryAdd(check.Schema, $"s{names.Count}");
        var job = new JsonObject
        {
            ["schemas"] = new JsonObject(names.Select(static entry => KeyValuePair.Create(entry.Value, (JsonNode?)entry.Key.DeepClone()))),
            ["checks"] = new JsonArray([.. checks.Select(check => new JsonObject { ["schema"] = names[check.Schema], ["document"] = check.Document?.DeepClone() })]),
        };
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.File("job.json"), job.ToJsonString());
        Peer.Accept(python, "-c", Script, folder.File("job.json"), folder.File("found.json"));
        string[][][] found = JsonSerializer.Deserialize<string[][][]>(File.ReadAllText(folder.File("found.json")))!;
        return [.. found.Select(static problems => (IReadOnlyList<SchemaProblem>)[.. problems.Select(static p => new SchemaProblem(p[0], p[1]))])];
    }
}
