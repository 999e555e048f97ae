namespace HostTools.Virtualization.Tests;

/// <summary>Files that a person has reviewed; HOSTTOOLS_UPDATE_GOLDEN=1 writes them anew.</summary>
internal static class Golden
{
    public static void Check(string name, string actual)
    {
        string file = Path.Combine(Folder(), name);
        if (Environment.GetEnvironmentVariable("HOSTTOOLS_UPDATE_GOLDEN") == "1")
            File.WriteAllText(file, actual);
        Assert.Equal(File.ReadAllText(file), actual);
    }

    private static string Folder()
    {
        DirectoryInfo? folder = new(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "HostTools.sln")))
            folder = folder.Parent;
        return Path.Combine(folder!.FullName, "tests", "HostTools.Virtualization.Tests", "golden"); // The tests run inside the clone.
    }
}
