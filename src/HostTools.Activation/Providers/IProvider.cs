namespace HostTools.Activation;

/// <summary>Knows one kind of resource on one kind of target. Made by deriving from <c>Provider&lt;R, S&gt;</c>.</summary>
public interface IProvider
{
    /// <summary>Kind of resources it is for: file, link, user, …</summary>
    string Kind { get; }
}
