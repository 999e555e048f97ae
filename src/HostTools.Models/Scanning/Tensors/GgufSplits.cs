using System.Globalization;
using System.Text.RegularExpressions;

namespace HostTools.Models.Scanning.Tensors;

/// <summary>A GGUF model that is split says into how many files; readers find them by their names alone.</summary>
internal static partial class GgufSplits
{
    public static void Check(FileScan scan, IModelFiles files, ScannedFile file, int count)
    {
        if (count < 2)
            return;
        Match name = Numbered().Match(file.Path);
        if (!name.Success || int.Parse(name.Groups[3].Value, CultureInfo.InvariantCulture) != count)
        {
            scan.Report(TensorRules.GgufSplit, null, $"The file says that it is one of {count}, and its name says otherwise.");
            return;
        }

        HashSet<string> there = [.. files.Files.Where(static other => !other.IsLinkOutside && !other.IsSpecial).Select(static other => other.Path)];
        for (int i = 1; i <= count; i++)
        {
            string part = string.Create(CultureInfo.InvariantCulture, $"{name.Groups[1].Value}-{i:d5}-of-{count:d5}.gguf");
            if (there.Contains(part))
                continue;
            scan.Report(TensorRules.GgufSplit, null, $"The file is one of {count}, and {Evidence.Quoted(part)} is missing.", part);
            return;
        }
    }

    [GeneratedRegex(@"^(.*)-([0-9]{5})-of-([0-9]{5})\.gguf\z", RegexOptions.NonBacktracking)]
    private static partial Regex Numbered();
}
