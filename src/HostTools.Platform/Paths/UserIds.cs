namespace HostTools.Platform;

/// <summary>A user by numbers, as the kernel knows him.</summary>
/// <param name="User">Number of the user.</param>
/// <param name="Group">Number of the primary group.</param>
public readonly record struct UserIds(int User, int Group);
