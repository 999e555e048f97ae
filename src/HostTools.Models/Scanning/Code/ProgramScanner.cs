namespace HostTools.Models.Scanning.Code;

/// <summary>Reports programs, libraries, scripts and compiled Python: a model needs none of them.</summary>
internal static class ProgramScanner
{
    public static void Scan(FileScan scan, ContentKind kind)
    {
        if (kind == ContentKind.PythonBytecode)
            scan.Report(CodeRules.PythonBytecode, 0, "The file is compiled Python code.");
        else if (kind == ContentKind.Script)
            scan.Report(CodeRules.Script, 0, "The file is a script.");
        else
            scan.Report(FileRules.Program, 0, $"The file is a program or a native library ({ContentScanner.NameOf(kind)}).");
    }
}
