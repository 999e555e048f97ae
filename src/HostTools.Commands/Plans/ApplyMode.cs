namespace HostTools.Commands;

/// <summary>When an apply counts, and for how long.</summary>
public enum ApplyMode
{
    /// <summary>Now, and to stay.</summary>
    Switch,

    /// <summary>Now, until the machine starts again, which takes it back.</summary>
    Test,

    /// <summary>At the next start of the machine; nothing is changed now.</summary>
    Boot,
}
