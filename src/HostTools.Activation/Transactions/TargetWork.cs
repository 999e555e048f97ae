namespace HostTools.Activation;

/// <summary>Who works on a target at this moment.</summary>
/// <param name="ProcessId">Number of the process.</param>
/// <param name="User">Who runs it.</param>
/// <param name="Purpose">What it is doing: <c>applying a plan</c>.</param>
public sealed record TargetWork(int ProcessId, string User, string Purpose)
{
    internal static TargetWork Of(LockOwner owner) => new(owner.ProcessId, owner.User, owner.Purpose);

    /// <summary>In a sentence's words.</summary>
    public override string ToString() => $"process {ProcessId} of '{User}' is {Purpose}";
}
