using System.Runtime.CompilerServices;
using HostTools.Commands.Framework;
using HostTools.Models;
using HostTools.Models.Scanning;
using HostTools.Models.Validation;
using HostTools.Platform;

namespace HostTools.Commands;

/// <summary>Tests the bytes of AI models against the store, and looks for what is dangerous to load.</summary>
/// <remarks>
/// <para>One object for each finding, none for a model with which nothing is wrong. What could not be looked into is a finding as well, of the rule
/// file.not-scanned: not scanned is never clean. Nothing is loaded, changed or fetched.</para>
/// <para>A folder or file that was never installed is tested by its path: a name with a slash in it, such as ./model.pt.</para>
/// </remarks>
/// <example>
/// <para>All that is installed.</para>
/// <code lang="pwsh">Test-AiModel -Store ./models | Where-Object Severity -ne Note</code>
/// <code lang="sh">hosttools model test --store ./models --exit-code</code>
/// </example>
/// <example>
/// <para>A folder from elsewhere, strictly, with a report for other programs.</para>
/// <code lang="pwsh">Install-AiModel mock:test-org/test-model -Store ./models -CacheDir ./hub; Test-AiModel ./models/models/test-model -Preset strict -Validator max-size:10G -OutFile ./model.sarif</code>
/// <code lang="sh">hosttools model install mock:test-org/test-model --store ./models --cache-dir ./hub &amp;&amp; hosttools model test ./models/models/test-model --preset strict --validator max-size:10G --out-file ./model.sarif</code>
/// </example>
[Command("Test", "AiModel", Effect = Effect.Read, Cli = "model test")]
public sealed class TestAiModel : StoreCommand, ICommand<AiModelFinding>, ICollectingCommand
{
    private readonly List<TestAiModel> _later = [];

    /// <summary>Names of models, with wildcards, or paths of folders and files; all models of the store when none is given.</summary>
    [Argument(Position = 0, Pipeline = Pipeline.ValueOrProperty, Wildcards = true, Completer = typeof(AiModelCompleter))]
    public string[] Name { get; set; } = [];

    /// <summary>A folder or file, in place of names.</summary>
    [Argument(Pipeline = Pipeline.Property, Path = PathKind.Literal, Aliases = ["PSPath"], Cli = "path")]
    public string? LiteralPath { get; set; }

    /// <summary>What is checked: paranoid, strict, standard, quick, minimal or none; standard when not given. The hashes of a store are always checked.</summary>
    [Argument(Completer = typeof(PresetCompleter))]
    public string? Preset { get; set; }

    /// <summary>Further checks, such as no-pickle, max-size:10G or required-files:config.json,tokenizer.json.</summary>
    [Argument(Completer = typeof(ValidatorCompleter))]
    public string[] Validator { get; set; } = [];

    /// <summary>File for the findings of all models as SARIF 2.1.0, which code hosts and editors show.</summary>
    [Argument(Path = PathKind.New)]
    public string? OutFile { get; set; }

    /// <summary>Exit with 2 when something is found that is more than a note, or could not be looked into.</summary>
    [Argument(Faces = Faces.Cli)]
    public bool ExitCode { get; set; }

    /// <inheritdoc/>
    public void Add(ICollectingCommand later) => _later.Add((TestAiModel)later);

    /// <inheritdoc/>
    public async IAsyncEnumerable<AiModelFinding> RunAsync(CommandContext context, [EnumeratorCancellation] CancellationToken token)
    {
        var test = new ModelTest(context, Open(context), Preset ?? "standard", Validator);
        string[] names = [.. _later.Prepend(this).SelectMany(static command => command.LiteralPath is { } path ? [path] : command.Name).Distinct(StringComparer.Ordinal)];
        var reports = new List<ModelFindings>();
        await foreach (ModelFindings model in test.RunAsync(names, token).ConfigureAwait(false))
        {
            reports.Add(model);
            foreach (Finding finding in model.Findings)
                yield return AiModelFinding.Of(model.Model, finding);
        }

        if (OutFile is not null)
            SarifFile.Write(OutFile, reports);
        if (ExitCode && reports.Any(static model => model.Findings.Any(static finding => finding.Severity > FindingSeverity.Note)))
            context.ExitCode = 2;
    }
}

/// <summary>Names of validators at the prompt.</summary>
public sealed class ValidatorCompleter : ICompleter
{
    /// <inheritdoc/>
    public IEnumerable<Completion> Complete(CompletionRequest request) => ValidatorCatalog.All.Select(static item => new Completion(item.Form ?? item.ShortName, item.Description));
}
