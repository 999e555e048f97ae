using HostTools.Activation.Resources;
using HostTools.Platform;

namespace HostTools.Activation;

/// <summary>The failures of this room; each factory's name is the error id.</summary>
public static partial class ActivationErrors
{
    /// <summary>Two parts of the configuration declare one thing with different content.</summary>
    /// <remarks>Remove one of the declarations.</remarks>
    /// <example><code lang="text">Two features write /etc/modprobe.d/nvidia.conf.</code></example>
    public static HostError DuplicateResource(Resource first, Resource second) =>
        new(nameof(DuplicateResource), ErrorKind.Conflict,
            $"'{first.Id}' is declared twice with different content. Remove one of the two declarations.", first.Id.ToString())
        {
            Origin = second.Origins.Count > 0 ? second.Origins[0] : null,
            Related = [.. first.Origins.Select(static origin => new RelatedOrigin(origin, "first declared here"))],
        };
}
