namespace HostTools.Models.Scanning.Pickle;

/// <summary>Scans a file, or a part of one, for pickles: the one at its start, those behind it, and those behind other data.</summary>
internal static class PickleScanner
{
    /// <summary>What stood at the start.</summary>
    /// <param name="IsPickle">It was a pickle, whole or broken.</param>
    /// <param name="End">Behind the last pickle that follows on the first without a gap.</param>
    public readonly record struct Head(bool IsPickle, long End)
    {
        /// <summary>The pickle ended in the middle.</summary>
        public string? BrokenWhy { get; init; }

        /// <summary>The pickles are those of torch's first format: numbers of tensors follow.</summary>
        public bool IsLegacyTorch { get; init; }
    }

    /// <summary>Runs what stands at the start, and all that follows on it; every file goes through this, whatever it seems to be.</summary>
    /// <param name="scan">Where findings go.</param>
    /// <param name="bytes">The file.</param>
    /// <param name="start">Where it starts.</param>
    /// <param name="isOther">It is a file of another format, which counts as a pickle only when that would do harm.</param>
    public static Head ScanStart(FileScan scan, ByteReader bytes, long start = 0, bool isOther = false)
    {
        bool isTorch = false;
        long position = start;
        for (int number = 0; position < bytes.Length; number++)
        {
            bytes.Position = position;
            bool hasProtocol = bytes.Peek(2) is [0x80, <= 5];
            var machine = new PickleMachine(scan, bytes);
            PickleEnd end = machine.Run(position);
            bool isHarm = end.HasForbiddenCalls || machine.Findings.HasDangerousImports;
            bool isPickle = isHarm || (!isOther && (end.Outcome == PickleOutcome.Stopped
                ? number > 0 || hasProtocol || end.Position == bytes.Length || end.HasImports
                : hasProtocol && end.Opcodes > 2));
            if (!isPickle)
                return new Head(number > 0, position) { IsLegacyTorch = isTorch && number == 5 };
            machine.Findings.ReportTo(scan);
            isTorch |= number == 0 && IsTorchMagic(end.Result);
            if (end.Outcome == PickleOutcome.Limit)
                scan.NotScanned($"the pickle at {position} was not read to its end: {end.Why}");
            if (end.Outcome != PickleOutcome.Stopped)
                return new Head(true, Math.Max(end.Position, position + 1)) { BrokenWhy = end.Why };
            position = end.Position;
            if (isTorch && number == 4)
                return new Head(true, position) { IsLegacyTorch = true };
        }

        return new Head(position > start, position);
    }

    /// <summary>Torch begins its first format with the number 0x1950a86a20f9469cfc6c, in ten bytes.</summary>
    private static bool IsTorchMagic(PickleValue value) => value is { Kind: ValueKind.Unknown, Length: 10, Offset: > 0 };
}
