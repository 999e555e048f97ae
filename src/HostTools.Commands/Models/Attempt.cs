using HostTools.Commands.Framework;
using HostTools.Platform;

namespace HostTools.Commands;

/// <summary>Work on one of several models: what fails is told, and the others go on.</summary>
internal static class Attempt
{
    /// <summary>What it came to; null when it failed.</summary>
    public static async Task<T?> OfAsync<T>(CommandContext context, Func<Task<T?>> work)
        where T : class
    {
        try
        {
            return await work().ConfigureAwait(false);
        }
        catch (HostToolsException failed)
        {
            foreach (HostError error in failed.Errors)
                context.Error(error);
            return null;
        }
    }
}
