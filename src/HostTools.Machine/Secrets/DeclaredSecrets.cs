using HostTools.Activation.Resources;
using HostTools.Configuration;
using HostTools.Machine.Files;
using HostTools.Platform;

namespace HostTools.Machine.Secrets;

/// <summary>The secrets of a host or home: their own files, and where those that stand in other files come from.</summary>
internal sealed class DeclaredSecrets(HostConfig config, ModuleSource library, ResourceSet into, List<HostError> errors)
{
    private const int Others = 0x7;
    private const int OnlyOwner = 0x1C0;
    private const int PassThrough = 0x1C9; // 0711: whoever owns a secret in it gets to it, and sees no other names.

    private readonly Dictionary<string, Entry> _declared = Entry.Of(config, "secrets").ToDictionary(static entry => entry.Name, StringComparer.Ordinal);
    private readonly HashSet<string> _unknown = new(StringComparer.Ordinal);

    /// <summary>Adds the file of every secret that has one.</summary>
    /// <param name="folder">Absolute folder of the files.</param>
    public void Realise(string folder)
    {
        bool isShared = _declared.Values.Any(static entry => entry.Text("owner") is not (null or "root" or "0") || entry.Text("group") is not (null or "root" or "0"));
        foreach (Entry entry in _declared.Values)
        {
            if (entry.Values.GetValueOrDefault("source") is not ConfigMap)
            {
                errors.Add(MachineErrors.SecretSourceMissing(entry.Name, entry.OriginsOf()));
                continue;
            }

            if (SourceOf(entry) is ("environment", var variable))
                HiddenVariables.Add(variable);
            if (!entry.Flag("render", true))
                continue;
            if (!TargetPath.TryJoin(folder, entry.Name, out string? path, out string? why))
            {
                errors.Add(MachineErrors.FileNameInvalid("secrets", entry.Name, why, entry.OriginsOf()));
                continue;
            }

            var content = new SecretContent([new SecretPart(null, entry.Name)], [Source(entry)]);
            if (File(path, content, entry.Mode("mode"), entry.OriginsOf("mode")) is { } file)
            {
                into.Add(file with
                {
                    Owner = entry.Text("owner"),
                    Group = entry.Text("group"),
                    Folder = folder,
                    FolderMode = isShared ? PassThrough : OnlyOwner,
                    Origins = entry.CausesOf(library, "source"),
                    Triggers = [.. entry.Texts("triggers"), .. Units(entry, "restartUnits", "systemd-restart", "try-restart"), .. Units(entry, "reloadUnits", "systemd-reload-or-restart", "try-reload-or-restart")],
                });
            }
        }
    }

    /// <summary>A file with secrets; null after an error.</summary>
    /// <param name="path">Absolute path on the target.</param>
    /// <param name="parts">Text and secrets.</param>
    /// <param name="mode">Permission bits; null for 0400.</param>
    /// <param name="origins">Where the file was declared.</param>
    public SecretResource? File(string path, IReadOnlyList<SecretPart> parts, int? mode, IReadOnlyList<Origin> origins) =>
        Content(parts, origins) is { } content ? File(path, content, mode, origins) : null;

    /// <summary>Text with secrets, and where these come from; null after an error.</summary>
    /// <param name="parts">Text and secrets.</param>
    /// <param name="origins">Where they were written.</param>
    public SecretContent? Content(IReadOnlyList<SecretPart> parts, IReadOnlyList<Origin> origins)
    {
        string[] names = [.. parts.Select(static part => part.Secret).OfType<string>().Distinct(StringComparer.Ordinal)];
        string[] unknown = [.. names.Where(name => !_declared.ContainsKey(name))];
        foreach (string name in unknown.Where(_unknown.Add))
            errors.Add(MachineErrors.SecretUnknown(name, _declared.Keys.Order(StringComparer.Ordinal), origins));
        return unknown.Length > 0 || names.Any(name => _declared[name].Values.GetValueOrDefault("source") is not ConfigMap) ? null : new SecretContent(parts, [.. names.Select(name => Source(_declared[name]))]);
    }

    private SecretResource? File(string path, SecretContent content, int? mode, IReadOnlyList<Origin> origins)
    {
        if (mode is { } bits && (bits & Others) != 0)
        {
            errors.Add(MachineErrors.SecretModeOpen(path, Convert.ToString(bits, 8).PadLeft(4, '0'), origins));
            return null;
        }

        return new SecretResource(path)
        {
            Content = content,
            Mode = mode ?? 0x100,
            IsPersistent = content.Names.All(name => _declared[name].Flag("persistent", false)),
        };
    }

    private SecretSource Source(Entry entry)
    {
        (string kind, string reference) = SourceOf(entry);
        bool isFile = kind is "age" or "sops";
        string file = Path.GetFullPath(reference, config.Tree);
        return new SecretSource(entry.Name, kind, isFile ? Path.GetRelativePath(config.Tree, file) : reference)
        {
            Part = kind switch { "sops" => entry.Text("key"), "powershell" => entry.Text("vault"), _ => null },
            Format = kind == "sops" ? entry.Text("format") ?? FormatOf(reference) : null,
            Encrypted = isFile ? FileContent.FromFile(file) : null,
            Identities = isFile ? entry.Texts("identities") : [],
            IsTrimmed = entry.Flag("trimNewline", true),
            Origin = entry.OriginsOf("source") is [var origin, ..] ? origin : null,
        };
    }

    private static (string Kind, string Reference) SourceOf(Entry entry)
    {
        (string kind, object? reference) = ((ConfigMap)entry.Values["source"]!).Single(static pair => pair.Value is not null); // Its type takes exactly one.
        return (kind, Entry.TextOf(reference));
    }

    private static string FormatOf(string file) => Path.GetExtension(file) switch
    {
        ".yaml" or ".yml" => "yaml",
        ".json" => "json",
        ".env" => "dotenv",
        ".ini" => "ini",
        _ => "binary",
    };

    // The words come behind 'systemd-reload', and so do the commands: a unit is restarted as its new file says.
    private IEnumerable<string> Units(Entry entry, string option, string word, string verb)
    {
        foreach ((string unit, IReadOnlyList<Origin> places) in entry.Elements(option, library))
        {
            string name = $"{word} {unit}";
            into.Add(new TriggerResource(name) { Command = ["systemctl", verb, unit], Origins = places });
            yield return name;
        }
    }
}
