using HostTools.Configuration.Evaluation;
using HostTools.Platform;

namespace HostTools.Configuration.Options;

/// <summary>Bytes: <c>8GiB</c>; a bare number counts the type's unit. The value is a whole number of bytes.</summary>
internal sealed class SizeType(string name, long bareUnit) : ScalarType
{
    public override string Name => name;

    public override string Description => "a size such as 8GiB or 512MiB";

    public override bool TryRead(ScalarInput input, out object? value, out string? problem)
    {
        problem = null;
        value = input.Text is { } text ? ByteSize.TryParse(text, bareUnit, out ByteSize size) ? size.Bytes : null
            : input.Value is long bytes and >= 0 ? bytes
            : input.Value is string computed && ByteSize.TryParse(computed, bareUnit, out ByteSize parsed) ? parsed.Bytes
            : null;
        return value is not null;
    }
}

/// <summary>A span of time: <c>90s</c>.</summary>
internal sealed class DurationType : ScalarType
{
    public override string Name => "duration";

    public override string Description => "a duration such as 90s, 5min or 1h30m";

    public override bool TryRead(ScalarInput input, out object? value, out string? problem)
    {
        problem = null;
        string? text = input.Text ?? input.Value as string;
        value = text is not null ? Duration.TryParse(text, out Duration read) ? read : null : input.Value as Duration?;
        return value is not null;
    }
}

/// <summary>Permission bits as octal text: <c>0644</c>; the value is the text.</summary>
internal sealed class ModeType : ScalarType
{
    public override string Name => "mode";

    public override string Description => "permission bits in octal such as 0644";

    public override bool TryRead(ScalarInput input, out object? value, out string? problem)
    {
        string? text = input.Text ?? input.Value as string;
        bool fits = text is { Length: 3 or 4 } && text.AsSpan().IndexOfAnyExceptInRange('0', '7') < 0;
        value = fits ? text!.PadLeft(4, '0') : null;
        problem = text is not null && text.StartsWith("0o", StringComparison.Ordinal) ? "Write the digits alone, such as 0644." : null;
        return fits;
    }
}
