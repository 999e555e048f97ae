using HostTools.Activation.Resources;
using HostTools.Configuration;
using HostTools.Platform;

namespace HostTools.Machine.Files;

/// <summary>Renders the directories of an option.</summary>
internal sealed class DeclaredDirectories(HostConfig config, ModuleSource library, ResourceSet into, List<HostError> errors)
{
    /// <summary>Adds every enabled directory.</summary>
    public void Realise(FilePlace place)
    {
        foreach (Entry entry in Entry.Of(config, [.. place.Option]).Where(static entry => entry.Flag("enable", true)))
        {
            if (!(config.Meta.Os == "windows" ? TargetPath.TryJoinOnWindows(place.Folder, entry.Name, out string? path, out string? why) : TargetPath.TryJoin(place.Folder, entry.Name, out path, out why)))
                errors.Add(MachineErrors.FileNameInvalid(entry.Option, entry.Name, why, entry.OriginsOf()));
            else if (entry.Texts("ignore").FirstOrDefault(IsWrong) is { } pattern)
                errors.Add(MachineErrors.IgnoreInvalid(entry.Name, pattern, entry.OriginsOf("ignore")));
            else
                into.Add(Directory(entry, path));
        }
    }

    private DirectoryResource Directory(Entry entry, string path) => new(path)
    {
        Mode = entry.Mode("mode"),
        Owner = entry.Text("user"),
        Group = entry.Text("group"),
        IsExact = entry.Flag("exact", false),
        Ignore = entry.Texts("ignore"),
        Origins = entry.CausesOf(library),
        Triggers = entry.Texts("triggers"),
    };

    /// <summary>A pattern that could never match, which its writer did not mean.</summary>
    private static bool IsWrong(string pattern) =>
        pattern.TrimStart('/').Length == 0 || pattern.TrimStart('/').Split('/').Any(static part => part is "" or "." or "..");
}
