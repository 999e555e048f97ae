using HostTools.Configuration.Expressions;
using HostTools.Configuration.Modules;
using HostTools.Configuration.Options;
using HostTools.Configuration.Yaml;
using HostTools.Platform;

namespace HostTools.Configuration.Evaluation;

/// <summary>Reads parameters: from the command line, else the environment, else the host, else their default.</summary>
internal sealed class Parameters(EvaluationSession session, EvaluationRequest request)
{
    private static readonly string[] s_keys = ["type", "default", "env", "description"];

    /// <summary>What was used, by name, as text for the configuration's hash.</summary>
    public Dictionary<string, string> Used { get; } = new(StringComparer.Ordinal);

    /// <param name="tree">The tree's <c>hosttools.yaml</c>; null when there is none.</param>
    /// <param name="host">The host's file.</param>
    public CelMap Read(ModuleDocument? tree, ModuleDocument? host)
    {
        var values = new CelMap();
        YamlMapping? declared = tree?.Header?["parameters"] as YamlMapping;
        YamlMapping? given = host?.Header?["params"] as YamlMapping;
        foreach (YamlEntry entry in declared?.Entries ?? [])
            session.Try(() => values.Add(entry.Key.Value, Read(entry, tree!, given?[entry.Key.Value])));
        HashSet<string> names = [.. (declared?.Entries ?? []).Select(static e => e.Key.Value)];
        foreach (YamlEntry entry in given?.Entries ?? [])
        {
            if (!names.Contains(entry.Key.Value))
                session.Errors.Add(entry.Key.Place.Locate(ConfigurationErrors.UnknownParameter(entry.Key.Value, names)));
        }

        foreach (string name in request.Parameters.Keys)
        {
            if (!names.Contains(name))
                session.Errors.Add(ConfigurationErrors.UnknownParameter(name, names));
        }

        return values;
    }

    private object? Read(YamlEntry entry, ModuleDocument tree, YamlNode? given)
    {
        string name = entry.Key.Value;
        if (entry.Value is not YamlMapping mapping || mapping["type"] is not YamlScalar typeNode)
            throw new EvaluationFailure(ConfigurationErrors.BadParameter(entry.Key.Place, name, s_keys));
        foreach (YamlEntry key in mapping.Entries)
        {
            if (Array.IndexOf(s_keys, key.Key.Value) < 0)
                throw new EvaluationFailure(ConfigurationErrors.BadParameter(key.Key.Place, name, s_keys));
        }

        OptionType type = TypeParser.Parse(typeNode, mapping, tree);
        YamlNode? otherwise = mapping["default"];
        YamlNode node = FromOutside(name, type, mapping["env"]) ?? given ?? otherwise
            ?? throw new EvaluationFailure(ConfigurationErrors.ParameterMissing(entry.Key.Place, name, type.Description, (mapping["env"] as YamlScalar)?.Value));
        object? value = new ParameterSlot(session, name, type, Content.Of(node, EvalScope.Empty)).Force();
        if (otherwise is not null && !ReferenceEquals(node, otherwise))
            new ParameterSlot(session, name, type, Content.Of(otherwise, EvalScope.Empty)).Force();
        Used[name] = node is YamlScalar scalar ? scalar.Value : node.File.Text[node.Start..node.End];
        return value;
    }

    private YamlNode? FromOutside(string name, OptionType type, YamlNode? env)
    {
        if (request.Parameters.TryGetValue(name, out string? text))
            return FromText($"<parameter {name}>", text, type);
        return env is YamlScalar variable && request.Environment(variable.Value) is { Length: > 0 } value
            ? FromText($"<environment {variable.Value}>", value, type)
            : null;
    }

    /// <summary>From outside a list splits at commas with blanks trimmed.</summary>
    private static YamlNode FromText(string source, string text, OptionType type)
    {
        var file = new SourceFile(source, source, text);
        if ((type as NullableType)?.Inner is ListType || type is ListType)
        {
            string[] parts = text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
            return new YamlSequence(file, 0, text.Length, "!raw", [.. parts.Select(part => Scalar(file, part))]);
        }

        return Scalar(file, text);
    }

    /// <summary>Nothing given from outside is an empty text, not YAML's null.</summary>
    private static YamlScalar Scalar(SourceFile file, string text) =>
        new(file, 0, text.Length, null, text, text.Length == 0 ? ScalarKind.Quoted : ScalarKind.Plain);

    private sealed class ParameterSlot(EvaluationSession session, string name, OptionType type, Content content) : Slot(session)
    {
        public override string Path => $"params.{name}";

        public override Place Place => content.Place;

        protected override object? Evaluate()
        {
            ModuleInstance nobody = new Realm(Session, OptionSet.Compile([], new ErrorList()), string.Empty, [], []).Root;
            return type.Merge(new MergeContext(nobody, this), [new Definition(content.Resolve(), Wrappers.Plain, Wrappers.NormalOrder)]);
        }
    }
}
