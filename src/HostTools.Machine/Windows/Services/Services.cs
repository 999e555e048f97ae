using HostTools.Platform;

namespace HostTools.Machine.Windows;

/// <summary>The services of a Windows.</summary>
internal sealed class Services(ServiceControl control) : IThings<ServiceState>
{
    public async Task<IReadOnlyList<ServiceState>> ReadAsync(IReadOnlyList<string> keys, CancellationToken token)
    {
        var states = new List<ServiceState>(keys.Count);
        foreach (string key in keys)
            states.Add(await control.ReadAsync(Checked(key), token).ConfigureAwait(false));
        return states;
    }

    public async Task WriteAsync(string key, ServiceState state, Action<string> note, CancellationToken token)
    {
        if (state.IsAbsent)
            return; // It was not there, and nothing of ours installs services.
        ServiceState now = await control.ReadAsync(Checked(key), token).ConfigureAwait(false);
        if (now.IsAbsent)
            throw new HostToolsException(MachineErrors.ServiceGone(key));
        ServiceStart start = state.Start ?? now.Start ?? ServiceStart.Manual;
        bool starts = state.IsRunning == true && now.IsRunning == false;
        // What is disabled cannot be started, and one that is disabled may run.
        if (starts && start is ServiceStart.Disabled)
            await ConfigureAsync(ServiceStart.Manual).ConfigureAwait(false);
        else
            await ConfigureAsync(start).ConfigureAwait(false);
        if (starts)
            await control.StartAsync(key, token).ConfigureAwait(false);
        await ConfigureAsync(start).ConfigureAwait(false);
        if (state.IsRunning == false && now.IsRunning == true)
            await control.StopAsync(key, token).ConfigureAwait(false);

        async Task ConfigureAsync(ServiceStart wanted)
        {
            if (now.Start == wanted)
                return;
            await control.ConfigureAsync(key, wanted, token).ConfigureAwait(false);
            now = now with { Start = wanted };
        }
    }

    private static string Checked(string name) => ServiceControl.IsName(name) ? name : throw new FormatException($"has '{name}' where a service is expected");
}
