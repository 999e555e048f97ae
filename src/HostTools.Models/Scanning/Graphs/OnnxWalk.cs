using System.Collections.Frozen;
using System.Globalization;

namespace HostTools.Models.Scanning.Graphs;

/// <summary>One walk through an ONNX model, graph by graph.</summary>
internal sealed class OnnxWalk(FileScan scan, ByteReader bytes)
{
    private const int DeepestGraph = 64;
    private const int MostExternal = 1_000_000;

    private static readonly FrozenSet<string> s_domains = new[]
    {
        "", "ai.onnx", "ai.onnx.ml", "ai.onnx.training", "ai.onnx.preview.training", "ai.onnx.preview", "com.microsoft", "com.microsoft.nchwc", "com.microsoft.experimental", "com.ms.internal.nhwc", "org.pytorch.aten", "pkg.onnxscript.torch_lib", "pkg.onnxscript.torch_lib.common",
    }.ToFrozenSet(StringComparer.Ordinal);

    /// <summary>Domains of operators that neither ONNX nor its runtime defines, nor the model itself.</summary>
    public HashSet<string> ForeignDomains { get; } = [];

    /// <summary>What tensors say about the files that hold them.</summary>
    public List<OnnxExternal> External { get; } = [];

    public void Run()
    {
        try
        {
            Walk(new ProtobufField(0, 0, bytes.Length, 0, IsCounted: true), Model, 0);
        }
        catch (MalformedException cause)
        {
            scan.Report(GraphRules.OnnxDamaged, cause.Offset, $"The model breaks the format: {cause.Message}.");
            scan.NotScanned("the model was not walked to its end");
        }
    }

    private delegate void Visit(ProtobufField field, int depth);

    private void Walk(ProtobufField message, Visit visit, int depth)
    {
        if (depth > DeepestGraph)
            throw new MalformedException(message.Start, "graphs go too deep");
        bytes.Position = message.Start;
        while (ProtobufReader.Next(bytes, message.End, out ProtobufField field))
        {
            scan.Token.ThrowIfCancellationRequested();
            long back = bytes.Position;
            visit(field, depth + 1);
            bytes.Position = back;
        }
    }

    private void Model(ProtobufField field, int depth)
    {
        if (field is { Number: 1, IsCounted: false, Value: 0 or > 100 })
            throw new MalformedException(field.Start, $"its version is {field.Value}");
        if (!field.IsCounted)
            return;
        if (field.Number == 7)
            Walk(field, Graph, depth);
        else if (field.Number == 20)
            Walk(field, Training, depth);
        else if (field.Number == 25)
            Walk(field, Function, depth);
    }

    private void Training(ProtobufField field, int depth)
    {
        if (field is { Number: 1 or 2, IsCounted: true })
            Walk(field, Graph, depth);
    }

    private void Function(ProtobufField field, int depth)
    {
        if (field is { Number: 7, IsCounted: true })
            Walk(field, Node, depth);
        else if (field is { Number: 11, IsCounted: true })
            Walk(field, Attribute, depth);
    }

    private void Graph(ProtobufField field, int depth)
    {
        if (!field.IsCounted)
            return;
        if (field.Number == 1)
            Walk(field, Node, depth);
        else if (field.Number == 5)
            Tensor(field, depth);
        else if (field.Number == 15)
            Walk(field, Sparse, depth);
    }

    private void Sparse(ProtobufField field, int depth)
    {
        if (field is { Number: 1 or 2, IsCounted: true })
            Tensor(field, depth);
    }

    private void Node(ProtobufField field, int depth)
    {
        if (!field.IsCounted)
            return;
        if (field.Number == 5)
            Walk(field, Attribute, depth);
        else if (field.Number == 7 && ProtobufReader.Text(bytes, field, 256) is var domain && !s_domains.Contains(domain) && ForeignDomains.Count < 1000)
            ForeignDomains.Add(domain);
    }

    private void Attribute(ProtobufField field, int depth)
    {
        if (!field.IsCounted)
            return;
        if (field.Number is 5 or 10)
            Tensor(field, depth);
        else if (field.Number is 6 or 11)
            Walk(field, Graph, depth);
        else if (field.Number is 22 or 23)
            Walk(field, Sparse, depth);
    }

    private void Tensor(ProtobufField tensor, int depth)
    {
        Dictionary<string, string> entries = [];
        bool isExternal = false;
        string name = string.Empty;
        Walk(tensor, (field, inner) =>
        {
            if (field is { Number: 13, IsCounted: true })
                Entry(field, entries, inner);
            else if (field is { Number: 14, IsCounted: false })
                isExternal = field.Value == 1;
            else if (field is { Number: 8, IsCounted: true })
                name = ProtobufReader.Text(bytes, field, 256);
        }, depth);
        if ((isExternal || entries.Count > 0) && External.Count < MostExternal)
            External.Add(new OnnxExternal(name, tensor.Start, entries));
    }

    private void Entry(ProtobufField entry, Dictionary<string, string> into, int depth)
    {
        string key = string.Empty, value = string.Empty;
        Walk(entry, (field, _) =>
        {
            if (field is { Number: 1, IsCounted: true })
                key = ProtobufReader.Text(bytes, field);
            else if (field is { Number: 2, IsCounted: true })
                value = ProtobufReader.Text(bytes, field);
        }, depth);
        if (into.Count < 100)
            into[key] = value;
    }
}

/// <summary>A tensor whose numbers are in another file, with what it says about that file.</summary>
internal sealed record OnnxExternal(string Tensor, long At, IReadOnlyDictionary<string, string> Entries)
{
    public string? Location => Entries.GetValueOrDefault("location");

    /// <summary>A number among the entries; null when it is absent, -1 when it is none.</summary>
    public long? Number(string key) =>
        !Entries.TryGetValue(key, out string? text) ? null
        : long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out long value) ? value : -1;
}
