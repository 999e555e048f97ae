namespace HostTools.Models.Scanning.Pickle;

/// <summary>Rules about pickles.</summary>
internal static class PickleRules
{
    private const string Convert = "Convert the weights to safetensors, or load them with torch.load(weights_only=True) only.";

    public static readonly ScanRule Dangerous = new("pickle.dangerous-global", FindingSeverity.Error,
        "A pickle imports something that runs programs or code, or reaches files or the network.", "Do not load the file; get the model as safetensors from a publisher you trust.");

    public static readonly ScanRule Global = new("pickle.global", FindingSeverity.Error,
        "A pickle imports something that is not on the list of harmless names.", Convert);

    public static readonly ScanRule Call = new("pickle.call", FindingSeverity.Error,
        "A pickle calls something that is not on the list of harmless names.", "Do not load the file; get the model as safetensors from a publisher you trust.");

    public static readonly ScanRule DottedName = new("pickle.dotted-name", FindingSeverity.Error,
        "A pickle walks through attributes to what it imports, which reaches anything.", "Do not load the file; get the model as safetensors from a publisher you trust.");

    public static readonly ScanRule ComputedGlobal = new("pickle.computed-global", FindingSeverity.Error,
        "A pickle computes the name of what it imports.", "Do not load the file; no honest writer does that.");

    public static readonly ScanRule ComputedCall = new("pickle.computed-call", FindingSeverity.Error,
        "A pickle calls something that it made itself.", "Do not load the file; no honest writer of weights does that.");

    public static readonly ScanRule Build = new("pickle.build", FindingSeverity.Error,
        "A pickle changes attributes of a class, a function or a module, or special attributes of an object.", "Do not load the file; no honest writer does that.");

    public static readonly ScanRule Extension = new("pickle.extension", FindingSeverity.Error,
        "A pickle uses a code of the extension registry; what it means depends on the program that loads it.", Convert);

    public static readonly ScanRule PersistentId = new("pickle.persistent-id", FindingSeverity.Error,
        "A pickle asks its loader for an object by a name that is no tensor storage.", Convert);

    public static readonly ScanRule Hidden = new("pickle.hidden", FindingSeverity.Error,
        "A pickle that calls forbidden things stands behind other data.", "Do not load the file; get the model as safetensors from a publisher you trust.");

    public static IReadOnlyList<ScanRule> All { get; } = [Dangerous, Global, Call, DottedName, ComputedGlobal, ComputedCall, Build, Extension, PersistentId, Hidden];
}
