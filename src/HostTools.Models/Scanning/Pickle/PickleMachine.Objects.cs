namespace HostTools.Models.Scanning.Pickle;

/// <summary>Opcodes that import, call, build, or ask the loader for an object.</summary>
internal sealed partial class PickleMachine
{
    private bool Object(int opcode)
    {
        switch (opcode)
        {
            case 'c': _stack.Push(Import(_source.Line(), _source.Line())); break;
            case 0x93: StackGlobal(); break;
            case 'R': Reduce("REDUCE"); break;
            case 'i': Instantiate(Import(_source.Line(), _source.Line())); break;
            case 'o': InstantiateStacked(); break;
            case 0x81: Reduce("NEWOBJ"); break;
            case 0x92: _ = _stack.Pop(); Reduce("NEWOBJ_EX"); break;
            case 'b': Build(); break;
            case 'P': Persistent(new PickleValue(ValueKind.Text, Ref: _source.Line())); break;
            case 'Q': Persistent(_stack.Pop()); break;
            case 0x82: Extension(_bytes.ReadByte()); break;
            case 0x83: Extension(_bytes.ReadUInt16()); break;
            case 0x84: Extension(_bytes.ReadUInt32()); break;
            default: return false;
        }

        return true;
    }

    private PickleValue Import(string module, string name)
    {
        var global = new PickleGlobal(module, name);
        Findings.Import(global, _at);
        return new PickleValue(ValueKind.Global, Ref: global);
    }

    private void StackGlobal()
    {
        PickleValue name = _stack.Pop(), module = _stack.Pop();
        if (name.Kind == ValueKind.Text && module.Kind == ValueKind.Text)
        {
            _stack.Push(Import(_source.TextOf(module)!, _source.TextOf(name)!));
            return;
        }

        // Python refuses what is known to be no text; only a value made by a call may turn out to be one.
        if (!_isLenient && IsNoText(name.Kind) | IsNoText(module.Kind))
            throw new PickleBrokenException("the name of an import is no text");
        if (!_isLenient)
            Findings.AddCall(PickleRules.ComputedGlobal, _at, "The pickle computes the name of what it imports.");
        _stack.Push(PickleValue.Unknown);
    }

    private static bool IsNoText(ValueKind kind) => kind is not (ValueKind.Text or ValueKind.Instance or ValueKind.Unknown or ValueKind.Persistent);

    private void Reduce(string opcode)
    {
        PickleValue arguments = _stack.Pop(), callable = _stack.Pop();
        _stack.Push(Call(opcode, callable, arguments));
    }

    private void Instantiate(PickleValue type) =>
        _stack.Push(Call("INST", type, new PickleValue(ValueKind.Tuple, Ref: _stack.PopToMark(out bool hadMark)), hadMark || !_isLenient));

    /// <summary>OBJ: the class is the first value above the mark.</summary>
    private void InstantiateStacked()
    {
        PickleItems items = _stack.PopToMark(out bool hadMark);
        if (items.Count == 0 && !_isLenient)
            throw new PickleBrokenException("OBJ has no class");
        var arguments = new PickleItems();
        for (int i = 1; i < items.Kepts; i++)
            arguments.Add(items[i]);
        _stack.Push(Call("OBJ", items.Count == 0 ? PickleValue.Unknown : items[0], new PickleValue(ValueKind.Tuple, Ref: arguments), hadMark));
    }

    private PickleValue Call(string opcode, PickleValue callable, PickleValue arguments, bool isSure = true)
    {
        isSure &= arguments.Kind == ValueKind.Tuple || !_isLenient;
        if (callable.Global is { } global)
        {
            if (!PickleAllowList.Allows(global))
                Findings.Call(global, _at, Show(global.FullName, arguments), isSure);
            else if (global.FullName == "torch.storage._load_from_bytes")
                LoadFromBytes(arguments);
        }
        else if (!_isLenient)
        {
            Findings.AddCall(PickleRules.ComputedCall, _at, $"The pickle calls a value that it made itself ({opcode}).", Show("…", arguments));
        }

        return new PickleValue(ValueKind.Instance, Ref: new PickleInstance(callable.Global, arguments));
    }

    private void Extension(uint code)
    {
        Findings.Add(PickleRules.Extension, _at, $"The pickle uses extension {code}.");
        _stack.Push(PickleValue.Unknown);
    }

    /// <summary>Torch writes the storage of a tensor as <c>("storage", type, key, location, size)</c>, and the source of a module as <c>("module", …)</c>.</summary>
    private void Persistent(PickleValue id)
    {
        bool isStorage = id.Kind == ValueKind.Tuple && id.Items is { Kepts: >= 5 and <= 6 } items && _source.TextOf(items[0]) == "storage" && items[1].Kind is ValueKind.Global;
        bool isModule = id.Kind == ValueKind.Tuple && id.Items is { Kepts: 4 } parts && _source.TextOf(parts[0]) == "module" && parts[1].Kind is ValueKind.Global;
        if (!isStorage && !isModule && !(_isLenient && id.Kind == ValueKind.Unknown))
            Findings.Add(PickleRules.PersistentId, _at, "The pickle asks its loader for an object that is no tensor storage.", Show(id));
        _stack.Push(new PickleValue(isModule ? ValueKind.Global : ValueKind.Persistent, Ref: isModule ? id.Items![1].Global : null));
    }

    private void Build()
    {
        PickleValue state = _stack.Pop(), target = _stack.Peek();
        if (target.Global is { } global)
        {
            Note(PickleRules.Build, $"The pickle changes attributes of {Evidence.Quoted(global.FullName)} itself.", global.FullName);
            return;
        }

        if (SpecialKey(state) is { } key)
            Note(PickleRules.Build, $"The pickle sets the special attribute {Evidence.Quoted(key)} of an object.", key);
        if (target.Instance is not { } instance)
            return;
        instance.State = state;
        if (instance.Made is { Module: "joblib.numpy_pickle", Name: "NumpyArrayWrapper" })
            ReadJoblibArray(instance);
    }

    /// <summary>An attack by itself, but not where the beginning is unknown: words can look like it.</summary>
    private void Note(ScanRule rule, string message, string evidence)
    {
        if (_isLenient)
            Findings.Add(rule, _at, message, evidence);
        else
            Findings.AddCall(rule, _at, message, evidence);
    }

    /// <summary>Such as <c>__class__</c> or <c>__setstate__</c>, in the state or in its two halves.</summary>
    private static string? SpecialKey(PickleValue state) => state.Kind switch
    {
        ValueKind.Dict => state.Items?.SpecialKey,
        ValueKind.Tuple when state.Items is { Kepts: 2 } halves => KeyOfHalf(halves[0]) ?? KeyOfHalf(halves[1]),
        _ => null,
    };

    private static string? KeyOfHalf(PickleValue half) => half.Kind == ValueKind.Dict ? half.Items?.SpecialKey : null;
}
