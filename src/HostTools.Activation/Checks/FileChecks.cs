using HostTools.Activation.Resources;
using HostTools.Platform;

namespace HostTools.Activation;

/// <summary>Shows new content to the programs that read it, before anything is written. On a folder nothing runs.</summary>
internal sealed class FileChecks(Target target, ProviderSet providers, IProcessRunner processes)
{
    // In memory: what is shown may hold secrets, and a kill leaves it there.
    private const string Memory = "/run";

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
            if (change is not { Desired: { } file, After: PathState { Type: PathType.File, ContentHash: { } hash } after } || after.HasContentOf((PathState)change.Before!))
                continue;
            if (file is FileResource { Check: { } check })
            {
                content ??= plan.Content().ToLookup(static content => content.Hash);
                FileContent shown = content[hash].FirstOrDefault() ?? FileContent.FromStore(hash, after.Size);
                await AddAsync(findings, file, check, () => shown.Open() ?? new ContentStore(target.State).OpenRead(hash), token).ConfigureAwait(false);
            }
            else if (file is SecretResource { Check: { } own } secret && providers.Of(file) is SecretProvider provider)
            {
                byte[] bytes = await provider.RenderAsync(secret, after, token).ConfigureAwait(false);
                await AddAsync(findings, file, own, () => new MemoryStream(bytes), token).ConfigureAwait(false);
            }
        }

        return findings;
    }

    private async Task AddAsync(List<Finding> findings, Resource file, FileCheck check, Func<Stream> open, CancellationToken token)
    {
        DirectoryInfo folder = NewFolder();
        try
        {
            string path = file.Id.Key;
            string copy = Path.Join(folder.FullName, RootPath.NameOf(path));
            using (Stream from = open())
            using (var to = new FileStream(copy, FileMode.CreateNew, FileAccess.Write))
                await from.CopyToAsync(to, token).ConfigureAwait(false);
            string[] command = [.. check.Command.Select(part => part.Replace(FileCheck.FilePlaceholder, copy, StringComparison.Ordinal))];
            ProcessResult result = await processes.RunAsync(new ProcessRequest(command[0], command[1..]) { Timeout = s_limit, WorkingDirectory = "/" }, token).ConfigureAwait(false);
            if (result.ExitCode != 0)
                findings.Add(Finding.Stop(ActivationErrors.CheckFailed(file, check, result.ExitCode, Words(result, copy, path))));
        }
        catch (HostToolsException cause) when (cause.Errors[0].Id == nameof(PlatformErrors.ProgramNotFound))
        {
            findings.Add(Finding.Warn(new PlanWarning($"'{file.Id.Key}' is not checked: '{check.Command[0]}' is not installed.", file.Id, PathWords.FirstOrigin(file))));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    /// <summary>A folder that nobody else may look into: the content may be nobody else's business.</summary>
    private static DirectoryInfo NewFolder() => OperatingSystem.IsLinux() && Environment.IsPrivilegedProcess && Directory.Exists(Memory)
        ? Directory.CreateDirectory(Path.Join(Memory, $"hosttools-check-{Guid.NewGuid():N}"), (UnixFileMode)0x1C0)
        : Directory.CreateTempSubdirectory("hosttools-check-");

    private static string Words(ProcessResult result, string copy, string path)
    {
        string said = KnownSecrets.Hide(string.IsNullOrWhiteSpace(result.StandardError) ? result.StandardOutput : result.StandardError);
        IEnumerable<string> lines = said.Replace(copy, path, StringComparison.Ordinal).Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Take(5);
        return string.Join("; ", lines) is { Length: > 0 } words ? words : "it said nothing.";
    }
}
