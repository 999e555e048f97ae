using HostTools.Configuration;

namespace HostTools.Machine.Files;

/// <summary>Where things of a home lie.</summary>
/// <param name="User">Whose home it is.</param>
/// <param name="Home">Absolute path of the home.</param>
/// <param name="Config">Absolute path of the folder of settings.</param>
/// <param name="Data">Absolute path of the folder of data.</param>
internal sealed record HomeFolders(string User, string Home, string Config, string Data)
{
    /// <summary>The options with files.</summary>
    public IReadOnlyList<FilePlace> Files =>
    [
        new(["home", "file"], Home), new(["xdg", "configFile"], Config), new(["xdg", "dataFile"], Data),
    ];

    /// <summary>The option with directories.</summary>
    public FilePlace Directories => new(["home", "directories"], Home);

    /// <summary>As the home's configuration says.</summary>
    public static HomeFolders Of(HostConfig home)
    {
        string user = home.Meta.User ?? throw new ArgumentException("It is the configuration of a machine.", nameof(home));
        string folder = Text(home, "home", "homeDirectory") ?? $"/home/{user}";
        return new HomeFolders(user, folder, Text(home, "xdg", "configHome") ?? $"{folder}/.config", Text(home, "xdg", "dataHome") ?? $"{folder}/.local/share");
    }

    private static string? Text(HostConfig home, params string[] option) =>
        home.TryGet(out object? value, option) && value is string { Length: > 0 } text ? text.TrimEnd('/') : null;
}
