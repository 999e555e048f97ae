namespace HostTools.Models.Scanning.Code;

/// <summary>Rules about code, templates and configuration.</summary>
internal static class CodeRules
{
    public static readonly ScanRule TemplateEscape = new("template.escape", FindingSeverity.Error,
        "A chat template reaches for Python's internals, which leads to running code.", "Do not use the template; give one of your own.");

    public static readonly ScanRule TemplateFile = new("template.include", FindingSeverity.Error,
        "A chat template reads other files.", "Do not use the template; give one of your own.");

    public static readonly ScanRule TemplatePayload = new("template.payload", FindingSeverity.Warning,
        "A chat template has an address or encoded data in its instructions.", "Read the template before you use it.");

    public static readonly ScanRule TemplateWork = new("template.endless", FindingSeverity.Warning,
        "A chat template counts so far that it stops the program.", "Do not use the template; give one of your own.");

    public static readonly ScanRule RemoteCode = new("config.remote-code", FindingSeverity.Warning,
        "The configuration names Python code that is loaded where trust_remote_code is set.", "Load the model without trust_remote_code, or read the code and pin its revision.");

    public static readonly ScanRule JsonDamaged = new("config.damaged", FindingSeverity.Warning,
        "A JSON file cannot be read.", "Get the file again; check its hash.");

    public static readonly ScanRule JsonDuplicate = new("config.duplicate-key", FindingSeverity.Warning,
        "A key that matters is there twice; readers disagree about which one counts.", "Remove one of the two.");

    public static readonly ScanRule Python = new("python.source", FindingSeverity.Note,
        "The model contains Python code.", "Read it before you load the model with trust_remote_code.");

    public static readonly ScanRule PythonDangerous = new("python.dangerous-call", FindingSeverity.Warning,
        "Python code of the model runs programs, evaluates text, or opens connections.", "Read it before you load the model with trust_remote_code.");

    public static readonly ScanRule PythonBytecode = new("python.bytecode", FindingSeverity.Warning,
        "The model contains compiled Python code, which nobody can read.", "Remove it.");

    public static readonly ScanRule Script = new("file.script", FindingSeverity.Warning,
        "The model contains a script.", "Read it before you run it.");

    public static IReadOnlyList<ScanRule> All { get; } =
        [TemplateEscape, TemplateFile, TemplatePayload, TemplateWork, RemoteCode, JsonDamaged, JsonDuplicate, Python, PythonDangerous, PythonBytecode, Script];
}
