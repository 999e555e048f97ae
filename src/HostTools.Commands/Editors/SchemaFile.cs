using HostTools.Configuration;
using HostTools.Configuration.Schema;

namespace HostTools.Commands;

/// <summary>A schema for one kind of file of a configuration tree.</summary>
/// <param name="Kind">Which files it describes.</param>
/// <param name="Path">Absolute path of the schema.</param>
/// <param name="Length">Bytes.</param>
/// <param name="Written">Whether it had to be written: it was missing, or different.</param>
public sealed record SchemaFile(SchemaKind Kind, string Path, long Length, bool Written);

/// <summary>Schemas as files.</summary>
internal static class SchemaFiles
{
    /// <summary>Where editors look for them, in the tree.</summary>
    public static string FolderOf(string tree) => System.IO.Path.Combine(tree, ".hosttools", "schema");

    /// <summary>The schemas of a tree and where they go; nothing is written yet.</summary>
    public static IReadOnlyList<(SchemaFile File, string Text)> Make(ConfigurationTree tree, string folder, IReadOnlyList<SchemaKind> kinds) =>
    [
        .. ConfigurationSchema.Create(tree, kinds).OrderBy(static entry => entry.Key).Select(entry =>
        {
            string path = System.IO.Path.Combine(folder, entry.Key.ToString().ToLowerInvariant() + ".json");
            bool same = File.Exists(path) && File.ReadAllText(path) == entry.Value;
            return (new SchemaFile(entry.Key, path, System.Text.Encoding.UTF8.GetByteCount(entry.Value), !same), entry.Value);
        }),
    ];

    /// <summary>Writes what is missing or different; an editor never sees half a file.</summary>
    public static void Write(IEnumerable<(SchemaFile File, string Text)> schemas)
    {
        foreach ((SchemaFile file, string text) in schemas.Where(static schema => schema.File.Written))
        {
            Directory.CreateDirectory(System.IO.Path.GetDirectoryName(file.Path)!);
            string draft = file.Path + ".new";
            File.WriteAllText(draft, text);
            File.Move(draft, file.Path, overwrite: true);
        }
    }
}
