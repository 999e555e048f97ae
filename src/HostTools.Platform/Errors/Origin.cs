namespace HostTools.Platform;

/// <summary>A place in a text file: where a value was written.</summary>
/// <param name="File">Path as the user knows it: relative to the configuration tree, or absolute outside it.</param>
/// <param name="Line">Line, counted from 1.</param>
/// <param name="Column">Column in characters, counted from 1.</param>
public readonly record struct Origin(string File, int Line, int Column)
{
    /// <summary>The form editors and terminals turn into a link: <c>file:line:column</c>.</summary>
    public override string ToString() => $"{File}:{Line}:{Column}";
}
