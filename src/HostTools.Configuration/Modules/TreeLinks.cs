namespace HostTools.Configuration.Modules;

/// <summary>Finds links by which a tree would read files of others: a tree stands for itself.</summary>
internal static class TreeLinks
{
    /// <summary>Whether a path below a folder leads out of it through a link; one that leads nowhere counts. The folder itself may be a link.</summary>
    public static bool LeadOut(string path, string folder)
    {
        for (string? at = path; at is not null && at.Length > folder.Length; at = Path.GetDirectoryName(at))
        {
            if (new FileInfo(at).LinkTarget is not null && (Target(at) is not { } target || !(IsBelow(target, folder) || IsBelow(target, Target(folder) ?? folder))))
                return true;
        }

        return false;
    }

    private static string? Target(string link)
    {
        try
        {
            return File.ResolveLinkTarget(link, returnFinalTarget: true)?.FullName;
        }
        catch (IOException)
        {
            return null;
        }
    }

    private static bool IsBelow(string path, string folder) => path.StartsWith(folder + Path.DirectorySeparatorChar, StringComparison.Ordinal);
}
