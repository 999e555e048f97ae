using HostTools.Models.Tests.Downloads;

namespace HostTools.Models.Tests;

/// <summary>What tests run as another process, to kill it in the middle.</summary>
public static class Program
{
    /// <summary>Runs what the first word names.</summary>
    public static async Task<int> Main(string[] arguments) => arguments switch
    {
        ["fetch", var store, var address] => await KillTests.FetchAsync(store, new Uri(address)),
        _ => 64,
    };
}
