using System.Collections.ObjectModel;
using System.Management.Automation;
using HostTools.Commands.Framework;
using HostTools.Platform;

namespace HostTools.PowerShell;

/// <summary>Turns what a person wrote into an absolute path: PowerShell's location, drives and wildcards are not the process's.</summary>
internal static class PathResolver
{
    public static string Resolve(PathIntrinsics paths, string path, PathKind kind)
    {
        if (kind != PathKind.Existing || !WildcardPattern.ContainsWildcardCharacters(path))
            return Literal(paths, path, mustExist: kind != PathKind.New);
        Collection<string> found = Expand(paths, path, out ProviderInfo provider);
        Check(path, provider);
        return found.Count == 1 ? found[0] : throw new HostToolsException(CommandErrors.PathAmbiguous(path, found.Count));
    }

    private static string Literal(PathIntrinsics paths, string path, bool mustExist)
    {
        string full;
        try
        {
            full = paths.GetUnresolvedProviderPathFromPSPath(path, out ProviderInfo provider, out _);
            Check(path, provider);
        }
        catch (Exception unknown) when (unknown is System.Management.Automation.DriveNotFoundException or ProviderNotFoundException)
        {
            throw new HostToolsException(CommandErrors.PathNotFound(path));
        }

        return !mustExist || Path.Exists(full) ? full : throw new HostToolsException(CommandErrors.PathNotFound(path));
    }

    private static Collection<string> Expand(PathIntrinsics paths, string path, out ProviderInfo provider)
    {
        try
        {
            return paths.GetResolvedProviderPathFromPSPath(path, out provider);
        }
        catch (Exception unknown) when (unknown is ItemNotFoundException or System.Management.Automation.DriveNotFoundException or ProviderNotFoundException)
        {
            throw new HostToolsException(CommandErrors.PathNotFound(path));
        }
    }

    private static void Check(string path, ProviderInfo provider)
    {
        if (provider.Name != "FileSystem")
            throw new HostToolsException(CommandErrors.PathNotFileSystem(path, provider.Name));
    }
}
