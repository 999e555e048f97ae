using System.Runtime.CompilerServices;
using System.Text;
using HostTools.Commands.Framework;
using HostTools.Configuration;
using HostTools.Machine;
using HostTools.Platform;

namespace HostTools.Commands;

/// <summary>Writes the reference of all options: one page to search in a browser, or Markdown.</summary>
/// <remarks>
/// <para>Lists what the modules of the tree and of the library declare, with type, default, example and meaning, whether a host imports the
/// module or not. The page is one file that needs no network. Files that are still right are not touched.</para>
/// <para>What a host's options are set to, and why, tells Get-HostOption.</para>
/// </remarks>
/// <example>
/// <para>A page for the tree, with its own modules.</para>
/// <code lang="pwsh">Export-HostOptionReference -Destination ./out/options.html</code>
/// <code lang="sh">hosttools option export --destination ./out/options.html</code>
/// </example>
/// <example>
/// <para>Markdown of the library alone; it needs no tree.</para>
/// <code lang="pwsh">Export-HostOptionReference -Library -Format Markdown -Destination ./out/options</code>
/// <code lang="sh">hosttools option export --library --format markdown --destination ./out/options</code>
/// </example>
[Command("Export", "HostOptionReference", Effect = Effect.Change, Cli = "option export")]
public sealed class ExportHostOptionReference : ICommand<ReferenceFile>
{
    /// <summary>Names of modules, with wildcards; all when none is given.</summary>
    [Argument(Position = 0, Wildcards = true, Completer = typeof(ModuleNameCompleter))]
    public string[] Module { get; set; } = [];

    /// <summary>html for a page, markdown for a folder of files.</summary>
    [Argument]
    public ReferenceFormat Format { get; set; }

    /// <summary>The page's file, or the folder for Markdown; options.html or options in the current location when not given.</summary>
    [Argument(Path = PathKind.New)]
    public string? Destination { get; set; }

    /// <summary>Only the library's modules.</summary>
    [Argument]
    public bool Library { get; set; }

    /// <summary>Folder of the configuration tree; the nearest one at or above the current location when not given.</summary>
    [Argument(Path = PathKind.Literal)]
    public string? Path { get; set; }

    /// <summary>Emit the files.</summary>
    [Argument]
    public bool PassThru { get; set; }

    /// <inheritdoc/>
    public async IAsyncEnumerable<ReferenceFile> RunAsync(CommandContext context, [EnumeratorCancellation] CancellationToken token)
    {
        ConfigurationTree tree = Library
            ? ConfigurationTree.OfLibrary(context.Environment.Features.Value[0].Library)
            : HostSource.Open(context, Path, new Dictionary<string, string>(), null).Tree;
        IReadOnlyList<OptionReference> modules = Chosen(context, tree);
        token.ThrowIfCancellationRequested();
        IReadOnlyList<(ReferenceFile File, string Text)> files = [.. Make(context, modules).Select(static file => (FileOf(file.Path, file.Text), file.Text))];
        List<(ReferenceFile File, string Text)> changed = [.. files.Where(static file => file.File.Written)];
        if (changed.Count == 0)
        {
            context.Note("The reference is as it should be.");
        }
        else
        {
            var change = new ProposedChange(
                $"Write {PlanApplier.Count(changed.Count, "file")} of the option reference",
                [.. changed.Select(static file => $"{(File.Exists(file.File.Path) ? '~' : '+')} {file.File.Path}")], Impact.Medium);
            if (!await context.ConfirmAsync(change).ConfigureAwait(false))
                yield break;
            foreach ((ReferenceFile file, string text) in changed)
                Write(file.Path, text);
            context.Note($"Wrote {PlanApplier.Count(modules.Sum(static module => module.Options.Count), "option")} to '{files[0].File.Path}'.");
        }

        foreach (ReferenceFile file in PassThru ? files.Select(static file => file.File) : [])
            yield return file;
    }

    private IReadOnlyList<OptionReference> Chosen(CommandContext context, ConfigurationTree tree)
    {
        IReadOnlyList<OptionReference> all = OptionReference.Of(tree);
        foreach (HostError error in all.SelectMany(static entry => entry.Module.Errors))
            context.Warning(ErrorText.Of(error));
        List<NamePattern> patterns = [.. Module.Select(static name => new NamePattern(name))];
        for (int i = 0; i < patterns.Count; i++)
        {
            if (!patterns[i].HasWildcards && !all.Any(entry => patterns[i].IsMatch(entry.Module.Name)))
                throw new HostToolsException(HostErrors.ModuleUnknown(Module[i], [.. all.Select(static entry => entry.Module)]));
        }

        return [.. all.Where(entry => entry.Options.Count > 0 && (patterns.Count == 0 || patterns.Exists(pattern => pattern.IsMatch(entry.Module.Name))))];
    }

    private IEnumerable<(string Path, string Text)> Make(CommandContext context, IReadOnlyList<OptionReference> modules)
    {
        string to = Destination ?? System.IO.Path.Combine(context.Environment.CurrentDirectory, Format is ReferenceFormat.Html ? "options.html" : "options");
        if (Format is ReferenceFormat.Html)
        {
            return Directory.Exists(to)
                ? throw new HostToolsException(ReferenceErrors.PageIsFolder(to))
                : [(to, ReferencePage.Make(Library ? "HostTools options" : "Options of this configuration", modules))];
        }

        TargetFolder.RequireFolder(to);
        return ReferenceMarkdown.Files(modules).Select(file => (System.IO.Path.Combine(to, file.Name), file.Text));
    }

    private static ReferenceFile FileOf(string path, string text) =>
        new(path, Encoding.UTF8.GetByteCount(text), !File.Exists(path) || File.ReadAllText(path) != text);

    /// <summary>Nobody who reads it meanwhile sees half a file.</summary>
    private static void Write(string path, string text)
    {
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(path)!);
        string draft = path + ".new";
        File.WriteAllText(draft, text);
        File.Move(draft, path, overwrite: true);
    }
}

/// <summary>Forms of the option reference.</summary>
public enum ReferenceFormat
{
    /// <summary>One page to search in a browser.</summary>
    Html,

    /// <summary>A folder of Markdown files.</summary>
    Markdown,
}

/// <summary>A file of the option reference.</summary>
/// <param name="Path">Absolute path.</param>
/// <param name="Length">Bytes.</param>
/// <param name="Written">Whether it had to be written: it was missing, or different.</param>
public sealed record ReferenceFile(string Path, long Length, bool Written);

/// <summary>The failures of writing references; each factory's name is the error id.</summary>
internal static class ReferenceErrors
{
    /// <summary>The page is one file, and a folder stands where it shall go.</summary>
    /// <remarks>Name a file, or ask for Markdown.</remarks>
    /// <example><code lang="sh">hosttools option export --destination ./docs</code></example>
    public static HostError PageIsFolder(string path) =>
        new(nameof(PageIsFolder), ErrorKind.Conflict, $"'{path}' is a folder, and the page is one file. Name a file such as '{System.IO.Path.Combine(path, "options.html")}', or ask for Markdown with -Format (--format markdown).", path);
}
