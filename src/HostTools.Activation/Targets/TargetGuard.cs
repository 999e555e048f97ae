using HostTools.Platform;

namespace HostTools.Activation;

/// <summary>Turns what the file system refuses into an error a person can act on.</summary>
internal static class TargetGuard
{
    public static T Run<T>(Target target, Func<T> call)
    {
        try
        {
            return call();
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException)
        {
            throw new HostToolsException(ActivationErrors.TargetFailed(target.ToString(), cause));
        }
    }

    public static async Task<T> RunAsync<T>(Target target, Func<Task<T>> call)
    {
        try
        {
            return await call().ConfigureAwait(false);
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException)
        {
            throw new HostToolsException(ActivationErrors.TargetFailed(target.ToString(), cause));
        }
    }
}
