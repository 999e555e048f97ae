using HostTools.Configuration.Expressions.Functions;
using HostTools.Configuration.Expressions.Nodes;
using HostTools.Platform;

namespace HostTools.Configuration.Expressions.Syntax;

/// <summary>Turns what was written into nodes: finds names and functions, expands macros, and reports what does not exist.</summary>
internal sealed class CelBinder(string text, IReadOnlySet<string>? knownRoots, CelProblems problems, bool isChecked)
{
    private readonly CelReferences _references = new();
    private readonly CelChecker? _checker = isChecked ? new CelChecker(text, problems) : null;
    private readonly HashSet<string> _roots = new(StringComparer.Ordinal);
    private Variable? _variables;
    private int _slots;

    public IReadOnlySet<string> Roots => _roots;

    /// <summary>How many values macros need room for at the same time.</summary>
    public int Slots { get; private set; }

    public IReadOnlyList<CelReference> References => _references.InOrder();

    public CelNode Bind(CelSyntax part)
    {
        CelNode node = BindPart(part);
        return _checker?.Check(node) ?? node;
    }

    private CelNode BindPart(CelSyntax part) => part switch
    {
        CelLiteral literal => new ConstantNode(literal.Value, literal.Start, literal.End),
        CelIdentifier or CelSelect or CelIndex => BindPath(part, isPresenceTest: false),
        CelCall call => BindCall(call),
        CelUnary { Operator: CelOperator.Not } unary => new NotNode(Bind(unary.Operand), unary.Start, unary.End),
        CelUnary unary => new NegateNode(Bind(unary.Operand), unary.Start, unary.End),
        CelLogical logical => BindLogical(logical),
        CelBinary binary => BindBinary(binary),
        CelConditional conditional => BindConditional(conditional),
        CelListLiteral list => BindList(list),
        CelMapLiteral map => BindMap(map),
        _ => throw new InvalidOperationException("Unknown part of an expression."),
    };

    /// <summary>Binds parts in which variables of a macro are visible; null stands for parts that are left out.</summary>
    public CelNode?[] BindBodies(IReadOnlyList<CelIdentifier> names, IReadOnlyList<CelSyntax?> bodies, out int firstSlot)
    {
        Variable? outer = _variables;
        firstSlot = _slots;
        foreach (CelIdentifier name in names)
            _variables = new Variable(name.Name, _slots++, _variables);
        Slots = Math.Max(Slots, _slots);
        CelNode?[] bound = new CelNode?[bodies.Count];
        for (int i = 0; i < bound.Length; i++)
            bound[i] = bodies[i] is { } body ? Bind(body) : null;
        _slots = firstSlot;
        _variables = outer;
        return bound;
    }

    public HasNode? BindHas(CelCall call)
    {
        if (call.Arguments is [CelSelect { IsOptional: false } or CelIndex { IsOptional: false }] &&
            BindPath(call.Arguments[0], isPresenceTest: true) is CelSelection selection)
            return new HasNode(selection, call.Start, call.End);
        Report(
            CelErrors.WrongArguments,
            "has() takes one path that ends in a selection: has(a.b), has(a.`b-c`) or has(a[\"b\"]).",
            call);
        return null;
    }

    public void Report(string id, string message, CelSyntax part) => problems.Add(id, message, part.Start, part.End);

    private CelNode BindBinary(CelBinary binary)
    {
        CelNode left = Bind(binary.Left);
        CelNode right = Bind(binary.Right);
        return binary.Operator switch
        {
            CelOperator.Equal => new EqualNode(left, right, negated: false),
            CelOperator.NotEqual => new EqualNode(left, right, negated: true),
            CelOperator.In => new InNode(left, right),
            CelOperator.Less or CelOperator.LessOrEqual or CelOperator.Greater or CelOperator.GreaterOrEqual =>
                new OrderNode(binary.Operator, left, right),
            _ => new ArithmeticNode(binary.Operator, left, right),
        };
    }

    private LogicalNode BindLogical(CelLogical logical)
    {
        int tested = _references.Tested;
        CelNode[] terms = new CelNode[logical.Terms.Count];
        for (int i = 0; i < terms.Length; i++)
        {
            terms[i] = Bind(logical.Terms[i]);
            _references.Assume(TestsOf(logical.Terms[i], when: logical.Operator == CelOperator.And));
        }

        _references.Forget(tested);
        return new LogicalNode(logical.Operator == CelOperator.Or, terms);
    }

    private ConditionalNode BindConditional(CelConditional conditional)
    {
        CelNode condition = Bind(conditional.Condition);
        int tested = _references.Tested;
        _references.Assume(TestsOf(conditional.Condition, when: true));
        CelNode then = Bind(conditional.Then);
        _references.Forget(tested);
        _references.Assume(TestsOf(conditional.Condition, when: false));
        CelNode otherwise = Bind(conditional.Otherwise);
        _references.Forget(tested);
        return new ConditionalNode(condition, then, otherwise);
    }

    // The paths that are there when a condition has the given outcome.
    private List<CelReference> TestsOf(CelSyntax condition, bool when)
    {
        List<CelReference> tests = [];
        Collect(condition, when);
        return tests;

        void Collect(CelSyntax part, bool outcome)
        {
            switch (part)
            {
                case CelUnary { Operator: CelOperator.Not } not:
                    Collect(not.Operand, !outcome);
                    break;
                case CelLogical logical when (logical.Operator == CelOperator.And) == outcome:
                    foreach (CelSyntax term in logical.Terms)
                        Collect(term, outcome);
                    break;
                case CelCall { Target: null, Name: "has", Arguments: [CelSyntax path] } when outcome:
                    if (CelReferences.PathOf(path, out List<string> segments, out _, out CelSyntax last) is { } root && last == path &&
                        Find(root) == null)
                        tests.Add(new CelReference(root.Name, segments, true, path.Start, path.End - path.Start));
                    break;
            }
        }
    }

    private CelNode BindList(CelListLiteral list)
    {
        CelNode[] elements = new CelNode[list.Elements.Count];
        bool isConstant = true;
        bool anyOptional = false;
        for (int i = 0; i < elements.Length; i++)
        {
            elements[i] = Bind(list.Elements[i].Value);
            anyOptional |= list.Elements[i].IsOptional;
            isConstant &= elements[i] is ConstantNode;
        }

        if (isConstant && !anyOptional)
            return new ConstantNode(CelList.From(Array.ConvertAll(elements, static e => ((ConstantNode)e).Value)), list.Start, list.End);
        bool[]? optional = anyOptional ? list.Elements.Select(static e => e.IsOptional).ToArray() : null;
        return new ListNode(elements, optional, list.Start, list.End);
    }

    private MapNode BindMap(CelMapLiteral map)
    {
        CelNode[] keys = new CelNode[map.Entries.Count];
        CelNode[] values = new CelNode[map.Entries.Count];
        bool anyOptional = false;
        for (int i = 0; i < keys.Length; i++)
        {
            keys[i] = Bind(map.Entries[i].Key);
            values[i] = Bind(map.Entries[i].Value);
            anyOptional |= map.Entries[i].IsOptional;
        }

        return new MapNode(keys, values, anyOptional ? map.Entries.Select(static e => e.IsOptional).ToArray() : null, map.Start, map.End);
    }

    private CelNode BindPath(CelSyntax part, bool isPresenceTest)
    {
        CelIdentifier? root = CelReferences.PathOf(part, out List<string> segments, out bool hasOptional, out CelSyntax last);
        if (root != null && segments.Count is 1 or 2 && last == part && Find(root) == null && knownRoots?.Contains(root.Name) != true &&
            CelTypes.Find(CelNames.Path(root.Name, segments)) is { } type)
            return new ConstantNode(type, part.Start, part.End);
        if (root != null && Find(root) == null && IsRoot(root))
        {
            _roots.Add(root.Name);
            _references.Add(root.Name, segments, hasOptional || isPresenceTest, root.Start, last.End);
        }

        return BindStep(part);
    }

    private CelNode BindStep(CelSyntax part)
    {
        switch (part)
        {
            case CelIdentifier name:
                return BindName(name);
            case CelSelect select:
                var selection = new SelectNode(BindStep(select.Target), select.Name, select.NameStart, select.End, select.Start, select.End);
                return select.IsOptional ? new OptionalSelectNode(selection) : selection;
            case CelIndex index:
                CelNode target = BindStep(index.Target);
                CelSelection element = index.Index is CelLiteral { Value: string key }
                    ? new SelectNode(target, key, index.Index.Start, index.Index.End, index.Start, index.End)
                    : new IndexNode(target, Bind(index.Index), index.Start, index.End);
                return index.IsOptional ? new OptionalSelectNode(element) : element;
            default:
                return Bind(part);
        }
    }

    private CelNode BindName(CelIdentifier name)
    {
        if (Find(name) is { } variable)
            return new SlotNode(variable.Slot, name.Start, name.End);
        if (knownRoots != null && !knownRoots.Contains(name.Name))
        {
            if (CelTypes.Find(name.Name) is { } type)
                return new ConstantNode(type, name.Start, name.End);
            problems.Add(CelErrors.UnknownName, UnknownName(name), name.Start, name.End);
        }

        return new RootNode(name.Name, name.Start, name.End);
    }

    private bool IsRoot(CelIdentifier name) => knownRoots?.Contains(name.Name) ?? CelTypes.Find(name.Name) == null;

    private string UnknownName(CelIdentifier name)
    {
        string hint = CelHints.Subtraction(text, name.Start, name.End);
        if (hint.Length == 0)
            hint = Suggestions.DidYouMean(name.Name, knownRoots!.Concat(Variable.Names(_variables)));
        if (hint.Length == 0 && CelFunctions.IsKnown(name.Name))
            hint = $" '{name.Name}' is a function; call it: {name.Name}(…).";
        if (hint.Length == 0 && name.Name is "config" or "self")
            hint = $" The configuration does not exist yet where this is asked; {Listed(knownRoots!)} can be used.";
        if (hint.Length == 0 && name.Name is "options")
            hint = " Ask has(config.a.b) whether an option has a value.";
        if (hint.Length == 0)
            hint = $" Names here are {Listed(knownRoots!)}; text stands in quotes: \"{name.Name}\".";
        return $"There is no '{name.Name}' here.{hint}";
    }

    private static string Listed(IReadOnlySet<string> names)
    {
        const int shown = 12;
        string list = string.Join(", ", names.Order(StringComparer.Ordinal).Take(shown));
        return names.Count > shown ? list + ", …" : list;
    }

    private CelNode BindCall(CelCall call)
    {
        if (CelMacros.TryExpand(call, this, out CelNode? expanded))
            return expanded ?? new UnknownFunctionNode("The macro has mistakes.", call.Start, call.End);
        string? space = call.Target is CelIdentifier id && Find(id) == null ? id.Name : null;
        CelFunction? qualified = space == null ? null : CelFunctions.Qualified(space, call.Name, call.Arguments.Count);
        bool isMethod = call.Target != null && qualified == null;
        CelFunction? function = qualified ?? CelFunctions.Find(call.Name, isMethod, call.Arguments.Count + (isMethod ? 1 : 0));
        if (function == null)
            return UnknownFunction(call, space);
        CelNode[] arguments = new CelNode[call.Arguments.Count + (isMethod ? 1 : 0)];
        int at = 0;
        if (isMethod)
            arguments[at++] = Bind(call.Target!);
        foreach (CelSyntax argument in call.Arguments)
            arguments[at++] = Bind(argument);
        var node = new CelCallNode(qualified != null ? $"{space}.{call.Name}" : call.Name, isMethod, function, arguments, call.Start, call.End);
        CelPatterns.Check(node, arguments, problems);
        return _checker?.Fold(node) ?? node;
    }

    private UnknownFunctionNode UnknownFunction(CelCall call, string? space)
    {
        bool isSpace = space != null && CelFunctions.IsSpace(space) && knownRoots?.Contains(space) != true;
        string message = CelFunctions.WhyUnknown(call.Name, isSpace ? space : null, call.Target != null && !isSpace, call.Arguments.Count);
        if (isChecked)
        {
            bool wrongCount = message.Contains("argument", StringComparison.Ordinal);
            problems.Add(wrongCount ? CelErrors.WrongArguments : CelErrors.UnknownFunction, message, call.NameStart, call.NameStart + call.Name.Length);
            if (call.Target != null && !isSpace)
                Bind(call.Target);
            // The names that a macro would bind are not known when it is called as a function.
            if (!CelMacros.IsMacro(call.Name))
            {
                foreach (CelSyntax argument in call.Arguments)
                    Bind(argument);
            }
        }

        return new UnknownFunctionNode(message, call.Start, call.End);
    }

    private Variable? Find(CelIdentifier name)
    {
        if (name.IsAbsolute)
            return null;
        for (Variable? at = _variables; at != null; at = at.Outer)
        {
            if (at.Name == name.Name)
                return at;
        }

        return null;
    }

    private sealed class Variable(string name, int slot, Variable? outer)
    {
        public string Name { get; } = name;

        public int Slot { get; } = slot;

        public Variable? Outer { get; } = outer;

        public static IEnumerable<string> Names(Variable? innermost)
        {
            for (Variable? at = innermost; at != null; at = at.Outer)
                yield return at.Name;
        }
    }
}
