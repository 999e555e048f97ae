using HostTools.Activation.Resources;
using HostTools.Platform;

namespace HostTools.Machine.Windows;

/// <summary>All things of one kind on a Windows, or of what else is read and written whole.</summary>
/// <typeparam name="S">Their states.</typeparam>
internal interface IThings<S>
    where S : ThingState, IThingState<S>
{
    /// <summary>Looks at things by their keys, in the same order.</summary>
    /// <exception cref="HostToolsException">One of them cannot be looked at.</exception>
    Task<IReadOnlyList<S>> ReadAsync(IReadOnlyList<string> keys, CancellationToken token);

    /// <summary>Brings a thing to a state, whatever it is in. Idempotent, and harmless when killed inside.</summary>
    /// <param name="key">Which one.</param>
    /// <param name="state">How it shall be; parts that it does not speak of stay.</param>
    /// <param name="note">Takes what is worth knowing, such as that a restart is needed.</param>
    /// <param name="token">Ends it.</param>
    /// <exception cref="HostToolsException">Windows refused.</exception>
    Task WriteAsync(string key, S state, Action<string> note, CancellationToken token);

    /// <summary>What is said when one cannot be looked at.</summary>
    HostError Unreadable(ResourceId id, string why, IReadOnlyList<Origin> origins) => MachineErrors.WindowsUnreadable(id, why, origins);

    /// <summary>What is said when one is not as it was written.</summary>
    HostError NotAsWritten(ResourceId id, string now, string wanted) => MachineErrors.WindowsNotAsWritten(id, now, wanted);
}
