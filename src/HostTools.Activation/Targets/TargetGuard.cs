using System.Globalization;
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
            throw new HostToolsException(ErrorOf(target, cause));
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
            throw new HostToolsException(ErrorOf(target, cause));
        }
    }

    private static HostError ErrorOf(Target target, Exception cause) =>
        cause is RootIOException { Reason: RootFailure.AccessDenied } or UnauthorizedAccessException && !Environment.IsPrivilegedProcess
            ? ActivationErrors.TargetForbidden(target.ToString(), OwnerOf(target), cause)
            : ActivationErrors.TargetFailed(target.ToString(), cause);

    /// <summary>Who may: the owner of the state, or of what is nearest above it.</summary>
    private static string? OwnerOf(Target target)
    {
        for (string? path = target.StateDirectory; path is not null; path = Path.GetDirectoryName(path))
        {
            try
            {
                if (Root.At(path).StatFollowed("/") is { } found)
                    return NameOf(found.UserId);
            }
            catch (RootIOException)
            {
                // It lies below a directory of whoever may look.
            }
        }

        return null;
    }

    private static string? NameOf(int id) => id == 0 ? "root" : Root.At("/").TryReadAllText("/etc/passwd")?.Split('\n')
        .Select(static line => line.Split(':'))
        .FirstOrDefault(fields => fields.Length > 2 && fields[2] == id.ToString(CultureInfo.InvariantCulture))?[0];
}
