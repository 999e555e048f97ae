namespace HostTools.Virtualization;

/// <summary>What an agent says of itself and its system.</summary>
/// <param name="Version">Version of the agent.</param>
/// <param name="Commands">Commands that it executes; those that the guest's owner switched off are missing.</param>
/// <param name="System">Pretty name of the operating system; null where it does not tell.</param>
public sealed record GuestAbout(string Version, IReadOnlyList<string> Commands, string? System);

/// <summary>Somebody who is logged in.</summary>
/// <param name="Name">Name of the account.</param>
/// <param name="Domain">Windows domain; null elsewhere.</param>
/// <param name="Since">When the session began, in UTC.</param>
public sealed record GuestUser(string Name, string? Domain, DateTimeOffset Since);

/// <summary>A network interface in a guest.</summary>
/// <param name="Name">Its name there.</param>
/// <param name="Mac">Hardware address; null for one without.</param>
/// <param name="Addresses">IP addresses with prefix length: <c>192.168.122.7/24</c>.</param>
public sealed record GuestInterface(string Name, string? Mac, IReadOnlyList<string> Addresses);
