using System.Text;

namespace HostTools.Models.Scanning.Pickle;

/// <summary>
/// Executes a pickle with abstract values: every opcode of protocols 0 to 5 does to stack and memo what it does in Python, but nothing is
/// imported or called.
/// </summary>
/// <seealso href="https://github.com/python/cpython/blob/main/Lib/pickletools.py"/>
internal sealed partial class PickleMachine
{
    private readonly FileScan _scan;
    private readonly PickleSource _source;
    private readonly ByteReader _bytes;
    private readonly PickleStack _stack;
    private readonly PickleMemo _memo;
    private readonly bool _isLenient;
    private long _at;

    /// <param name="scan">Limits, and where parts of the pickle that are files themselves are scanned.</param>
    /// <param name="bytes">The file.</param>
    /// <param name="isLenient">The beginning of the pickle is not known: values that are missing are unknown ones.</param>
    public PickleMachine(FileScan scan, ByteReader bytes, bool isLenient = false)
    {
        (_scan, _bytes, _isLenient) = (scan, bytes, isLenient);
        _source = new PickleSource(bytes);
        _stack = new PickleStack(isLenient, scan.Limits.Stack);
        _memo = new PickleMemo(scan.Limits.Memo);
    }

    public PickleFindings Findings { get; } = new();

    /// <summary>Runs from a place to STOP, to what would stop Python, or to a limit.</summary>
    public PickleEnd Run(long start, long most = long.MaxValue)
    {
        long opcodes = 0;
        _bytes.Position = _at = start;
        try
        {
            for (; opcodes < most && _scan.Opcodes > 0; opcodes++, _scan.Opcodes--)
            {
                if ((opcodes & 0xFFFF) == 0)
                    _scan.Token.ThrowIfCancellationRequested();
                _at = _bytes.Position;
                int opcode = _bytes.TryReadByte();
                if (opcode < 0)
                    return End(PickleOutcome.Broken, _at, "it has no end", opcodes);
                if (opcode == '.')
                    return End(PickleOutcome.Stopped, _bytes.Position, string.Empty, opcodes) with { Result = _stack.Pop() };
                if (!Scalar(opcode) && !Container(opcode) && !Object(opcode))
                    return End(PickleOutcome.Broken, _at, $"there is no opcode 0x{opcode:x2}", opcodes);
            }

            return End(PickleOutcome.Limit, _at, "it has too many opcodes", opcodes);
        }
        catch (PickleBrokenException cause)
        {
            return End(PickleOutcome.Broken, _at, cause.Message, opcodes);
        }
        catch (MalformedException cause)
        {
            return End(PickleOutcome.Broken, _at, cause.Message, opcodes);
        }
        catch (PickleLimitException cause)
        {
            return End(PickleOutcome.Limit, _at, cause.Message, opcodes);
        }
    }

    private PickleEnd End(PickleOutcome outcome, long position, string why, long opcodes) => new(outcome, position, why, opcodes)
    {
        HasImports = Findings.HasImports,
        HasForbiddenCalls = Findings.HasForbiddenCalls,
        HasForbiddenImports = Findings.HasForbiddenImports,
    };

    /// <summary>Opcodes that push a plain value, and those without effect.</summary>
    private bool Scalar(int opcode)
    {
        switch (opcode)
        {
            case 0x80 when _bytes.ReadByte() > 5: throw new PickleBrokenException("its protocol is newer than 5");
            case 0x80: break;
            case 0x95: _bytes.Skip(8); break;
            case 'N': _stack.Push(new PickleValue(ValueKind.None)); break;
            case 0x88: _stack.Push(new PickleValue(ValueKind.Bool, 1)); break;
            case 0x89: _stack.Push(new PickleValue(ValueKind.Bool)); break;
            case 'I' or 'L': _stack.Push(_source.Number()); break;
            case 'K': _stack.Push(new PickleValue(ValueKind.Int, _bytes.ReadByte())); break;
            case 'M': _stack.Push(new PickleValue(ValueKind.Int, _bytes.ReadUInt16())); break;
            case 'J': _stack.Push(new PickleValue(ValueKind.Int, _bytes.ReadInt32())); break;
            case 0x8A: _stack.Push(_source.LongBytes(_bytes.ReadByte())); break;
            case 0x8B: _stack.Push(_source.LongBytes(Positive(_bytes.ReadInt32()))); break;
            case 'F': _source.Float(); _stack.Push(new PickleValue(ValueKind.Float)); break;
            case 'G': _bytes.Skip(8); _stack.Push(new PickleValue(ValueKind.Float)); break;
            case 'S': _stack.Push(Literal()); break;
            case 'V': _stack.Push(Raw()); break;
            case 'T': _stack.Push(_source.Counted(ValueKind.Text, Positive(_bytes.ReadInt32()))); break;
            case 'U': _stack.Push(_source.Counted(ValueKind.Text, _bytes.ReadByte())); break;
            case 'X': _stack.Push(_source.Counted(ValueKind.Text, _bytes.ReadUInt32())); break;
            case 0x8C: _stack.Push(_source.Counted(ValueKind.Text, _bytes.ReadByte())); break;
            case 0x8D: _stack.Push(_source.Counted(ValueKind.Text, _bytes.ReadUInt64())); break;
            case 'B': _stack.Push(_source.Counted(ValueKind.Bytes, _bytes.ReadUInt32())); break;
            case 'C': _stack.Push(_source.Counted(ValueKind.Bytes, _bytes.ReadByte())); break;
            case 0x8E: _stack.Push(_source.Counted(ValueKind.Bytes, _bytes.ReadUInt64())); break;
            case 0x96: _stack.Push(_source.Counted(ValueKind.Bytes, _bytes.ReadUInt64())); break;
            case 0x97: _stack.Push(PickleValue.Unknown); break;
            case 0x98: break;
            default: return false;
        }

        return true;
    }

    /// <summary>Opcodes of the stack, the memo, and of tuples, lists, dictionaries and sets.</summary>
    private bool Container(int opcode)
    {
        switch (opcode)
        {
            case '(': _stack.Mark(); break;
            case '0': _stack.Drop(); break;
            case '1': _stack.PopToMark(out _); break;
            case '2': _stack.Push(_stack.Peek()); break;
            case 'p': _memo.Put(_source.MemoIndex(), _stack.Peek()); break;
            case 'q': _memo.Put(_bytes.ReadByte(), _stack.Peek()); break;
            case 'r': _memo.Put(_bytes.ReadUInt32(), _stack.Peek()); break;
            case 0x94: _memo.Put(_memo.Count, _stack.Peek()); break;
            case 'g': Get(_source.MemoIndex()); break;
            case 'h': Get(_bytes.ReadByte()); break;
            case 'j': Get(_bytes.ReadUInt32()); break;
            case ')': _stack.Push(new PickleValue(ValueKind.Tuple, Ref: new PickleItems())); break;
            case 't': _stack.Push(FromMark(ValueKind.Tuple)); break;
            case 0x85: _stack.Push(Tuple(1)); break;
            case 0x86: _stack.Push(Tuple(2)); break;
            case 0x87: _stack.Push(Tuple(3)); break;
            case ']': _stack.Push(new PickleValue(ValueKind.List, Ref: new PickleItems())); break;
            case 'l': _stack.Push(FromMark(ValueKind.List)); break;
            case '}': _stack.Push(new PickleValue(ValueKind.Dict, Ref: new PickleItems())); break;
            case 'd': _stack.Push(FromMark(ValueKind.Dict)); break;
            case 0x8F: _stack.Push(new PickleValue(ValueKind.Set, Ref: new PickleItems())); break;
            case 0x91: _stack.Push(FromMark(ValueKind.Set)); break;
            case 'a': Extend("APPEND", One()); break;
            case 's': Extend("SETITEM", Pair()); break;
            case 'e': Extend("APPENDS", _stack.PopToMark(out _)); break;
            case 'u': Extend("SETITEMS", _stack.PopToMark(out _)); break;
            case 0x90: Extend("ADDITEMS", _stack.PopToMark(out _)); break;
            default: return false;
        }

        return true;
    }

    private static uint Positive(int length) => length >= 0 ? (uint)length : throw new PickleBrokenException("a length is negative");

    private void Get(long index)
    {
        if (_memo.TryGet(index, out PickleValue value))
            _stack.Push(value);
        else if (_isLenient)
            _stack.Push(PickleValue.Unknown);
        else
            throw new PickleBrokenException("it asks the memo for what was not put there");
    }

    private PickleValue Literal()
    {
        string line = _source.Line(out long start, out long length);
        string text = PickleText.OfLiteral(line) ?? (length > line.Length ? line : throw new PickleBrokenException("a text has no quotes"));
        return new PickleValue(ValueKind.Text, start, (int)Math.Min(length, int.MaxValue), text);
    }

    private PickleValue Raw()
    {
        string line = _source.Line(out long start, out long length);
        return new PickleValue(ValueKind.Text, start, (int)Math.Min(length, int.MaxValue), PickleText.OfRaw(line));
    }

    private PickleValue FromMark(ValueKind kind) => new(kind, Ref: _stack.PopToMark(out _));

    private PickleValue Tuple(int count)
    {
        Span<PickleValue> values = [PickleValue.Unknown, PickleValue.Unknown, PickleValue.Unknown];
        for (int i = count - 1; i >= 0; i--)
            values[i] = _stack.Pop();
        var items = new PickleItems();
        foreach (PickleValue value in values[..count])
            items.Add(value);
        return new PickleValue(ValueKind.Tuple, Ref: items);
    }

    private PickleItems One()
    {
        var items = new PickleItems();
        items.Add(_stack.Pop());
        return items;
    }

    private PickleItems Pair()
    {
        PickleValue value = _stack.Pop();
        var items = new PickleItems();
        items.Add(_stack.Pop());
        items.Add(value);
        return items;
    }

    private void Extend(string opcode, PickleItems added)
    {
        PickleValue target = _stack.Peek();
        if (target.Kind is ValueKind.List or ValueKind.Dict or ValueKind.Set && target.Items is { } items)
        {
            items.AddAll(added);
        }
        else if (target.Global is { } global)
        {
            Note(PickleRules.Build, $"The pickle adds items to {Evidence.Quoted(global.FullName)} itself ({opcode}).", global.FullName);
        }
    }

    /// <summary>How a call looks: <c>os.system('ls')</c>.</summary>
    private string Show(string name, PickleValue arguments)
    {
        var text = new StringBuilder(name).Append('(');
        for (int i = 0; arguments.Items is { } items && i < items.Kepts && text.Length < Evidence.MaxLength; i++)
            text.Append(i > 0 ? ", " : string.Empty).Append(Show(items[i]));
        return text.Append(')').ToString();
    }

    private string Show(PickleValue value) => value.Kind switch
    {
        ValueKind.Text or ValueKind.Bytes => $"'{_source.TextOf(value)}'",
        ValueKind.Int => value.Offset.ToString(System.Globalization.CultureInfo.InvariantCulture),
        ValueKind.None => "None",
        ValueKind.Bool => value.Offset == 1 ? "True" : "False",
        ValueKind.Global => value.Global!.FullName,
        _ => "…",
    };
}
