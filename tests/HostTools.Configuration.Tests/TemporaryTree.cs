namespace HostTools.Configuration.Tests;

/// <summary>A configuration tree in a temporary folder with one host <c>h</c>.</summary>
public sealed class TemporaryTree : IDisposable
{
    public TemporaryTree(params (string Path, string Text)[] files)
    {
        Directory = System.IO.Directory.CreateTempSubdirectory("hosttools-tree-").FullName;
        Write("hosts/h/default.yaml", "imports: []\n");
        foreach ((string path, string text) in files)
            Write(path, text);
    }

    public string Directory { get; }

    public void Write(string path, string text)
    {
        string full = Path.Combine(Directory, path);
        System.IO.Directory.CreateDirectory(Path.GetDirectoryName(full)!);
        File.WriteAllText(full, text);
    }

    public HostEvaluation Evaluate(string host = "h") =>
        HostEvaluator.Evaluate(ConfigurationTree.Open(Directory, []), new EvaluationRequest(host) { Environment = static _ => null });

    public void Dispose() => System.IO.Directory.Delete(Directory, recursive: true);
}
