namespace HostTools.Machine.Units;

/// <summary>What a changed unit asks for.</summary>
internal enum UnitDifference
{
    /// <summary>Nothing that its process would notice.</summary>
    None,

    /// <summary>It can be told to reload.</summary>
    Reload,

    /// <summary>It has to be started anew.</summary>
    Restart,
}

/// <summary>Compares units by what they say, not by their text, as NixOS does.</summary>
internal static class UnitComparison
{
    private const string ReloadTriggers = "X-Reload-Triggers";

    // What is read at another time than when the unit starts. [Install] is for links, which are there by themselves.
    private static readonly HashSet<string> s_ignored = new(StringComparer.Ordinal)
    {
        ReloadTriggers, "Description", "Documentation", "OnFailure", "OnSuccess", "OnFailureJobMode", "IgnoreOnIsolate", "StopWhenUnneeded",
        "RefuseManualStart", "RefuseManualStop", "AllowIsolate", "CollectMode", "SourcePath",
    };

    /// <summary>The greatest of all differences, and where it is.</summary>
    public static (UnitDifference Difference, string Reason) Of(UnitFile old, UnitFile wanted)
    {
        (UnitDifference Difference, string Reason) result = (UnitDifference.None, "nothing that counts changes");
        foreach (string section in old.Sections.Union(wanted.Sections, StringComparer.Ordinal).Where(static section => section != "Install"))
        {
            foreach (string key in old.Keys(section).Union(wanted.Keys(section), StringComparer.Ordinal))
            {
                UnitDifference difference = Of(section, key, old.Values(section, key), wanted.Values(section, key));
                if (difference > result.Difference)
                    result = (difference, key.StartsWith("X-", StringComparison.Ordinal) && key.EndsWith("-Triggers", StringComparison.Ordinal) ? $"{key[2..]} change" : $"{key}= {How(old.Values(section, key), wanted.Values(section, key))}");
            }
        }

        return result;
    }

    private static UnitDifference Of(string section, string key, IReadOnlyList<string>? old, IReadOnlyList<string>? wanted)
    {
        if (old is not null && wanted is not null && old.SequenceEqual(wanted, StringComparer.Ordinal))
            return UnitDifference.None;
        return (section, key) switch
        {
            ("Unit", ReloadTriggers) => wanted is null ? UnitDifference.None : UnitDifference.Reload,
            ("Unit", _) when s_ignored.Contains(key) => UnitDifference.None,
            ("Service", "ExecReload") => wanted is null ? UnitDifference.None : UnitDifference.Reload,
            ("Mount", "Options") => UnitDifference.Reload,
            _ => UnitDifference.Restart,
        };
    }

    private static string How(IReadOnlyList<string>? old, IReadOnlyList<string>? wanted) => old is null ? "is new" : wanted is null ? "is gone" : "changes";
}
