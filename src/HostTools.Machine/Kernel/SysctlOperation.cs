using System.Text.Json;
using HostTools.Activation;
using HostTools.Activation.Resources;
using HostTools.Platform;

namespace HostTools.Machine.Kernel;

/// <summary>Gives the running kernel other values.</summary>
internal sealed class SysctlOperation(ResourceId resource, SysctlState after, bool isOptional) : Operation
{
    public override string Kind => SysctlResource.KindName;

    public override ResourceId Resource => resource;

    public override string Description => $"Setting '{resource.Key}' of the kernel";

    // Undone after commands have run again: some of them read the old files into the kernel, where somebody may have had other values.
    public override bool AnnouncesStart => true;

    public override Task<Action<Utf8JsonWriter>> CaptureAsync(OperationContext context, CancellationToken token)
    {
        SysctlState now = Now(context);
        return Task.FromResult<Action<Utf8JsonWriter>>(now.Write);
    }

    public override Task DoAsync(OperationContext context, CancellationToken token)
    {
        var settings = new KernelSettings(context.Target.Root);
        SysctlState now = Now(context);
        foreach ((string name, string value) in after.Values.Where(pair => !Single(pair.Key, pair.Value).IsMetBy(now)))
        {
            try
            {
                settings.Write(name, value);
            }
            catch (IOException cause) when (isOptional)
            {
                context.Note($"The kernel refuses '{value}' for {name}: {cause.Message}");
            }
            catch (IOException cause)
            {
                throw new HostToolsException(MachineErrors.SysctlRefused(name, value, cause.Message));
            }
        }

        return Task.CompletedTask;
    }

    /// <summary>Some settings are wishes, of which the kernel grants what it can.</summary>
    public override Task VerifyAsync(OperationContext context, CancellationToken token)
    {
        SysctlState now = Now(context);
        if (!isOptional)
        {
            foreach ((string name, string value) in after.Values.Where(pair => !Single(pair.Key, pair.Value).IsMetBy(now)))
                context.Note($"The kernel made '{now.Values.GetValueOrDefault(name)}' of '{value}' for {name}.");
        }

        return Task.CompletedTask;
    }

    private SysctlState Now(OperationContext context)
    {
        var settings = new KernelSettings(context.Target.Root);
        return SysctlState.Of(after.Values.Keys.Select(name => (Name: name, Value: settings.TryRead(name))).Where(static pair => pair.Value is not null)
            .Select(static pair => new KeyValuePair<string, string>(pair.Name, pair.Value!))); // The filter leaves only those.
    }

    private static SysctlState Single(string name, string value) => SysctlState.Of([new(name, value)]);
}

/// <summary>Gives the kernel the values that it had.</summary>
internal sealed class SysctlUndo : IUndo
{
    public static SysctlUndo Instance { get; } = new();

    public string Kind => SysctlResource.KindName;

    public bool IsLast => true;

    public int Rank => 5;

    public Task UndoAsync(JsonElement record, OperationContext context, CancellationToken token)
    {
        var settings = new KernelSettings(context.Target.Root);
        foreach ((string name, string value) in SysctlState.Read(record).Values)
        {
            // What is gone meanwhile, with its module or network, has no value; after a boot the kernel has those of the files.
            if (settings.TryRead(name) is { } now && now != value)
                settings.Write(name, value);
        }

        return Task.CompletedTask;
    }
}
