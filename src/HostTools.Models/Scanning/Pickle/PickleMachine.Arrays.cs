namespace HostTools.Models.Scanning.Pickle;

/// <summary>Two writers put data behind opcodes: joblib its arrays, torch whole files into bytes.</summary>
internal sealed partial class PickleMachine
{
    private const int MostNested = 16;

    private int _nested;

    /// <summary>Torch loads these bytes as a file of its own, without restrictions.</summary>
    private void LoadFromBytes(PickleValue arguments)
    {
        if (arguments.Items is not { Kepts: 1 } items || items[0].Kind != ValueKind.Bytes)
        {
            Findings.AddCall(PickleRules.ComputedCall, _at, "The pickle makes torch load bytes that it computes.");
            return;
        }

        if (items[0].Ref is string || items[0].Length == int.MaxValue)
        {
            _scan.NotScanned("bytes for torch inside a pickle are too long");
            return;
        }

        long back = _bytes.Position;
        _bytes.Position = items[0].Offset;
        if (items[0].Length > _scan.Limits.Text)
            _scan.NotScanned("bytes for torch inside a pickle are too long");
        else
            ContentScanner.Scan(_scan.Inside($"bytes@{items[0].Offset}"), new MemoryStream(_bytes.ReadBytes(items[0].Length)));
        _bytes.Position = back;
    }

    /// <summary>The numbers of an array follow the opcode directly; an array of objects is a pickle of its own.</summary>
    private void ReadJoblibArray(PickleInstance wrapper)
    {
        PickleItems? state = wrapper.State.Items;
        string? type = TypeOf(Find(state, "dtype"));
        if (state is null || type is null || CountOf(Find(state, "shape")) is not { } count)
            throw new PickleBrokenException("the array that follows cannot be measured");
        if (type.Contains('O', StringComparison.Ordinal))
        {
            ReadNestedPickle();
            return;
        }

        if (Find(state, "numpy_array_alignment_bytes").Kind == ValueKind.Int)
            _bytes.Skip(_bytes.ReadByte());
        if (SizeOf(type) is not { } size || count > long.MaxValue / Math.Max(1, size))
            throw new PickleBrokenException("the array that follows cannot be measured");
        _bytes.Skip((ulong)(count * size));
    }

    private void ReadNestedPickle()
    {
        if (++_nested > MostNested)
            throw new PickleLimitException("pickles inside the pickle go too deep");
        var inner = new PickleMachine(_scan, _bytes) { _nested = _nested };
        PickleEnd end = inner.Run(_bytes.Position);
        inner.Findings.ReportTo(_scan);
        if (end.Outcome == PickleOutcome.Limit)
            throw new PickleLimitException(end.Why);
        if (end.Outcome == PickleOutcome.Broken)
            throw new PickleBrokenException(end.Why);
        _nested--;
        _bytes.Position = end.Position;
    }

    private PickleValue Find(PickleItems? items, string key)
    {
        for (int i = 0; items is not null && i + 1 < items.Kepts; i += 2)
        {
            if (_source.TextOf(items[i]) == key)
                return items[i + 1];
        }

        return PickleValue.Unknown;
    }

    private string? TypeOf(PickleValue type) =>
        type.Instance is { Made.Name: "dtype", Arguments.Items: { Kepts: > 0 } arguments } ? _source.TextOf(arguments[0]) : null;

    private static long? CountOf(PickleValue shape)
    {
        if (shape.Kind != ValueKind.Tuple || shape.Items is not { } items || items.Count > items.Kepts)
            return null;
        long count = 1;
        for (int i = 0; i < items.Kepts; i++)
        {
            if (items[i].Kind != ValueKind.Int || items[i].Offset < 0 || (items[i].Offset > 0 && count > long.MaxValue / items[i].Offset))
                return null;
            count *= items[i].Offset;
        }

        return count;
    }

    /// <summary>Bytes of one number: <c>f8</c> has 8, <c>U10</c> has 40.</summary>
    private static long? SizeOf(string type)
    {
        string plain = type.TrimStart('<', '>', '|', '=');
        return plain.Length >= 2 && long.TryParse(plain.AsSpan(1), System.Globalization.NumberStyles.None, null, out long size) && size < 1 << 30
            ? plain[0] == 'U' ? size * 4 : size
            : null;
    }
}
