using System.Globalization;
using HostTools.Activation;
using HostTools.Commands;
using HostTools.Configuration;
using HostTools.Facts;
using HostTools.Machine.Adoption;
using HostTools.Machine.Boot;
using HostTools.Platform;
using HostTools.Virtualization;

namespace HostTools.Cli.Output;

/// <summary>The tables of the executable, by type of row.</summary>
internal static class Views
{
    private const int MaxValue = 200;

    private static readonly Dictionary<Type, TableView> s_tables = new()
    {
        [typeof(HostFact)] = TableView.Of<HostFact>(
            ("Name", static fact => fact.Name), ("Value", static fact => fact.Unknown is { } why ? $"unknown: {why}" : Show(fact.Value ?? string.Empty)), ("Source", static fact => fact.Source)),
        [typeof(BootEntry)] = TableView.Of<BootEntry>(
            ("Default", static entry => entry.IsDefault ? "*" : entry.IsNext ? ">" : " "), ("Id", static entry => entry.Id), ("Title", static entry => entry.Title),
            ("Loader", static entry => entry.Loader), ("Kernel", static entry => entry.Kernel ?? string.Empty), ("Parameters", static entry => Shorten(entry.Parameters ?? string.Empty))),
        [typeof(IommuGroup)] = TableView.Of<IommuGroup>(
            ("Group", static group => group.Number.ToString(CultureInfo.InvariantCulture)), ("Type", static group => group.Type ?? string.Empty), ("Devices", static group => string.Join('\n', group.ToLines()))),
        [typeof(HostVm)] = TableView.Of<HostVm>(
            ("Name", static vm => vm.Name), ("State", static vm => vm.State.ToString()), ("Memory", static vm => vm.Memory is { } memory ? Show(memory) : string.Empty),
            ("Processors", static vm => vm.Processors?.ToString(CultureInfo.InvariantCulture) ?? string.Empty), ("Autostart", static vm => vm.IsAutostart ? "yes" : "no"),
            ("Declared", static vm => vm.Declaration switch { VmDeclaration.Declared => "yes", VmDeclaration.NotDeclared => vm.IsOurs ? "no more" : "no", _ => vm.IsOurs ? "was" : string.Empty }),
            ("Waits for a start", static vm => string.Join("; ", vm.RestartReasons)), ("Guest", static vm => vm.Guest is { } guest ? HostVmOutput.Harmless(string.Join(' ', guest.Addresses.Prepend(guest.System))) : string.Empty)),
        [typeof(HostVmReached)] = TableView.Of<HostVmReached>(
            ("Name", static vm => vm.Name), ("Reached", static vm => vm.Reached.ToString()), ("State", static vm => vm.State.ToString()),
            ("After", static vm => vm.After.ToString()), ("Addresses", static vm => string.Join(' ', vm.Addresses))),
        [typeof(HostVmDifference)] = TableView.Of<HostVmDifference>(
            ("Name", static difference => difference.Name), ("Path", static difference => difference.Path), ("Declared", static difference => difference.Declared ?? string.Empty),
            ("Defined", static difference => difference.Defined ?? string.Empty), ("Running", static difference => difference.Running ?? string.Empty),
            ("Needs", static difference => string.Join(", ", new[] { difference.NeedsApply ? "apply" : null, difference.NeedsRestart ? "restart" : null }.OfType<string>()))),
        [typeof(HostRequirement)] = TableView.Of<HostRequirement>(
            ("Name", static need => need.Name), ("Status", static need => need.Status.ToString()), ("Found", static need => need.Found),
            ("What for", static need => need.Wanted), ("Remedy", static need => need.Remedy)),
        [typeof(AdoptedItem)] = TableView.Of<AdoptedItem>(
            ("Kind", static item => item.Kind), ("Name", static item => item.Name),
            ("Outcome", static item => item.Outcome == AdoptionOutcome.Adopted ? "adopted" : "left out"), ("Detail", static item => item.Detail)),
        [typeof(FileOrigin)] = TableView.Of<FileOrigin>(
            ("Option", static file => file.Option), ("Place", static file => file.Origin.ToString()),
            ("Read by", static file => file.ReadBy ?? string.Empty), ("Value", static file => file.Value)),
        [typeof(ErrorHelp)] = TableView.Of<ErrorHelp>(
            ("Id", static help => help.Id), ("Area", static help => help.Area), ("Meaning", static help => help.Meaning)),
        [typeof(OptionInfo)] = TableView.Of<OptionInfo>(
            ("Name", static option => option.Name), ("Type", static option => option.Type),
            ("Value", static option => option.IsDefined ? Shorten(ConfigText.Inline(option.Value)) : "(none)")),
        [typeof(ModuleInfo)] = TableView.Of<ModuleInfo>(
            ("Name", static module => module.Name), ("Class", static module => module.Class), ("Source", static module => module.Source),
            ("Description", static module => module.Description)),
        [typeof(AiModel)] = TableView.Of<AiModel>(
            ("Name", static model => model.Name), ("Version", static model => model.Version[..Math.Min(12, model.Version.Length)]), ("Size", static model => Show(model.Size)),
            ("Declared by", static model => model.DeclaredBy), ("Source", static model => model.Source)),
        [typeof(AiModelUpdate)] = TableView.Of<AiModelUpdate>(
            ("Name", static model => model.Name), ("Moved", static model => model.HasMoved ? "yes" : "no"),
            ("Old version", static model => model.OldVersion ?? "(none)"), ("New version", static model => model.NewVersion)),
        [typeof(AiModelRepair)] = TableView.Of<AiModelRepair>(("Name", static repair => repair.Name), ("Done", static repair => repair.Kind.ToString()), ("Path", static repair => repair.Path)),
        [typeof(AiModelFinding)] = TableView.Of<AiModelFinding>(
            ("Model", static finding => finding.Model), ("Severity", static finding => finding.Severity.ToString()), ("Place", static finding => finding.Place),
            ("Rule", static finding => finding.Rule), ("Message", static finding => finding.Message)),
        [typeof(AiModelOffer)] = TableView.Of<AiModelOffer>(
            ("Id", static offer => offer.Id), ("Task", static offer => offer.Task ?? string.Empty), ("Downloads", static offer => offer.Downloads.ToString(CultureInfo.InvariantCulture)),
            ("Likes", static offer => offer.Likes.ToString(CultureInfo.InvariantCulture)), ("Updated", static offer => offer.UpdatedAt?.UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) ?? string.Empty),
            ("Gated", static offer => offer.IsGated ? "yes" : "no")),
        [typeof(AiModelNetwork)] = TableView.Of<AiModelNetwork>(("Store", static network => network.Store), ("Offline", static network => network.IsOffline ? "yes" : "no")),
        [typeof(AiModelBundle)] = TableView.Of<AiModelBundle>(
            ("Models", static bundle => string.Join(", ", bundle.Models)), ("Size", static bundle => Show(bundle.Size)), ("Path", static bundle => bundle.Path)),
        [typeof(AiModelPin)] = TableView.Of<AiModelPin>(
            ("Pinned", static pin => pin.Pinned ? "yes" : "no"), ("Version", static pin => pin.Version[..Math.Min(12, pin.Version.Length)]), ("Size", static pin => Show(pin.Size)), ("Source", static pin => pin.Source)),
        [typeof(QuarantinedAiFile)] = TableView.Of<QuarantinedAiFile>(
            ("Since", static file => file.Since.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss'Z'", CultureInfo.InvariantCulture)), ("Size", static file => Show(file.Size)), ("File", static file => file.File),
            ("Source", static file => file.Source), ("Reason", static file => file.Reason)),
        [typeof(AiModelHash)] = TableView.Of<AiModelHash>(("Hash", static hash => hash.Hash), ("Path", static hash => hash.Path)),
        [typeof(Drift)] = TableView.Of<Drift>(
            ("Path", static drift => drift.Path), ("Kind", static drift => drift.Kind),
            ("Difference", static drift => drift.Difference.ToString()), ("Detail", static drift => drift.Detail),
            ("Changed", static drift => drift.ChangedAt is { } at ? at.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss'Z'", CultureInfo.InvariantCulture) : string.Empty),
            ("Owner", static drift => drift.Owner ?? string.Empty)),
        [typeof(Generation)] = TableView.Of<Generation>(
            ("", static generation => generation.IsCurrent ? "*" : " "),
            ("Number", static generation => generation.Number.ToString(CultureInfo.InvariantCulture)),
            ("Created", static generation => generation.CreatedAt.ToString("yyyy-MM-dd HH:mm:ss'Z'", CultureInfo.InvariantCulture)),
            ("Host", static generation => generation.HostName), ("Variant", static generation => generation.Variant ?? string.Empty),
            ("Resources", static generation => generation.ResourceCount.ToString(CultureInfo.InvariantCulture)),
            ("Source", static generation => Source(generation)), ("User", static generation => generation.User)),
        [typeof(StateRemoval)] = TableView.Of<StateRemoval>(
            ("Target", static removal => removal.Target), ("User", static removal => removal.User ?? string.Empty),
            ("Changes", static removal => removal.Changes.Count.ToString(CultureInfo.InvariantCulture)),
            ("Generations", static removal => removal.Generations.ToString(CultureInfo.InvariantCulture)),
            ("Left", static removal => string.Join(", ", removal.Left))),
        [typeof(SchemaFile)] = TableView.Of<SchemaFile>(
            ("Kind", static file => file.Kind.ToString()), ("Written", static file => file.Written ? "yes" : "no"),
            ("Length", static file => file.Length.ToString(CultureInfo.InvariantCulture)), ("Path", static file => file.Path)),
        [typeof(ReferenceFile)] = TableView.Of<ReferenceFile>(
            ("Written", static file => file.Written ? "yes" : "no"),
            ("Length", static file => file.Length.ToString(CultureInfo.InvariantCulture)), ("Path", static file => file.Path)),
    };

    /// <summary>The table of a type; null when it is written as lines.</summary>
    public static TableView? Find(Type type) => s_tables.GetValueOrDefault(type);

    private static string Source(Generation generation) => generation switch
    {
        { ConfirmUntil: { } until } => until.UtcDateTime.ToString("'to be confirmed until 'yyyy-MM-dd HH:mm:ss'Z'", CultureInfo.InvariantCulture),
        { IsTest: true } => "until the next start",
        { RestoredFrom: { } number } => $"restored {number}",
        { GitCommit: { } commit } => commit[..Math.Min(12, commit.Length)] + (generation.GitDirty ? " and changes" : string.Empty),
        _ => string.Empty,
    };

    /// <summary>A list of options is for reading; one option alone, or JSON, has the whole value.</summary>
    private static string Shorten(string text) => text.Length > MaxValue ? string.Concat(text.AsSpan(0, MaxValue), "…") : text;

    private static string Show(object value) => value switch
    {
        ByteSize { Bytes: >= 1 << 20 } size => string.Create(CultureInfo.InvariantCulture, $"{Math.Round(size.Bytes / (decimal)(1 << 20)):#,0} MiB"),
        Enum kind => kind.ToString(),
        _ => value.ToString() ?? string.Empty,
    };
}
