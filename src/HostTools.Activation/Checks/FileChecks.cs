using HostTools.Activation.Resources;
using HostTools.Platform;

namespace HostTools.Activation;

/// <summary>Shows new content to the programs that read it, before anything is written. On a folder nothing runs.</summary>
internal sealed class FileChecks(Target target, IProcessRunner processes)
{
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(30);

    /// <summary>What the programs object to, and what could not be asked.</summary>
    public async Task<IReadOnlyList<Finding>> RunAsync(Plan plan, CancellationToken token)
    {
        if (target.Kind is not TargetKind.Machine)
            return [];
        var findings = new List<Finding>();
        ILookup<string, FileContent>? content = null;
        foreach (Change change in plan.Steps)
        {
            if (change is not { Desired: FileResource { Check: { } check } file, After: PathState { Type: PathType.File, ContentHash: { } hash } after } || after.HasContentOf((PathState)change.Before!))
                continue;
            content ??= plan.Content().ToLookup(static content => content.Hash);
            if (await RunAsync(file, check, content[hash].FirstOrDefault() ?? FileContent.FromStore(hash, after.Size), token).ConfigureAwait(false) is { } finding)
                findings.Add(finding);
        }

        return findings;
    }

    private async Task<Finding?> RunAsync(FileResource file, FileCheck check, FileContent content, CancellationToken token)
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("hosttools-check-"); // 0700: the content may be nobody else's business.
        try
        {
            string copy = Path.Join(folder.FullName, RootPath.NameOf(file.Path));
            using (Stream from = content.Open() ?? new ContentStore(target.State).OpenRead(content.Hash))
            using (var to = new FileStream(copy, FileMode.CreateNew, FileAccess.Write))
                await from.CopyToAsync(to, token).ConfigureAwait(false);
            string[] command = [.. check.Command.Select(part => part.Replace(FileCheck.FilePlaceholder, copy, StringComparison.Ordinal))];
            ProcessResult result = await processes.RunAsync(new ProcessRequest(command[0], command[1..]) { Timeout = s_limit, WorkingDirectory = "/" }, token).ConfigureAwait(false);
            return result.ExitCode == 0 ? null : Finding.Stop(ActivationErrors.CheckFailed(file, check, result.ExitCode, Words(result, copy, file.Path)));
        }
        catch (HostToolsException cause) when (cause.Errors[0].Id == nameof(PlatformErrors.ProgramNotFound))
        {
            return Finding.Warn(new PlanWarning($"'{file.Path}' is not checked: '{check.Command[0]}' is not installed.", file.Id, PathWords.FirstOrigin(file)));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static string Words(ProcessResult result, string copy, string path)
    {
        string said = KnownSecrets.Hide(string.IsNullOrWhiteSpace(result.StandardError) ? result.StandardOutput : result.StandardError);
        IEnumerable<string> lines = said.Replace(copy, path, StringComparison.Ordinal).Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Take(5);
        return string.Join("; ", lines) is { Length: > 0 } words ? words : "it said nothing.";
    }
}
