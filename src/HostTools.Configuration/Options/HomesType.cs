using HostTools.Configuration.Evaluation;
using HostTools.Configuration.Expressions;

namespace HostTools.Configuration.Options;

/// <summary>The host's option <c>home</c>: one configuration for each user, made of that user's home modules.</summary>
internal sealed class HomesType : OptionType
{
    public static readonly HomesType Instance = new();

    private static readonly AttrsType s_defined = new(HomeType.Instance);

    public override string Name => s_defined.Name;

    public override string Description => "a map of homes by user";

    public override bool HasKeys => true;

    public override bool SplitsKeys => true;

    public override bool HasEmptyValue => true;

    public override bool Accepts(in MergeContext context, Definition definition) => s_defined.Accepts(context, definition);

    public override object? Merge(in MergeContext context, IReadOnlyList<Definition> definitions)
    {
        OrderedDictionary<string, EntrySlot> defined = ((AttrsValue)s_defined.Merge(context, definitions)!).Slots;
        SortedDictionary<string, Home>.KeyCollection users = context.Instance.Session.Homes.Keys;
        foreach ((string name, EntrySlot slot) in defined)
        {
            if (!users.Contains(name))
                throw new EvaluationFailure(ConfigurationErrors.UnknownHome(slot.Place, name, users));
        }

        var slots = new OrderedDictionary<string, EntrySlot>(users.Count, StringComparer.Ordinal);
        foreach (string user in users)
            slots.Add(user, defined.TryGetValue(user, out EntrySlot? slot) ? slot : new EntrySlot(context, user, HomeType.Instance, []));
        return new AttrsValue(slots);
    }
}

/// <summary>One home; its options are those of its own modules.</summary>
internal sealed class HomeType : OptionType
{
    public static readonly HomeType Instance = new();

    public override string Name => "home";

    public override string Description => "a mapping of options of a home";

    public override bool HasKeys => true;

    public override bool SplitsKeys => true;

    public override bool HasEmptyValue => true;

    public override bool Accepts(in MergeContext context, Definition definition) => definition.Content.IsMapping;

    public override object? Merge(in MergeContext context, IReadOnlyList<Definition> definitions)
    {
        foreach (Definition definition in definitions)
        {
            if (!definition.Content.IsMapping && !definition.Content.IsNull)
                throw Mismatch(context, definition);
        }

        EvaluationSession session = context.Instance.Session;
        Home home = session.Homes[((EntrySlot)context.Owner).Name];
        return home.Open(session, context.Path, definitions).Root.View;
    }
}
