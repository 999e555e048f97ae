using System.Runtime.CompilerServices;
using HostTools.Commands.Framework;
using HostTools.Models;
using HostTools.Models.Scanning;
using HostTools.Models.Validation;
using HostTools.Platform;

namespace HostTools.Commands;

/// <summary>Tests models by name and by path, one after the other; what cannot be read is told and does not stop the rest.</summary>
internal sealed class ModelTest(CommandContext context, ViewSite site, string preset, string[] validators)
{
    private readonly IReadOnlyList<ValidatorSpec> _asked = [.. validators.Select(ValidatorSpec.Parse).Select(Meant)];

    public async IAsyncEnumerable<ModelFindings> RunAsync(IReadOnlyList<string> names, [EnumeratorCancellation] CancellationToken token)
    {
        string[] paths = [.. names.Where(IsPath)];
        ValidationPlan plan = PlanOf(isStored: true);
        IReadOnlyList<string> holders = paths.Length > 0 && paths.Length == names.Count ? [] : InstalledModels.HoldersOf(context, site, [.. names.Except(paths)]);
        if (holders.Count == 0 && names.Count == 0)
            context.Note($"No model is in '{site.Store.Directory}'.");
        foreach (string holder in holders)
        {
            if (await TryAsync(Holders.NameOf(holder), () => Examiner(plan).OfStoreAsync(site, holder, token)).ConfigureAwait(false) is { } model)
                yield return model;
        }

        foreach (string path in paths.Select(path => Path.GetFullPath(path, context.Environment.CurrentDirectory)))
        {
            if (!Path.Exists(path))
                context.Error(CommandErrors.PathNotFound(path));
            else if (await TryAsync(path, () => Examiner(PlanOf(isStored: false)).OfPathAsync(path, token)).ConfigureAwait(false) is { } model)
                yield return model;
        }
    }

    // No name of a model has a slash.
    private static bool IsPath(string name) => name.Contains('/', StringComparison.Ordinal) || name.Contains(Path.DirectorySeparatorChar, StringComparison.Ordinal) || name is "." or "..";

    private async Task<ModelFindings?> TryAsync(string name, Func<Task<IReadOnlyList<Finding>>> examine)
    {
        using IDisposable slow = context.WhenSlow("Testing", name);
        try
        {
            IReadOnlyList<Finding> findings = await examine().ConfigureAwait(false);
            if (findings.All(static finding => finding.Severity == FindingSeverity.Note))
                context.Note(findings.Any(static finding => finding.Rule == "file.not-scanned") ? $"'{name}' passes '{preset}', which looks into no file." : $"Nothing is wrong with '{name}'.");
            return new ModelFindings(name, findings);
        }
        catch (HostToolsException failed)
        {
            foreach (HostError error in failed.Errors)
                context.Error(error);
            return null;
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException)
        {
            context.Error(AiModelErrors.ModelUnreadable(name, cause));
            return null;
        }
    }

    private ModelExaminer Examiner(ValidationPlan plan) => new(plan, [.. _asked.Select(static spec => spec.Name)], context.Environment.Processes);

    /// <summary>What somebody names is an error where a preset would only warn.</summary>
    private static ValidatorSpec Meant(ValidatorSpec spec) => spec with { OnFailure = ValidatorCatalog.Find(spec.Name)?.OnFailure ?? FailureAction.Abort };

    private ValidationPlan PlanOf(bool isStored)
    {
        ValidationOptions known = ValidationPresets.Get(preset);
        ValidatorSpec[] hashes = isStored ? [Meant(new ValidatorSpec("checksums"))] : [];
        ValidationPlan plan = ValidationPlan.Of(known with { Enable = true, Checksums = false, Validators = [.. hashes, .. known.Validators ?? [], .. _asked] });
        return plan.Validators.Count > 0 ? plan : throw new HostToolsException(CommandErrors.ArgumentInvalid("Preset", $"'{preset}' checks nothing in a folder; name another one, or a validator."));
    }
}
