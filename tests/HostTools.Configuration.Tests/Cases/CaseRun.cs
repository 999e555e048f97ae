using System.Globalization;
using System.Text;

namespace HostTools.Configuration.Tests.Cases;

/// <summary>Writes a case's files into a folder of its own and evaluates its host.</summary>
internal static class CaseRun
{
    public static HostEvaluation Evaluate(Case @case)
    {
        string tree = Directory.CreateTempSubdirectory("hosttools-case-").FullName;
        try
        {
            WriteTree(@case, tree);
            return HostEvaluator.Evaluate(
                ConfigurationTree.Open(tree, []),
                new EvaluationRequest(@case.Host) { Parameters = @case.Parameters, Environment = @case.Environment.GetValueOrDefault, Target = @case.Target, User = @case.User, Variant = @case.Variant, Imports = @case.Imports });
        }
        finally
        {
            Directory.Delete(tree, recursive: true);
        }
    }

    private static void WriteTree(Case @case, string tree)
    {
        var imports = new StringBuilder();
        foreach ((string name, string text) in @case.Files)
        {
            bool module = !name.Contains('/', StringComparison.Ordinal) && name != "hosttools.yaml";
            string path = Path.Combine(tree, module ? $"modules/{name}" : name);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllText(path, text);
            if (module)
                imports.Append(CultureInfo.InvariantCulture, $"  - ../../modules/{name}\n");
        }

        string host = Path.Combine(tree, "hosts/h/default.yaml");
        Directory.CreateDirectory(Path.GetDirectoryName(host)!);
        if (!File.Exists(host))
            File.WriteAllText(host, $"imports:\n{imports}");
    }
}
