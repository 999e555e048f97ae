namespace HostTools.PowerShell.Tests;

/// <summary>The clone the tests were built from, and approved files in it.</summary>
internal static class Repository
{
    public static string Root { get; } = Find();

    /// <summary>Compares a text with an approved file; with HOSTTOOLS_UPDATE_GOLDEN=1 writes the file instead, and the diff is the review.</summary>
    public static void Approve(string path, string text)
    {
        string full = Path.Combine(Root, path);
        if (Environment.GetEnvironmentVariable("HOSTTOOLS_UPDATE_GOLDEN") == "1")
            File.WriteAllText(full, text);
        Assert.True(
            File.Exists(full) && File.ReadAllText(full) == text,
            $"'{path}' is not what the code says. If that is meant, run the tests with HOSTTOOLS_UPDATE_GOLDEN=1 and look at the diff. It should be:\n{text}");
    }

    private static string Find()
    {
        DirectoryInfo? folder = new(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "HostTools.sln")))
            folder = folder.Parent;
        return folder?.FullName ?? throw new InvalidOperationException("The tests run outside a clone.");
    }
}
