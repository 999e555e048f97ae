using System.Collections.Concurrent;
using System.Globalization;
using HostTools.Configuration.Modules;
using HostTools.Configuration.Yaml;
using HostTools.Platform;

namespace HostTools.Configuration.Options;

/// <summary>Reads types as modules write them: <c>list&lt;int(0..9)&gt;?</c>, <c>bool | str(/a|b/)</c>, or a name of the file's <c>types:</c>.</summary>
internal sealed class TypeParser
{
    private const int MaxDepth = 32;
    private const int MaxClosed = 2000;

    /// <summary>Types whose text says everything: the same wherever it is written.</summary>
    private static readonly ConcurrentDictionary<string, OptionType> s_closed = new(StringComparer.Ordinal);

    private readonly string _text;
    private readonly YamlScalar _node;
    private readonly YamlMapping? _declaration;
    private readonly ModuleDocument _module;
    private readonly int _depth;
    private int _at;

    /// <summary>What stands around the text was asked.</summary>
    private bool _isOpen;

    private TypeParser(YamlScalar node, YamlMapping? declaration, ModuleDocument module, int depth) =>
        (_text, _node, _declaration, _module, _depth) = (node.Value, node, declaration, module, depth);

    /// <param name="node">The type's text.</param>
    /// <param name="declaration">The declaration it stands in, for <c>module:</c> and <c>values:</c>.</param>
    /// <param name="module">Finds named types, and owns the submodules.</param>
    /// <param name="depth">How many named types led here.</param>
    /// <exception cref="EvaluationFailure">The text is no type.</exception>
    public static OptionType Parse(YamlScalar node, YamlMapping? declaration, ModuleDocument module, int depth = 0)
    {
        if (depth > MaxDepth)
            throw new EvaluationFailure(ConfigurationErrors.TypeTooDeep(node.Place, node.Value));
        if (s_closed.TryGetValue(node.Value, out OptionType? known))
            return known;
        var parser = new TypeParser(node, declaration, module, depth);
        OptionType type = parser.Union(0);
        parser.SkipBlanks();
        if (parser._at < parser._text.Length)
            throw parser.Bad($"'{parser._text[parser._at..]}' is left over");
        if (!parser._isOpen && s_closed.Count < MaxClosed)
            s_closed[node.Value] = type;
        return type;
    }

    private OptionType Union(int depth)
    {
        if (depth > MaxDepth)
            throw Bad("it is nested too deep");
        var branches = new List<OptionType> { Postfix(depth) };
        while (TryTake('|'))
            branches.Add(Postfix(depth));
        return branches.Count == 1 ? branches[0] : new UnionType(branches);
    }

    private OptionType Postfix(int depth)
    {
        OptionType type = Primary(depth);
        while (TryTake('?'))
            type = type is NullableType ? type : new NullableType(type);
        return type;
    }

    private OptionType Primary(int depth)
    {
        if (TryTake('('))
        {
            OptionType inner = Union(depth + 1);
            return TryTake(')') ? inner : throw Bad("a ')' is missing");
        }

        int start = SkipBlanks();
        while (_at < _text.Length && (char.IsAsciiLetterOrDigit(_text[_at]) || _text[_at] is '_' or '-'))
            _at++;
        string name = _text[start.._at];
        if (name.Length == 0)
            throw Bad(_at < _text.Length ? $"a type's name is missing before '{_text[_at..]}'" : "a type's name is missing");
        string? arguments = _at < _text.Length && _text[_at] == '(' ? Arguments() : null;
        _isOpen |= name is "unique" or "dag" or "tagged" or "submodule";
        return name switch
        {
            "list" => new ListType(Of(name, depth)),
            "nonEmptyList" => new NonEmptyListType(Of(name, depth)),
            "unique" => new UniqueType(Of(name, depth), ModuleParser.Text(_declaration?["message"])),
            "dag" => new DagType(Of(name, depth), _node),
            "attrList" => new AttrListType(Of(name, depth)),
            "tagged" when arguments is null => new TaggedType(Choices()),
            "attrs" => new AttrsType(Of(name, depth)),
            "submodule" when arguments is null => new SubmoduleType(Parts()),
            _ => Simple(name, arguments),
        };
    }

    private OptionType Of(string name, int depth)
    {
        if (!TryTake('<'))
            throw Bad($"'{name}' needs the type of its elements, such as {name}<str>");
        OptionType element = Union(depth + 1);
        return TryTake('>') ? element : throw Bad("a '>' is missing");
    }

    /// <summary>The text between parentheses; a pattern between slashes may hold any of them, and slashes in brackets.</summary>
    private string Arguments()
    {
        int start = ++_at;
        if (_at < _text.Length && _text[_at] == '/')
            SkipPattern();
        for (int open = 1; _at < _text.Length; _at++)
        {
            if (_text[_at] == '(')
                open++;
            else if (_text[_at] == ')' && --open == 0)
                return _text[start.._at++];
        }

        throw Bad("a ')' is missing; in braces a comma ends the type, so quote it");
    }

    private void SkipPattern()
    {
        bool inClass = false;
        while (++_at < _text.Length && (inClass || _text[_at] != '/'))
        {
            if (_text[_at] == '\\')
                _at++;
            else if (_text[_at] is '[' or ']')
                inClass = _text[_at] == '[';
        }
    }

    private OptionType Simple(string name, string? arguments)
    {
        switch (name)
        {
            case "enum":
                _isOpen |= arguments is null;
                return arguments is null ? new EnumType(Values()) { Meanings = Meanings() } : new EnumType(SplitNames(arguments));
            case "int" when arguments is not null:
                return Range(arguments);
            case "float" or "number" when arguments is not null:
                return FloatRange(name, arguments);
            case "str" when arguments is ['/', .., '/'] and { Length: > 2 }:
                return Pattern(arguments[1..^1]);
            case "str" when arguments?.Contains("..", StringComparison.Ordinal) == true:
                return Lengths(arguments);
            case "size" when arguments is not null:
                return ByteSize.TryParse("1" + arguments, 1, out ByteSize unit)
                    ? new SizeType($"size({arguments})", unit.Bytes)
                    : throw Bad($"'{arguments}' is no unit such as MiB");
            case "key" when arguments is not null:
                return new KeyType(arguments.Trim());
            case "separated" when arguments is not null:
                return new JoinedTextType($"separated({arguments})", "text", arguments.Trim().Trim('"'));
            default:
                return arguments is null && BuiltInTypes.Find(name) is { } builtIn ? builtIn : Named(name, arguments);
        }
    }

    private OptionType Named(string name, string? arguments)
    {
        _isOpen = true;
        if (arguments is null && _module.TryFindType(name, out YamlNode? node))
        {
            OptionType type = node switch
            {
                YamlScalar scalar => Parse(scalar, null, _module, _depth + 1),
                YamlMapping mapping when mapping["type"] is YamlScalar scalar => Parse(scalar, mapping, _module, _depth + 1),
                _ => throw new EvaluationFailure(ConfigurationErrors.BadNamedType(node!.Place, name)),
            };
            return type is TextType text && text.Name.StartsWith("str(", StringComparison.Ordinal) ? text.Called(name) : type;
        }

        string hint = Suggestions.DidYouMean(name, BuiltInTypes.Names.Concat(_module.Types.Keys));
        throw arguments is null
            ? new EvaluationFailure(ConfigurationErrors.UnknownType(_node.Place, name, hint))
            : Bad($"'{name}' does not take '({arguments})'");
    }

    private TextType Pattern(string pattern)
    {
        try
        {
            _ = new System.Text.RegularExpressions.Regex(pattern);
            return TextType.Pattern($"str(/{pattern}/)", pattern);
        }
        catch (Exception cause) when (cause is ArgumentException or NotSupportedException)
        {
            throw Bad($"the pattern cannot be used: {cause.Message.TrimEnd('.')}");
        }
    }

    private IntType Range(string arguments)
    {
        string[] ends = arguments.Split("..", 2);
        if (ends.Length == 2 && Bound(ends[0], long.MinValue) is { } low && Bound(ends[1], long.MaxValue) is { } high && low <= high)
            return new IntType($"int({arguments.Trim()})", low, high);
        throw Bad($"'{arguments}' is no range such as 0..65535, 1.. or ..9");
    }

    private TextType Lengths(string arguments)
    {
        string[] ends = arguments.Split("..", 2);
        if (Bound(ends[0], 0) is >= 0 and { } low && Bound(ends[1], long.MaxValue) is { } high && low <= high)
            return TextType.OfLength($"str({arguments.Trim()})", low, high);
        throw Bad($"'{arguments}' is no range of lengths such as 1..63, 3.. or ..8");
    }

    private FloatType FloatRange(string name, string arguments)
    {
        string[] ends = arguments.Split("..", 2);
        if (ends.Length == 2 && FloatBound(ends[0], double.NegativeInfinity) is { } low && FloatBound(ends[1], double.PositiveInfinity) is { } high && low <= high)
            return new FloatType($"{name}({arguments.Trim()})", keepIntegers: name == "number", low, high);
        throw Bad($"'{arguments}' is no range such as 0..1 or 0.5..");
    }

    private static double? FloatBound(string text, double open) =>
        string.IsNullOrWhiteSpace(text) ? open : double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double bound) ? bound : null;

    private static long? Bound(string text, long open) =>
        string.IsNullOrWhiteSpace(text) ? open
        : long.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowLeadingWhite | NumberStyles.AllowTrailingWhite, CultureInfo.InvariantCulture, out long bound) ? bound
        : null;

    private List<string> SplitNames(string arguments)
    {
        List<string> names = [.. arguments.Split(',').Select(static name => name.Trim().Trim('"', '\''))];
        return names.TrueForAll(static name => name.Length > 0) ? names : throw Bad("a choice of enum is empty");
    }

    private List<string> Values() =>
        _declaration?["values"] switch
        {
            YamlSequence list => [.. list.Items.OfType<YamlScalar>().Select(static item => item.Value)],
            YamlMapping map => [.. map.Entries.Select(static entry => entry.Key.Value)],
            _ => throw Bad("'enum' needs its choices: enum(a, b), or 'values:' beside it"),
        };

    private Dictionary<string, string> Meanings() =>
        _declaration?["values"] is YamlMapping map ? map.Entries.ToDictionary(static entry => entry.Key.Value, static entry => ModuleParser.Text(entry.Value)) : [];

    private List<OptionDeclaration> Choices()
    {
        if (_declaration?["options"] is not YamlMapping { Entries.Length: > 0 } options)
            throw Bad("'tagged' needs its choices in 'options:' beside it");
        var errors = new ErrorList();
        var holder = new ModuleDocument(_node.File, _module);
        OptionParser.Parse(options, holder, errors);
        if (!errors.IsEmpty)
            throw new EvaluationFailure(errors.Sorted());
        return holder.Options.TrueForAll(static o => o.Path.Count == 1) ? holder.Options : throw Bad("the choices of 'tagged' are options, not groups");
    }

    private List<SubmodulePart> Parts()
    {
        switch (_declaration?["module"])
        {
            case YamlMapping mapping:
                return [Inline(mapping)];
            case YamlScalar name:
                return [new SubmodulePart(null, name)];
            case YamlSequence list:
                return [.. list.Items.Select(Part)];
            default:
                throw Bad("'submodule' needs 'module:' beside it");
        }
    }

    private SubmodulePart Part(YamlNode item) =>
        item switch
        {
            YamlMapping mapping => Inline(mapping),
            YamlScalar name => new SubmodulePart(null, name),
            _ => throw new EvaluationFailure(ConfigurationErrors.BadImport(item.Place)),
        };

    private SubmodulePart Inline(YamlMapping mapping)
    {
        var errors = new ErrorList();
        ModuleDocument inline = ModuleParser.Parse(mapping, _node.File, _module, ModuleKind.Submodule, errors);
        return errors.IsEmpty ? new SubmodulePart(inline, null) : throw new EvaluationFailure(errors.Sorted());
    }

    private int SkipBlanks()
    {
        while (_at < _text.Length && _text[_at] == ' ')
            _at++;
        return _at;
    }

    private bool TryTake(char wanted)
    {
        SkipBlanks();
        if (_at >= _text.Length || _text[_at] != wanted)
            return false;
        _at++;
        return true;
    }

    private EvaluationFailure Bad(string reason) => new(ConfigurationErrors.BadType(_node.Place, _text, reason));
}
