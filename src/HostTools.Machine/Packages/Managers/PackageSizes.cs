namespace HostTools.Machine.Packages.Managers;

/// <summary>How much room packages take.</summary>
/// <param name="Archives">Folder for what is fetched.</param>
/// <param name="Fetched">Bytes to be got from elsewhere.</param>
/// <param name="Installed">Bytes that the disk has to have at most, while they are unpacked and afterwards, beyond what is taken now.</param>
internal sealed record PackageSizes(string Archives, long Fetched, long Installed);
