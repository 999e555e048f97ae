namespace HostTools.Machine.Windows;

/// <summary>All things of one kind on a Windows.</summary>
/// <typeparam name="S">Their states.</typeparam>
internal interface IThings<S>
    where S : ThingState, IThingState<S>
{
    /// <summary>Looks at things by their keys, in the same order.</summary>
    /// <exception cref="HostTools.Platform.HostToolsException">One of them cannot be looked at.</exception>
    Task<IReadOnlyList<S>> ReadAsync(IReadOnlyList<string> keys, CancellationToken token);

    /// <summary>Brings a thing to a state, whatever it is in. Idempotent, and harmless when killed inside.</summary>
    /// <param name="key">Which one.</param>
    /// <param name="state">How it shall be; parts that it does not speak of stay.</param>
    /// <param name="note">Takes what is worth knowing, such as that a restart is needed.</param>
    /// <param name="token">Ends it.</param>
    /// <exception cref="HostTools.Platform.HostToolsException">Windows refused.</exception>
    Task WriteAsync(string key, S state, Action<string> note, CancellationToken token);
}
