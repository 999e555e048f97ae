namespace HostTools.Models.Scanning.Graphs;

/// <summary>Rules about graphs: ONNX, SavedModel, Keras.</summary>
internal static class GraphRules
{
    private const string NoLoad = "Do not load the model; get one from a publisher you trust.";

    public static readonly ScanRule OnnxDamaged = new("onnx.damaged", FindingSeverity.Error, "An ONNX model breaks the format.", "Get the file again; check its hash.");

    public static readonly ScanRule OnnxLocation = new("onnx.external-location", FindingSeverity.Error, "A tensor of an ONNX model is read from a file outside of the model.", NoLoad);

    public static readonly ScanRule OnnxExternal = new("onnx.external-data", FindingSeverity.Error, "A tensor of an ONNX model is read from a file that is missing, too short, or described wrongly.", "Get all files of the model again, of the same revision.");

    public static readonly ScanRule OnnxDomain = new("onnx.custom-operator", FindingSeverity.Warning, "An ONNX model needs operators that a native library must bring.", "Load only libraries that you trust for it.");

    public static readonly ScanRule SavedModelFile = new("tensorflow.file-access", FindingSeverity.Error, "A TensorFlow model reads or writes files when it is called.", NoLoad);

    public static readonly ScanRule SavedModelCode = new("tensorflow.python-code", FindingSeverity.Error, "A TensorFlow model calls Python functions of its program.", NoLoad);

    public static readonly ScanRule SavedModelDamaged = new("tensorflow.damaged", FindingSeverity.Error, "A TensorFlow model breaks the format.", "Get the file again; check its hash.");

    public static readonly ScanRule KerasLambda = new("keras.lambda", FindingSeverity.Error, "A Keras model has a Lambda layer: Python code that runs when the model is loaded.", NoLoad);

    public static readonly ScanRule KerasModule = new("keras.foreign-module", FindingSeverity.Error, "A Keras model names a class or a function outside of Keras, which is imported when the model is loaded.", NoLoad);

    public static IReadOnlyList<ScanRule> All { get; } =
        [OnnxDamaged, OnnxLocation, OnnxExternal, OnnxDomain, SavedModelFile, SavedModelCode, SavedModelDamaged, KerasLambda, KerasModule];
}
