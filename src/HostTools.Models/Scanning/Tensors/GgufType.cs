namespace HostTools.Models.Scanning.Tensors;

/// <summary>How many values a block of a type has, and how many bytes it takes.</summary>
/// <seealso href="https://github.com/ggml-org/ggml/blob/master/src/ggml-common.h"/>
internal readonly record struct GgufType(int Values, int Bytes)
{
    private static readonly GgufType[] s_types =
    [
        new(1, 4), new(1, 2), new(32, 18), new(32, 20), default, default, new(32, 22), new(32, 24), new(32, 34), new(32, 36),
        new(256, 84), new(256, 110), new(256, 144), new(256, 176), new(256, 210), new(256, 292), new(256, 66), new(256, 74), new(256, 98), new(256, 50),
        new(32, 18), new(256, 110), new(256, 82), new(256, 136), new(1, 1), new(1, 2), new(1, 4), new(1, 8), new(1, 8), new(256, 56),
        new(1, 2), default, default, default, new(256, 54), new(256, 66), default, default, default, new(32, 17),
        new(64, 36), new(128, 18), new(64, 18),
    ];

    /// <summary>The type of a number; null for removed and unknown ones.</summary>
    public static GgufType? Of(uint number) => number < s_types.Length && s_types[number].Values > 0 ? s_types[number] : null;
}
