using HostTools.Configuration.Evaluation;
using HostTools.Configuration.Expressions;
using HostTools.Configuration.Modules;
using HostTools.Configuration.Yaml;

namespace HostTools.Configuration.Options;

/// <summary>
/// Named steps with what comes before and after each: <c>dag&lt;T&gt;</c>. Merged like a map of submodules with <c>after</c>, <c>before</c> and
/// <c>value</c>; the value is the list of steps in their order, equals by name.
/// </summary>
internal sealed class DagType : OptionType
{
    private const string Step = """
        options:
          name: { type: str, readOnly: true, default: "${{ name }}", description: The step's name. }
          after: { type: list<str>, description: Steps that come before it. }
          before: { type: list<str>, description: Steps that come after it. }
        """;

    private readonly OptionType _value;

    private readonly YamlNode _node;

    /// <param name="value">The type of a step's value.</param>
    /// <param name="node">Where the type is written.</param>
    public DagType(OptionType value, YamlNode node)
    {
        (_value, _node) = (value, node);
        Steps = new AttrsType(new SubmoduleType([new SubmodulePart(Declare(), null)]));
    }

    /// <summary>The steps as a map, as they are defined.</summary>
    public AttrsType Steps { get; }

    public override string Name => $"dag<{_value.Name}>";

    public override string Description => "a map of steps with after, before and value";

    public override bool HasKeys => true;

    public override bool SplitsKeys => true;

    public override bool HasEmptyValue => true;

    public override bool Accepts(in MergeContext context, Definition definition) => definition.Content.IsMapping;

    public override OptionType? Join(OptionType other) => other is DagType dag && _value.Join(dag._value) is { } value ? new DagType(value, _node) : null;

    public override object? Merge(in MergeContext context, IReadOnlyList<Definition> definitions) =>
        DagSorting.Sort(context, (AttrsValue)Steps.Merge(context, definitions)!);

    private ModuleDocument Declare()
    {
        var errors = new ErrorList();
        var root = (YamlMapping)YamlReader.Read(new SourceFile("<step>", "<step>", Step), errors)!;
        ModuleDocument document = ModuleParser.Parse(root, root.File, null, ModuleKind.Submodule, errors);
        document.Options.Add(new OptionDeclaration(document, ["value"], _value, _node.Place) { Description = "What the step does." });
        return document;
    }
}

/// <summary>The steps of a <c>dag</c> in their order.</summary>
internal sealed class DagValue(IReadOnlyList<EntrySlot> steps) : ICelList
{
    public IReadOnlyList<EntrySlot> Steps { get; } = steps;

    public int Count => Steps.Count;

    public object? this[int index] => Steps[index].Force();
}
