using System.Text;
using System.Text.RegularExpressions;

namespace HostTools.Models.Scanning.Code;

/// <summary>Scans Python code for calls that weights never need. Reading the rest is for people.</summary>
internal static partial class PythonScanner
{
    public static void Scan(FileScan scan, ByteReader bytes)
    {
        scan.Report(CodeRules.Python, null, "The file is Python code.");
        bytes.Position = 0;
        string text = Encoding.UTF8.GetString(bytes.ReadBytes((int)Math.Min(bytes.Length, scan.Limits.Text)));
        if (bytes.Length > scan.Limits.Text)
            scan.NotScanned($"it is code of more than {scan.Limits.Text} bytes");
        foreach (Match call in Dangerous().Matches(text).Take(50))
            scan.Report(CodeRules.PythonDangerous, Encoding.UTF8.GetByteCount(text.AsSpan(0, call.Index)), $"The code uses {Evidence.Quoted(call.Value.Trim())}.", Line(text, call.Index));
        Pickle.PickleSearch.Scan(scan, bytes, 0);
    }

    private static string Line(string text, int index)
    {
        int start = index == 0 ? 0 : text.LastIndexOf('\n', index - 1) + 1, end = text.IndexOf('\n', index);
        return text[start..(end < 0 ? text.Length : end)].Trim();
    }

    [GeneratedRegex(@"\b(os\.(system|popen|exec[lv]\w*|spawn\w*|posix_spawn)|subprocess\.\w+|pty\.spawn|commands\.getoutput|importlib\.import_module|__import__|marshal\.loads?|pickle\.loads?|dill\.loads?|ctypes\.(CDLL|cdll|windll|WinDLL)|socket\.socket|urllib\.request\.\w+|urlopen|requests\.(get|post|put|request)|httpx\.\w+|base64\.b\d+decode|codecs\.decode|zlib\.decompress|shutil\.rmtree|webbrowser\.open|runpy\.\w+|pip\.main)\s*\(|(^|[^.\w])(eval|exec|compile)\s*\(", RegexOptions.NonBacktracking)]
    private static partial Regex Dangerous();
}
