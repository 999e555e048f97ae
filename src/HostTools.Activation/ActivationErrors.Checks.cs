using HostTools.Activation.Resources;
using HostTools.Platform;

namespace HostTools.Activation;

public static partial class ActivationErrors
{
    /// <summary>The program that reads a file does not take its new content. Nothing was written.</summary>
    /// <remarks>Correct the option that the content comes from.</remarks>
    /// <example><code lang="text">security.sudo.extraConfig holds a line that visudo refuses.</code></example>
    public static HostError CheckFailed(Resource file, FileCheck check, int exitCode, string words) =>
        new(nameof(CheckFailed), ErrorKind.InvalidInput,
            $"'{file.Id.Key}' would not be accepted: '{check.Command[0]}' ended with {exitCode} and says: {words}", file.Id.Key)
        { Origin = PathWords.FirstOrigin(file) };
}
