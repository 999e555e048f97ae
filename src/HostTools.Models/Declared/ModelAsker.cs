using System.Text;
using HostTools.Activation;
using HostTools.Platform;

namespace HostTools.Models;

/// <summary>
/// With whose tokens servers are asked for the models of a target. Root who applies the home of somebody else asks with nothing of his own, and reads
/// what the configuration names in that home as its user could.
/// </summary>
internal sealed class ModelAsker(Target target, Func<string, string?> environment)
{
    private const long LongestToken = 64 << 10;

    /// <summary>Variables that count.</summary>
    public Func<string, string?> Environment => IsForSomebodyElse ? static _ => null : environment;

    /// <summary>Where well-known files are; empty where none count.</summary>
    public string HomeDirectory => IsForSomebodyElse ? string.Empty : System.Environment.GetFolderPath(System.Environment.SpecialFolder.UserProfile);

    private bool IsForSomebodyElse => target.AccountIds is { } ids && UserIds.Current >= 0 && ids.User != UserIds.Current;

    /// <summary>The way to the token, with the token itself where it is in the home of somebody else.</summary>
    /// <exception cref="HostToolsException">TokenUnreadable.</exception>
    public ModelAuth Open(ModelAuth auth)
    {
        if (auth.TokenFile is not { } file || !IsForSomebodyElse)
            return auth;
        string path = file == "~" || file.StartsWith("~/", StringComparison.Ordinal) ? target.Identity.Home + file[1..] : file;
        try
        {
            string text = Encoding.UTF8.GetString(target.Root.ReadAllBytes(RootPath.Normalize(path), LongestToken));
            return auth with { Given = FoundToken.Checked(text.Trim(), $"the file '{file}'") };
        }
        catch (RootIOException cause)
        {
            throw new HostToolsException(ModelErrors.TokenUnreadable($"the file '{file}'", cause.Message.TrimEnd('.'), cause));
        }
    }
}
