using HostTools.Commands.Framework;
using HostTools.Models;

namespace HostTools.Commands;

/// <summary>Where models and programs' caches are, as variables of the environment say.</summary>
internal static class ModelPlaces
{
    private const int Others = 0x7;

    /// <summary>The store that was named, or one's own. One that keeps others out stays as it is.</summary>
    public static ViewSite Open(CommandContext context, string? store)
    {
        string directory = store ?? Variable(context, "HOSTTOOLS_MODEL_STORE") ?? Path.Join(Data(context), "hosttools", "models");
        bool isShared = !OperatingSystem.IsWindows() && Directory.Exists(directory) && ((int)File.GetUnixFileMode(directory) & Others) == 0;
        return ViewSite.At(directory, isShared ? StoreRights.Shared : StoreRights.User);
    }

    /// <summary>The cache of Hugging Face's libraries, found as they find it.</summary>
    public static string HubCache(CommandContext context) =>
        Variable(context, "HF_HUB_CACHE") ?? Variable(context, "HUGGINGFACE_HUB_CACHE")
        ?? Path.Join(Variable(context, "HF_HOME") ?? Path.Join(Variable(context, "XDG_CACHE_HOME") ?? Path.Join(Home(context), ".cache"), "huggingface"), "hub");

    private static string Data(CommandContext context) =>
        OperatingSystem.IsWindows() ? Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData) : Variable(context, "XDG_DATA_HOME") ?? Path.Join(Home(context), ".local", "share");

    private static string Home(CommandContext context) => Variable(context, "HOME") ?? Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);

    private static string? Variable(CommandContext context, string name) => context.Environment.Variable(name) is { Length: > 0 } value ? value : null;
}
