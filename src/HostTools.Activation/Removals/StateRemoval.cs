namespace HostTools.Activation;

/// <summary>What was removed of the state of a target.</summary>
/// <param name="Target">Path of the target.</param>
/// <param name="User">Whose home it is; null for a machine.</param>
/// <param name="Changes">What un-declaring everything did.</param>
/// <param name="Generations">Generations that were removed.</param>
/// <param name="Left">Files and folders of the state that stay, as paths of the machine that runs us: versions that were changed by hand, and what is not HostTools' own.</param>
public sealed record StateRemoval(string Target, string? User, IReadOnlyList<PlanChange> Changes, int Generations, IReadOnlyList<string> Left);
