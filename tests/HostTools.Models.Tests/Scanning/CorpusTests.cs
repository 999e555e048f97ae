using HostTools.Models.Scanning;
using HostTools.Platform;
using Xunit.Abstractions;

namespace HostTools.Models.Tests.Scanning;

/// <summary>Compares with the corpora of other scanners, where somebody has fetched them: HOSTTOOLS_MODEL_CORPUS names a folder.</summary>
public sealed class CorpusTests(ITestOutputHelper output)
{
    [SkippableFact]
    public void Every_malicious_file_of_other_scanners_is_found_and_no_benign_one()
    {
        string? folder = Environment.GetEnvironmentVariable("HOSTTOOLS_MODEL_CORPUS");
        Skip.If(folder is null, "HOSTTOOLS_MODEL_CORPUS does not name a folder with the corpora of other scanners.");
        List<string> missed = [], flagged = [];
        int malicious = 0, benign = 0;
        foreach (FileReport file in new ModelScanner().Scan(new FolderFiles(Root.At(folder!)), default).Files.Where(static file => !file.File.EndsWith(".py", StringComparison.Ordinal)))
        {
            bool isFound = file.State == ScanState.Findings;
            output.WriteLine(Scanned.Tell(file));
            if (IsBenign(Path.GetFileName(file.File)))
            {
                benign++;
                if (isFound)
                    flagged.Add(Scanned.Tell(file));
            }
            else
            {
                malicious++;
                if (!isFound)
                    missed.Add(Scanned.Tell(file));
            }
        }

        output.WriteLine($"{malicious - missed.Count} of {malicious} malicious files found, {flagged.Count} of {benign} benign files flagged.");
        Assert.Empty(missed);
        Assert.Empty(flagged);
    }

    private static bool IsBenign(string name) =>
        name.StartsWith("benign", StringComparison.Ordinal) || name.StartsWith("int_", StringComparison.Ordinal) || name.StartsWith("object_", StringComparison.Ordinal) ||
        name is "pytorch_model.bin" or "new_pytorch_model.bin" or "not_a_pickle.bin" or "bad_pytorch.pt" or "password_protected.zip";
}
