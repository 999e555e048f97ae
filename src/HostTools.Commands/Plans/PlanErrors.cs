using HostTools.Platform;

namespace HostTools.Commands;

/// <summary>The failures of commands about plans and generations; each factory's name is the error id.</summary>
internal static class PlanErrors
{
    public static HostToolsException RootMissing() =>
        new(new HostError(nameof(RootMissing), ErrorKind.NotSupported,
            "This version of HostTools applies to folders only, not yet to the machine it runs on. Name the folder with -Root (--root)."));

    public static HostToolsException RootIsMachine(string root) =>
        new(new HostError(nameof(RootIsMachine), ErrorKind.NotSupported,
            $"'{root}' is the root of the machine this runs on, and this version of HostTools applies to folders only. Name another folder with -Root (--root).", root));

    public static HostToolsException FolderIsFile(string path) =>
        new(new HostError(nameof(FolderIsFile), ErrorKind.InvalidInput,
            $"'{path}' is a file where a folder is needed: -Root (--root) and -State (--state) name folders.", path));

    public static HostToolsException PlanMissing() =>
        new(new HostError(nameof(PlanMissing), ErrorKind.InvalidInput,
            "There is nothing to apply. Give a host's name, pipe a plan of Get-HostPlan, or give the file of a saved one with -Path (--path)."));

    public static HostToolsException PlanPathIsFolder(string path) =>
        new(new HostError(nameof(PlanPathIsFolder), ErrorKind.InvalidInput,
            $"'{path}' is a folder, not a saved plan. To apply a host of that configuration tree, give the host's name as well.", path));

    public static HostToolsException RootOfPlan(string planned) =>
        new(new HostError(nameof(RootOfPlan), ErrorKind.InvalidInput,
            $"The plan was made for '{planned}' and can be applied only there. Leave -Root (--root) away, or make a plan for the other folder.", planned));

    public static HostToolsException NoEarlierGeneration(int? current) =>
        new(new HostError(nameof(NoEarlierGeneration), ErrorKind.NotFound,
            current is null
                ? "Nothing was ever applied here, so there is no generation to go back to."
                : $"Generation {current} is the oldest that is kept, so there is none to go back to."));

    public static HostToolsException PruneRuleMissing() =>
        new(new HostError(nameof(PruneRuleMissing), ErrorKind.InvalidInput,
            "No rule says which generations go. Give -Keep (--keep), -OlderThan (--older-than), or both."));
}
