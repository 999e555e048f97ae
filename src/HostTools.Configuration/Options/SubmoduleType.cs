using HostTools.Configuration.Evaluation;
using HostTools.Configuration.Modules;
using HostTools.Configuration.Yaml;
using HostTools.Platform;

namespace HostTools.Configuration.Options;

/// <summary>Options of its own below the option; each value is an instance of a whole module.</summary>
internal sealed class SubmoduleType(IReadOnlyList<SubmodulePart> parts) : OptionType
{
    public IReadOnlyList<SubmodulePart> Parts { get; } = parts;

    /// <summary>Its options as last compiled; good as long as its modules are the same, which those written in place always are.</summary>
    public OptionSet? Compiled { get; set; }

    public override string Name => "submodule";

    public override string Description =>
        Parts.Select(static part => part.Inline?.Freeform?.Type).FirstOrDefault(static type => type is not null) switch
        {
            AttrsType free => $"a mapping of options, whose other names hold {free.Element.Description}",
            { } free => $"a mapping of options, whose other names hold {free.Description}",
            null => "a mapping of options",
        };

    public override bool HasKeys => true;

    public override bool SplitsKeys => true;

    public override bool HasEmptyValue => true;

    public override bool Accepts(in MergeContext context, Definition definition) => definition.Content.IsMapping;

    public override OptionType? Join(OptionType other) => other is SubmoduleType more ? new SubmoduleType([.. Parts, .. more.Parts]) : null;

    public override object? Merge(in MergeContext context, IReadOnlyList<Definition> definitions)
    {
        foreach (Definition definition in definitions)
        {
            if (!definition.Content.IsMapping && !definition.Content.IsNull)
                throw Mismatch(context, definition);
        }

        OptionSet set = context.Instance.Session.OptionsOf(this);
        if (definitions.Count == 0 && IsInsideItself(context.Instance, set))
            throw new EvaluationFailure(ConfigurationErrors.SubmoduleWithoutEnd(context.Owner.Place, context.Path));
        string name = context.Owner is EntrySlot entry && context.Suffix is null ? entry.Name : string.Empty;
        return new ModuleInstance(context.Instance.Session, set, context.Instance.Realm, context.Instance, context.Path, name, definitions).View;
    }

    /// <summary>An instance that nobody defined, in another of the same module that nobody defined: there would be one more in it, and so on.</summary>
    private static bool IsInsideItself(ModuleInstance? instance, OptionSet set)
    {
        for (; instance is not null; instance = instance.Parent)
        {
            if (ReferenceEquals(instance.Set, set) && !instance.HasOwnDefinitions)
                return true;
        }

        return false;
    }
}

/// <summary>One module of a submodule: written in place, or imported by name.</summary>
internal sealed record SubmodulePart(ModuleDocument? Inline, YamlScalar? Name);
