using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace HostTools.Models.Scanning.Code;

/// <summary>Scans Jinja templates, which turn conversations into prompts, for ways out of the template.</summary>
/// <seealso href="https://jinja.palletsprojects.com/en/stable/sandbox/"/>
internal static partial class TemplateScanner
{
    private const long MostTurns = 10_000_000;

    public static void Scan(FileScan scan, ByteReader bytes)
    {
        if (bytes.Length > scan.Limits.Text)
        {
            scan.NotScanned($"it is a template of more than {scan.Limits.Text} bytes");
            return;
        }

        bytes.Position = 0;
        ScanText(scan, Encoding.UTF8.GetString(bytes.ReadBytes((int)bytes.Length)), null);
        Pickle.PickleSearch.Scan(scan, bytes, 0);
    }

    /// <summary>Looks at the instructions of a template; its plain text does nothing.</summary>
    public static void ScanText(FileScan scan, string template, long? at)
    {
        foreach (string raw in TemplateParts.Of(template))
        {
            scan.Token.ThrowIfCancellationRequested();
            string part = Unescape(raw);
            if (Dunder().Match(part) is { Success: true } dunder)
                scan.Report(CodeRules.TemplateEscape, at, $"The template uses {Evidence.Quoted(dunder.Value.Trim())}.", part.Trim());
            else if (Reach().Match(part) is { Success: true } reach)
                scan.Report(CodeRules.TemplateEscape, at, $"The template uses {Evidence.Quoted(reach.Value.Trim())}.", part.Trim());
            else if (Underscores().Match(Text().Replace(Joined().Replace(raw, "$1$2"), static text => text.Value)) is { Success: true })
                scan.Report(CodeRules.TemplateEscape, at, "The template puts a name with underscores together from pieces.", part.Trim());
            if (Files().IsMatch(part))
                scan.Report(CodeRules.TemplateFile, at, "The template reads another file.", part.Trim());
            if (Payload().Match(part) is { Success: true } payload)
                scan.Report(CodeRules.TemplatePayload, at, "The template has an address or encoded data in its instructions.", payload.Value);
            foreach (Match range in Range().Matches(part))
                CheckRange(scan, range, at);
        }
    }

    private static void CheckRange(FileScan scan, Match range, long? at)
    {
        double product = 1;
        foreach (string factor in range.Groups[1].Value.Split('*', StringSplitOptions.TrimEntries))
            product *= double.TryParse(factor.Replace("_", string.Empty, StringComparison.Ordinal), NumberStyles.Float, CultureInfo.InvariantCulture, out double value) ? value : 1;
        if (range.Value.Contains("**", StringComparison.Ordinal) || product > MostTurns)
            scan.Report(CodeRules.TemplateWork, at, "The template counts further than any prompt is long.", range.Value);
    }

    /// <summary>Texts may hide characters as <c>\x5f</c> or <c>_</c>.</summary>
    private static string Unescape(string part) => part.Contains('\\', StringComparison.Ordinal)
        ? Escape().Replace(part, static match => ((char)int.Parse(match.Groups[1].Success ? match.Groups[1].Value : match.Groups[2].Value, NumberStyles.HexNumber, CultureInfo.InvariantCulture)).ToString())
        : part;

    [GeneratedRegex(@"\\x([0-9a-fA-F]{2})|\\u([0-9a-fA-F]{4})", RegexOptions.NonBacktracking)]
    private static partial Regex Escape();

    [GeneratedRegex(@"__[A-Za-z]\w*(__)?|\b(mro|_TemplateReference\w*|gi_frame|gi_code|cr_frame|ag_frame|f_globals|f_locals|f_builtins|f_back|tb_frame|func_globals|func_code|im_func|co_code|_module|_mutable_)\b", RegexOptions.NonBacktracking)]
    private static partial Regex Dunder();

    [GeneratedRegex(@"\|\s*attr\b|\|\s*map\s*\(\s*(attribute\s*=\s*)?['""]_|\b(popen|subprocess|system|eval|exec|compile|getattr|setattr|importlib|builtins|subclasses|os\.[a-z]+)\s*\(|\bimport\s+os\b|\bself\s*[.\[(]|\b(lipsum|cycler|joiner|request|config|url_for|get_flashed_messages)\s*[.\[|]|\.\s*format_map\s*\(", RegexOptions.NonBacktracking)]
    private static partial Regex Reach();

    [GeneratedRegex(@"['""]\s*[~+]\s*['""]|()()['""]\s+['""]", RegexOptions.NonBacktracking)]
    private static partial Regex Joined();

    [GeneratedRegex(@"__(class|globals|init|builtins|import|subclasses|mro|base|bases|dict|getattribute|call|code|self|func|module|loader|reduce|doc)", RegexOptions.NonBacktracking)]
    private static partial Regex Underscores();

    [GeneratedRegex(@"['""][^'""]*['""]", RegexOptions.NonBacktracking)]
    private static partial Regex Text();

    [GeneratedRegex(@"^\s*-?\+?\s*(include|extends|import|from)\b", RegexOptions.NonBacktracking)]
    private static partial Regex Files();

    [GeneratedRegex(@"\b(https?|ftp|file)://[^\s'""]+|[A-Za-z0-9+/]{200,}={0,2}|\b(curl|wget|powershell|/bin/(ba)?sh)\b", RegexOptions.NonBacktracking)]
    private static partial Regex Payload();

    [GeneratedRegex(@"\brange\s*\(\s*(?:[0-9_]+\s*,\s*)?([0-9_][0-9_*.eE ]*)", RegexOptions.NonBacktracking)]
    private static partial Regex Range();
}
