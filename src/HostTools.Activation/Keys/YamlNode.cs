namespace HostTools.Activation.Keys;

/// <summary>A value of YAML.</summary>
internal sealed class YamlNode(int start) : KeyNode(start)
{
    /// <summary>It is written in braces or brackets.</summary>
    public bool IsFlow { get; set; }

    /// <summary>The place after the colon of its key; negative when it has none.</summary>
    public int Colon { get; set; } = -1;
}
