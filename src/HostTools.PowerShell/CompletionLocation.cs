using System.Collections;
using System.Management.Automation;

namespace HostTools.PowerShell;

/// <summary>What a completer may know of the session around it.</summary>
internal static class CompletionLocation
{
    /// <summary>PowerShell's location in the file system; completers get no session, so it is asked for.</summary>
    public static string Current()
    {
        using var shell = System.Management.Automation.PowerShell.Create(RunspaceMode.CurrentRunspace);
        return shell.AddCommand("Microsoft.PowerShell.Management\\Get-Location").AddParameter("PSProvider", "FileSystem").Invoke() is [{ BaseObject: PathInfo location }, ..]
            ? location.ProviderPath
            : Environment.CurrentDirectory;
    }

    /// <summary>The other parameters as text; what looks like a path parameter becomes absolute.</summary>
    public static IReadOnlyDictionary<string, string> Texts(IDictionary given, string location)
    {
        var texts = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (DictionaryEntry entry in given)
        {
            if (entry is not { Key: string name, Value: { } value } || value.ToString() is not { Length: > 0 } text)
                continue;
            texts[name] = name is "Path" or "Root" ? Absolute(text, location) : text;
        }

        return texts;
    }

    private static string Absolute(string path, string location)
    {
        string home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
        return Path.GetFullPath(path == "~" || path.StartsWith("~/", StringComparison.Ordinal) ? home + path[1..] : path, location);
    }
}
