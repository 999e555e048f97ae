using System.Runtime.CompilerServices;
using HostTools.Commands.Framework;
using HostTools.Configuration;
using HostTools.Configuration.Schema;

namespace HostTools.Commands;

/// <summary>Writes JSON Schemas of a tree, so that editors complete and check what is written.</summary>
/// <remarks>
/// <para>There is one schema for each kind of file: hosts, modules, homes and hosttools.yaml. They know every option that the tree's modules and
/// the library declare, with type, default and description. Run it again when the options of modules have changed; a schema that is still
/// right is not touched.</para>
/// <para>New-HostConfig sets an editor up for them; docs/editor.md says how to do it in a tree that exists. A file that a schema accepts may
/// still be wrong: Test-HostConfig evaluates the hosts.</para>
/// </remarks>
/// <example>
/// <para>All schemas of the tree, into .hosttools/schema.</para>
/// <code lang="pwsh">Export-HostConfigSchema</code>
/// <code lang="sh">hosttools config schema</code>
/// </example>
/// <example>
/// <para>The schema of hosts alone, somewhere else.</para>
/// <code lang="pwsh">Export-HostConfigSchema -Kind Host -Destination ./out/schema -PassThru</code>
/// <code lang="sh">hosttools config schema --kind host --destination ./out/schema --pass-thru</code>
/// </example>
[Command("Export", "HostConfigSchema", Effect = Effect.Change, Cli = "config schema")]
public sealed class ExportHostConfigSchema : ICommand<SchemaFile>
{
    /// <summary>Which kinds of files: host, module, home, tree; all when none is given.</summary>
    [Argument]
    public SchemaKind[] Kind { get; set; } = [];

    /// <summary>Folder for the schemas; .hosttools/schema in the tree when not given.</summary>
    [Argument(Path = PathKind.New)]
    public string? Destination { get; set; }

    /// <summary>Folder of the configuration tree; the nearest one at or above the current location when not given.</summary>
    [Argument(Path = PathKind.Literal)]
    public string? Path { get; set; }

    /// <summary>Emit the schemas' files.</summary>
    [Argument]
    public bool PassThru { get; set; }

    /// <inheritdoc/>
    public async IAsyncEnumerable<SchemaFile> RunAsync(CommandContext context, [EnumeratorCancellation] CancellationToken token)
    {
        ConfigurationTree tree = HostSource.Open(context, Path, new Dictionary<string, string>(), null).Tree;
        string folder = Destination ?? SchemaFiles.FolderOf(tree.Directory);
        TargetFolder.RequireFolder(folder);
        IReadOnlyList<(SchemaFile File, string Text)> schemas = SchemaFiles.Make(tree, folder, Kind.Length > 0 ? Kind : Enum.GetValues<SchemaKind>());
        token.ThrowIfCancellationRequested();
        List<SchemaFile> changed = [.. schemas.Select(static schema => schema.File).Where(static file => file.Written)];
        if (changed.Count == 0)
        {
            context.Note($"The schemas in '{folder}' are as they should be.");
        }
        else
        {
            var change = new ProposedChange(
                $"Write {PlanApplier.Count(changed.Count, "schema")} to {folder}",
                [.. changed.Select(static file => $"{(File.Exists(file.Path) ? '~' : '+')} {file.Path}")], Impact.Medium);
            if (!await context.ConfirmAsync(change).ConfigureAwait(false))
                yield break;
            SchemaFiles.Write(schemas);
            context.Note($"Wrote {PlanApplier.Count(changed.Count, "schema")} to '{folder}'.");
        }

        foreach (SchemaFile file in PassThru ? schemas.Select(static schema => schema.File) : [])
            yield return file;
    }
}
