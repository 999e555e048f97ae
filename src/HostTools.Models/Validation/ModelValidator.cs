using HostTools.Models.Scanning;
using HostTools.Models.Validation.Checks;

namespace HostTools.Models.Validation;

/// <summary>Runs the validators of a model on its snapshot. Changes nothing; a refused model is the caller's to put aside.</summary>
public static class ModelValidator
{
    /// <summary>Runs all validators of a plan, also after one failed.</summary>
    public static async Task<ValidationReport> RunAsync(ValidationPlan plan, ValidationContext context, CancellationToken token)
    {
        var scan = new ScanOnce(context);
        List<ValidatorResult> results = [];
        foreach (PlannedValidator validator in plan.Validators)
        {
            results.Add(await RunAsync(validator, context, scan, token).ConfigureAwait(false));
            if (validator.Name == "pickleScan" && scan.Report is { } report && ScanCheck.NotScanned(report, plan.OnNotScanned) is { } gaps)
                results.Add(gaps);
        }

        return new ValidationReport(results) { Scan = scan.Report };
    }

    private static async Task<ValidatorResult> RunAsync(PlannedValidator validator, ValidationContext context, ScanOnce scan, CancellationToken token)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(token);
        if (validator.Timeout is { } timeout)
            limit.CancelAfter(timeout);
        try
        {
            Verdict verdict = validator.Spec.Command is { } command
                ? await CommandCheck.RunAsync(command, validator, context, limit.Token).ConfigureAwait(false)
                : await Task.Run(() => CheckAsync(validator, context, scan, limit.Token), limit.Token).ConfigureAwait(false);
            return new ValidatorResult(validator.Name, verdict.Kind, validator.OnFailure, verdict.Message) { Files = verdict.Files, ExitCode = verdict.ExitCode };
        }
        catch (OperationCanceledException) when (!token.IsCancellationRequested)
        {
            return new ValidatorResult(validator.Name, ValidationVerdict.TimedOut, validator.OnFailure, $"It did not end within {new Platform.Duration(validator.Timeout ?? default)} and was stopped.") { ExitCode = 124 };
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException)
        {
            return new ValidatorResult(validator.Name, ValidationVerdict.Failed, validator.OnFailure, $"The model cannot be read: {cause.Message}");
        }
    }

    private static Task<Verdict> CheckAsync(PlannedValidator validator, ValidationContext context, ScanOnce scan, CancellationToken token)
    {
        IReadOnlyList<string> arguments = validator.Spec.Arguments;
        return validator.Name switch
        {
            "modelscan" => ModelscanCheck.RunAsync(context, token),
            "checksums" => Task.FromResult(ManifestChecks.Checksums(context, token)),
            "signatureVerify" => Task.FromResult(SignatureCheck.Run(context, arguments, token)),
            "pickleScan" => Task.FromResult(ScanCheck.Run(scan.Get(token))),
            "noPickleFiles" => Task.FromResult(FormatChecks.NoPickle(scan.Get(token))),
            "safetensorsOnly" => Task.FromResult(FormatChecks.SafetensorsOnly(scan.Get(token))),
            "noPythonCode" => Task.FromResult(FormatChecks.NoPython(scan.Get(token))),
            "fileTypes" => Task.FromResult(FormatChecks.FileTypes(scan.Get(token), arguments)),
            "noSymlinks" => Task.FromResult(FileChecks.NoLinks(context)),
            "requiredFiles" => Task.FromResult(FileChecks.Required(context, arguments)),
            "maxSize" => Task.FromResult(FileChecks.MaxSize(context, arguments[0])),
            "validConfigJson" => Task.FromResult(FileChecks.ConfigJson(context)),
            "licenseCheck" => Task.FromResult(FileChecks.License(context)),
            _ => Task.FromResult(HubLayoutCheck.Run(context)),
        };
    }
}

/// <summary>The scan, which several validators look at and which runs once.</summary>
internal sealed class ScanOnce(ValidationContext context)
{
    public ScanReport? Report { get; private set; }

    public ScanReport Get(CancellationToken token) => Report ??= new ModelScanner(context.Limits).Scan(context.Files, token);
}
