using HostTools.Configuration.Evaluation;

namespace HostTools.Configuration.Options;

/// <summary>A file of the configuration, relative to the file that names it; the value is its absolute path.</summary>
internal sealed class FileType : OptionType
{
    public override string Name => "file";

    public override string Description => "a file beside the configuration, such as ./files/motd";

    public override bool Accepts(in MergeContext context, Definition definition) => TextType.Str.Accepts(context, definition);

    public override object? Merge(in MergeContext context, IReadOnlyList<Definition> definitions)
    {
        var text = (string)TextType.Str.Merge(context, definitions)!;
        Definition definition = definitions[^1];
        string from = definition.Place.File.FullPath;
        string path = Path.GetFullPath(text, Path.GetDirectoryName(from) ?? "/");
        if (Path.IsPathRooted(text) || !context.Instance.Session.IsInsideTree(path, from) || context.Instance.Session.LeadsOut(path))
            throw Mismatch(context, definition, "Give a path inside the configuration tree, relative to this file.");
        return File.Exists(path) || Directory.Exists(path)
            ? path
            : throw new EvaluationFailure(ConfigurationErrors.FileNotFound(definition.Place, context.Path, text, Shown(definition, text)));
    }

    /// <summary>The path as messages name files: from the tree's folder.</summary>
    private static string Shown(Definition definition, string text) =>
        Path.GetFullPath(text, "/" + Path.GetDirectoryName(definition.Place.File.DisplayPath))[1..];
}
