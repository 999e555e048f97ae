using System.Collections.Frozen;

namespace HostTools.Models.Scanning.Graphs;

/// <summary>Walks a TensorFlow SavedModel for operators that reach files or Python.</summary>
/// <seealso href="https://github.com/tensorflow/tensorflow/blob/master/tensorflow/core/protobuf/saved_model.proto"/>
internal static class SavedModelScanner
{
    private static readonly FrozenSet<string> s_files = new[] { "ReadFile", "WriteFile", "MatchingFiles", "DeleteRecursively", "CopyFile", "WriteAudioSummary", "ReaderReadV2", "WholeFileReader", "WholeFileReaderV2", "DebugIdentity" }.ToFrozenSet(StringComparer.Ordinal);

    private static readonly FrozenSet<string> s_code = new[] { "PyFunc", "PyFuncStateless", "EagerPyFunc" }.ToFrozenSet(StringComparer.Ordinal);

    public static void Scan(FileScan scan, ByteReader bytes)
    {
        try
        {
            foreach (ProtobufField graph in Fields(bytes, new ProtobufField(0, 0, bytes.Length, 0, true), 2))
            {
                foreach (ProtobufField definition in Fields(bytes, graph, 2))
                    ScanGraph(scan, bytes, definition);
            }
        }
        catch (MalformedException cause)
        {
            scan.Report(GraphRules.SavedModelDamaged, cause.Offset, $"The model breaks the format: {cause.Message}.");
            scan.NotScanned("the model was not walked to its end");
        }
    }

    /// <summary>Nodes of the graph itself, and of the functions in its library.</summary>
    private static void ScanGraph(FileScan scan, ByteReader bytes, ProtobufField definition)
    {
        foreach (ProtobufField node in Fields(bytes, definition, 1))
            ScanNode(scan, bytes, node);
        foreach (ProtobufField library in Fields(bytes, definition, 2))
        {
            foreach (ProtobufField function in Fields(bytes, library, 1))
            {
                foreach (ProtobufField node in Fields(bytes, function, 3))
                    ScanNode(scan, bytes, node);
            }
        }
    }

    private static void ScanNode(FileScan scan, ByteReader bytes, ProtobufField node)
    {
        scan.Token.ThrowIfCancellationRequested();
        foreach (ProtobufField field in Fields(bytes, node, 2))
        {
            string operation = ProtobufReader.Text(bytes, field, 256);
            if (s_files.Contains(operation))
                scan.Report(GraphRules.SavedModelFile, field.Start, $"The model has the operator {operation}.", operation);
            else if (s_code.Contains(operation))
                scan.Report(GraphRules.SavedModelCode, field.Start, $"The model has the operator {operation}.", operation);
        }
    }

    /// <summary>The counted fields of one number, in order; nothing else is kept.</summary>
    private static IEnumerable<ProtobufField> Fields(ByteReader bytes, ProtobufField message, int number)
    {
        long position = message.Start;
        while (true)
        {
            bytes.Position = position;
            if (!ProtobufReader.Next(bytes, message.End, out ProtobufField field))
                yield break;
            position = bytes.Position;
            if (field.IsCounted && field.Number == number)
                yield return field;
        }
    }
}
