using HostTools.Configuration.Evaluation;
using HostTools.Configuration.Yaml;
using HostTools.Platform;

namespace HostTools.Configuration.Options;

/// <summary>Exactly one of several named options: <c>source: { url: … }</c> or <c>source: { path: … }</c>.</summary>
internal sealed class TaggedType(IReadOnlyList<OptionDeclaration> choices) : OptionType
{
    public IReadOnlyList<OptionDeclaration> Choices { get; } = choices;

    public override string Name => "tagged";

    public override string Description => $"a mapping with exactly one of {string.Join(", ", Choices.Select(static c => c.Path[0]))}";

    public override bool HasKeys => true;

    public override bool SplitsKeys => true;

    public override bool Accepts(in MergeContext context, Definition definition) => definition.Content.IsMapping;

    /// <summary>The choices of both; one that both have must be of types that join.</summary>
    public override OptionType? Join(OptionType other)
    {
        if (other is not TaggedType more)
            return null;
        var choices = new OrderedDictionary<string, OptionDeclaration>(StringComparer.Ordinal);
        foreach (OptionDeclaration choice in Choices.Concat(more.Choices))
        {
            OptionType? type = choices.TryGetValue(choice.Path[0], out OptionDeclaration? known) ? known.Type.Join(choice.Type) : choice.Type;
            if (type is null)
                return null;
            choices[choice.Path[0]] = (known ?? choice) with { Type = type };
        }

        return new TaggedType([.. choices.Values]);
    }

    public override object? Merge(in MergeContext context, IReadOnlyList<Definition> definitions)
    {
        OptionDeclaration? chosen = null;
        var inner = new List<Definition>(definitions.Count);
        foreach (Definition definition in definitions)
        {
            if (!definition.Content.IsMapping)
                throw Mismatch(context, definition);
            ContentEntry[] entries = [.. definition.Content.Entries(split: true)];
            if (entries.Length != 1)
                throw Mismatch(context, definition, $"It has {entries.Length} keys.");
            OptionDeclaration choice = Choice(context, definition, entries[0]);
            if (chosen is not null && !ReferenceEquals(chosen, choice))
                throw new EvaluationFailure(ConfigurationErrors.TwoTags(entries[0].Place, context.Path, chosen.Path[0], choice.Path[0], definitions[0].Place));
            chosen = choice;
            if (Definition.Discharge(entries[0].Content, default) is { } found)
                inner.Add(found);
        }

        var slots = new OrderedDictionary<string, EntrySlot>(1, StringComparer.Ordinal)
        {
            [chosen!.Path[0]] = new EntrySlot(context, chosen.Path[0], chosen.Type, inner),
        };
        return new AttrsValue(slots);
    }

    private OptionDeclaration Choice(in MergeContext context, Definition definition, ContentEntry entry) =>
        Choices.FirstOrDefault(c => c.Path[0] == entry.Name)
        ?? throw Mismatch(context, definition, $"'{entry.Name}' is none of them.{Suggestions.DidYouMean(entry.Name, Choices.Select(static c => c.Path[0]))}");
}
