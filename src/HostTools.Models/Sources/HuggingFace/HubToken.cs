using HostTools.Platform;

namespace HostTools.Models;

/// <summary>
/// The token for a hub. In this order: the model's token file, the model's variable, HF_TOKEN, HUGGING_FACE_HUB_TOKEN, the file that HF_TOKEN_PATH
/// names, the file <c>token</c> in HF_HOME, none. HF_HUB_DISABLE_IMPLICIT_TOKEN leaves the first two.
/// </summary>
internal static class HubToken
{
    /// <summary>Null when there is none.</summary>
    /// <exception cref="HostToolsException">TokenUnreadable.</exception>
    public static FoundToken? Find(OriginContext context)
    {
        if (HubSwitch.IsOn(context.Environment("HF_HUB_DISABLE_IMPLICIT_TOKEN")))
            return FoundToken.Find(context);
        return FoundToken.Find(context, "HF_TOKEN", "HUGGING_FACE_HUB_TOKEN") ?? (WellKnownFile(context) is { } file ? FromFile(file) : null);
    }

    private static FoundToken? FromFile(string file)
    {
        // Whoever never logged in has none; one that is there and cannot be read is another matter.
        return File.Exists(file) ? FoundToken.ReadFrom(file) : null;
    }

    private static string? WellKnownFile(OriginContext context)
    {
        if (context.Environment("HF_TOKEN_PATH") is { Length: > 0 } path)
            return path;
        if (context.Environment("HF_HOME") is { Length: > 0 } home)
            return Path.Join(home, "token");
        string? cache = context.Environment("XDG_CACHE_HOME") is { Length: > 0 } set ? set : context.HomeDirectory.Length > 0 ? Path.Join(context.HomeDirectory, ".cache") : null;
        return cache is null ? null : Path.Join(cache, "huggingface", "token");
    }
}
