using HostTools.Activation.Resources;
using HostTools.Configuration;
using HostTools.Platform;

namespace HostTools.Machine.Boot;

/// <summary>Renders <c>boot.menu</c>.</summary>
internal sealed class DeclaredBootMenu(HostConfig config, ModuleSource library, ResourceSet into, List<HostError> errors)
{
    private const string Option = "boot.menu";

    /// <summary>Adds the menu where a loader is named.</summary>
    public void Realise()
    {
        if (!config.TryGet(out object? value, "boot", "menu") || value is not ConfigMap menu || menu.GetValueOrDefault("loader") is not string loader)
            return;
        Entry[] entries = [.. Entry.Of(config, "boot", "menu", "entries").Where(static entry => entry.Flag("enable", true))];
        foreach (Entry entry in entries.Where(static entry => !BootName.IsName(entry.Name)))
            errors.Add(MachineErrors.BootNameInvalid(entry.Option, entry.Name, entry.OriginsOf()));
        string? chosen = menu.GetValueOrDefault("default") as string;
        KeyValuePair<string, string>[] settings = [.. Settings(menu)];
        if (entries.Length == 0 && settings.Length == 0 && chosen is null)
            return;
        into.Add(new BootMenuResource(RootPath.Normalize(Entry.TextOf(menu.GetValueOrDefault("mount"))))
        {
            Loader = loader,
            Settings = settings,
            Default = chosen,
            Entries = [.. entries.Select(Wish)],
            Triggers = Entry.TextsOf(menu.GetValueOrDefault("triggers")),
            Origins = Places(entries),
        });
    }

    private static IEnumerable<KeyValuePair<string, string>> Settings(ConfigMap menu) =>
        menu.GetValueOrDefault("settings") is ConfigMap settings
            ? settings.OrderBy(static pair => pair.Key, StringComparer.Ordinal).Select(static pair => KeyValuePair.Create(pair.Key, TextOf(pair.Value)))
            : [];

    private static string TextOf(object? value) => value is bool flag ? flag ? "yes" : "no" : Entry.TextOf(value);

    private static BootWish Wish(Entry entry) => new(entry.Name, entry.Text("title") ?? entry.Name)
    {
        Parameters = entry.Texts("parameters"),
        Without = entry.Texts("without"),
        Follows = entry.Text("follows"),
        Image = entry.Text("image"),
        Initrds = entry.Texts("initrds"),
        CommandLine = entry.Text("commandLine") ?? string.Empty,
        IsFirst = entry.Flag("first", false),
        Kernels = entry.Number("kernels") ?? 1,
    };

    private IReadOnlyList<Origin> Places(Entry[] entries) =>
    [
        .. entries.SelectMany(entry => entry.CausesOf(library)).Concat(config.OriginsOf("boot", "menu", "loader")).Distinct().OrderBy(place => Entry.IsOf(library, place)),
    ];
}
