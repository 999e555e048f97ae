using HostTools.Activation.Resources;
using HostTools.Configuration;
using HostTools.Configuration.Formats;
using HostTools.Machine.Secrets;
using HostTools.Platform;

namespace HostTools.Machine.Files;

/// <summary>Renders the files of options such as <c>environment.etc</c> and <c>home.file</c>.</summary>
internal sealed class DeclaredFiles(HostConfig config, ModuleSource library, ResourceSet into, List<HostError> errors, DeclaredSecrets secrets)
{
    private static readonly string[] s_contentKeys = ["text", "source", "format", "link"];

    /// <summary>Adds every enabled file and link.</summary>
    public void Realise(IEnumerable<FilePlace> places)
    {
        foreach (FilePlace place in places)
        {
            foreach (Entry entry in Entry.Of(config, [.. place.Option]))
                Add(entry, place.Folder, entry.Text("target") ?? entry.Name);
        }
    }

    private void Add(Entry entry, string folder, string name)
    {
        if (!entry.Flag("enable", true))
            return;
        if (!(config.Meta.Os == "windows" ? TargetPath.TryJoinOnWindows(folder, name, out string? path, out string? why) : TargetPath.TryJoin(folder, name, out path, out why)))
        {
            errors.Add(MachineErrors.FileNameInvalid(entry.Option, name, why, entry.OriginsOf("target")));
            return;
        }

        string[] given = [.. s_contentKeys.Where(key => entry.Text(key) is not null)];
        switch (given)
        {
            case []:
                errors.Add(MachineErrors.FileContentMissing(entry.Option, entry.Name, entry.OriginsOf()));
                break;
            case ["link"]:
                into.Add(Link(entry, path));
                break;
            case [string key]:
                AddFile(entry, path, key);
                break;
            default:
                errors.Add(Ambiguous(entry, given));
                break;
        }
    }

    /// <summary>The user's line comes first: a library's cannot be changed.</summary>
    private HostError Ambiguous(Entry entry, string[] given)
    {
        Origin[] places = [.. given.SelectMany(key => entry.OriginsOf(key)).OrderBy(place => Entry.IsOf(library, place))];
        return MachineErrors.FileContentAmbiguous(entry.Option, entry.Name, given, places);
    }

    private void AddFile(Entry entry, string path, string key)
    {
        if (entry.Values.GetValueOrDefault(key == "format" ? "value" : key) is { } content and not string && SecretText.IsIn(content))
        {
            AddSecret(entry, path, key, content);
            return;
        }

        bool isKeys = entry.Word<FileOwnership>("ownership") is FileOwnership.Keys;
        if (isKeys && (key != "format" || entry.Values.GetValueOrDefault("value") is not ConfigMap { Count: > 0 }))
            errors.Add(MachineErrors.FileKeysMissing(entry.Option, entry.Name, entry.OriginsOf("ownership")));
        // The keys travel as JSON, which has a null for those that shall not be there; the file's own format is written on the target.
        else if (Content(entry, key, isKeys ? "json" : entry.Text("format")) is { } bytes)
            into.Add(File(entry, path, key == "format" ? "value" : key, bytes));
    }

    private void AddSecret(Entry entry, string path, string key, object content)
    {
        if (entry.Word<FileOwnership>("ownership") is not FileOwnership.Exact)
        {
            errors.Add(MachineErrors.SecretOwnership(entry.Option, entry.Name, entry.OriginsOf("ownership")));
            return;
        }

        string contentKey = key == "format" ? "value" : key;
        IReadOnlyList<SecretPart> parts;
        try
        {
            parts = key == "format" ? SecretText.Of(entry.Text("format")!, content) : SecretText.Of(content); // Chosen because it is not null.
        }
        catch (UnfitValueException unfit)
        {
            errors.Add(Unfit(entry, entry.Text("format")!, unfit));
            return;
        }

        if (secrets.File(path, parts, entry.Mode("mode"), entry.OriginsOf(contentKey)) is { } file)
        {
            into.Add(file with
            {
                Owner = entry.Text("user"),
                Group = entry.Text("group"),
                Collision = entry.Word<CollisionPolicy>("collision"),
                Origins = entry.CausesOf(library, contentKey),
                Triggers = entry.Texts("triggers"),
                Check = CheckOf(entry),
                Risk = entry.Text("risk"),
            });
        }
    }

    private FileContent? Content(Entry entry, string key, string? format)
    {
        if (key == "text")
            return FileContent.FromText(Lines(entry.Text(key)!)); // Chosen because it is not null.
        if (key == "source")
            return FileContent.FromFile(Path.GetFullPath(entry.Text(key)!, config.Tree));
        try
        {
            return FileContent.FromText(StructuredText.Render(format!, // Chosen because it is not null.
                entry.Values.GetValueOrDefault("value")));
        }
        catch (UnfitValueException unfit)
        {
            errors.Add(Unfit(entry, format!, unfit));
            return null;
        }
    }

    private static HostError Unfit(Entry entry, string format, UnfitValueException unfit)
    {
        string[] at = ["value", .. unfit.Path];
        return MachineErrors.ValueDoesNotFit($"The {format} file '{entry.Name}'", string.Join('.', at), unfit.Message, entry.OriginsOf(at));
    }

    private FileResource File(Entry entry, string path, string contentKey, FileContent content) => new(path)
    {
        Content = content,
        Mode = entry.Mode("mode"),
        Owner = entry.Text("user"),
        Group = entry.Text("group"),
        Ownership = entry.Word<FileOwnership>("ownership"),
        Collision = entry.Word<CollisionPolicy>("collision"),
        CommentPrefix = entry.Text("commentPrefix") ?? "#",
        Format = entry.Word<KeyFormat>("format"),
        Origins = entry.CausesOf(library, contentKey),
        Triggers = entry.Texts("triggers"),
        Check = CheckOf(entry),
        Risk = entry.Text("risk"),
    };

    private static FileCheck? CheckOf(Entry entry) => entry.Texts("check") is { Count: > 0 } command ? new FileCheck(command) : null;

    private LinkResource Link(Entry entry, string path) => new(path, entry.Text("link")!) // Chosen because it is not null.
    {
        Collision = entry.Word<CollisionPolicy>("collision"),
        Origins = entry.CausesOf(library, "link"),
        Triggers = entry.Texts("triggers"),
        Risk = entry.Text("risk"),
    };

    /// <summary>Programs expect the last line of a text file to be ended.</summary>
    private static string Lines(string text) => text.Length == 0 || text.EndsWith('\n') ? text : text + "\n";
}
