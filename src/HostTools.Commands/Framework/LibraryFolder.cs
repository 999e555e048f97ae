namespace HostTools.Commands.Framework;

/// <summary>Finds the library's modules beside the program: <c>modules/</c> next to the assembly or in a folder above it.</summary>
internal static class LibraryFolder
{
    /// <summary>Levels from <c>src/HostTools.Cli/bin/Debug/net10.0</c> to the clone, with one to spare.</summary>
    private const int MaximumLevels = 6;

    public static string Find() => Find(Path.GetDirectoryName(typeof(LibraryFolder).Assembly.Location) is { Length: > 0 } folder ? folder : AppContext.BaseDirectory);

    internal static string Find(string start)
    {
        DirectoryInfo? folder = new(start);
        for (int level = 0; level <= MaximumLevels && folder is not null; level++, folder = folder.Parent)
        {
            string candidate = Path.Combine(folder.FullName, "modules");
            if (Directory.Exists(candidate))
                return candidate;
        }

        return Path.Combine(start, "modules");
    }
}
