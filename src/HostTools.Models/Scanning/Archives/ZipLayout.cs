using System.Text.RegularExpressions;

namespace HostTools.Models.Scanning.Archives;

/// <summary>What an archive is by the names of its members: torch keeps numbers of tensors in <c>…/data/0</c> and so on, which no loader runs.</summary>
internal sealed partial class ZipLayout
{
    private readonly string? _torchRoot;
    private readonly bool _hasCode;

    public ZipLayout(IEnumerable<string> names)
    {
        foreach (string name in names)
        {
            if (name.EndsWith("data.pkl", StringComparison.Ordinal) && (name.Length == 8 || name[^9] == '/'))
                _torchRoot ??= name[..^8];
            _hasCode |= Code().IsMatch(name);
        }
    }

    /// <summary>The numbers of a tensor in an archive of torch, or one of its small text files.</summary>
    public bool IsTensor(string name) => _torchRoot is not null && name.StartsWith(_torchRoot, StringComparison.Ordinal) && Tensor().IsMatch(name[_torchRoot.Length..]);

    public void Report(FileScan scan)
    {
        if (_torchRoot is not null && _hasCode)
            scan.Report(ArchiveRules.TorchScript, null, "The archive has TorchScript, which runs when the model is called.");
    }

    [GeneratedRegex(@"^(data|constants|tensors|\.data)/[0-9a-z_]+\z|^(version|byteorder|\.format_version|\.storage_alignment)\z", RegexOptions.NonBacktracking)]
    private static partial Regex Tensor();

    [GeneratedRegex(@"(^|/)code/.+\.py\z", RegexOptions.NonBacktracking)]
    private static partial Regex Code();
}
