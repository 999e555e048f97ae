using HostTools.Commands.Framework;
using HostTools.Configuration;
using HostTools.Platform;
using HostTools.Virtualization;

namespace HostTools.Commands;

/// <summary>Machines that a host of a configuration declares.</summary>
/// <param name="Host">Name of the host.</param>
/// <param name="ByName">The machines.</param>
internal sealed record DeclaredMachines(string Host, IReadOnlyDictionary<string, VmResource> ByName)
{
    /// <summary>Evaluates the host.</summary>
    /// <exception cref="HostToolsException">With all errors of the configuration.</exception>
    public static DeclaredMachines Of(CommandContext context, VmTreeCommand given, CancellationToken token)
    {
        HostConfig config = HostSource.Open(context, given.Path, given.Parameter, target: null).Require(given.HostName, token);
        return new DeclaredMachines(config.Name, PlanMaker.Realise(context, config).Resources.OfType<VmResource>().ToDictionary(static vm => vm.Spec.Name, StringComparer.Ordinal));
    }

    /// <summary>The same where nobody asked for it: null, with a warning where there is a host and it has errors.</summary>
    public static DeclaredMachines? Near(CommandContext context, VmTreeCommand given, CancellationToken token)
    {
        try
        {
            return Of(context, given, token);
        }
        catch (HostToolsException missing) when (missing.Errors[0].Id is nameof(ConfigurationErrors.ConfigurationTreeNotFound) or nameof(PlanErrors.MachineHasNoHost))
        {
            return null;
        }
        catch (HostToolsException wrong)
        {
            context.Warning($"What is declared is not known, as the configuration has errors: {wrong.Errors[0]}");
            return null;
        }
    }

    /// <summary>Declared machines that names and wildcards mean; a name that there is not gives an error.</summary>
    public IReadOnlyList<VmResource> Matching(CommandContext context, IReadOnlyList<string> names)
    {
        var found = new List<VmResource>();
        foreach (string name in names.DefaultIfEmpty("*"))
        {
            var pattern = new NamePattern(name);
            VmResource[] matching = ByName.TryGetValue(name, out VmResource? exact) ? [exact] : pattern.HasWildcards ? [.. ByName.Values.Where(vm => pattern.IsMatch(vm.Spec.Name)).OrderBy(static vm => vm.Spec.Name, StringComparer.Ordinal)] : [];
            found.AddRange(matching.Except(found));
            if (matching.Length == 0 && !pattern.HasWildcards)
                context.Error(VmErrors.VmNotDeclared(name, ByName.Keys, Host));
            else if (matching.Length == 0)
                context.Note($"'{Host}' declares no machine{(name == "*" ? string.Empty : $" that matches '{name}'")}.");
        }

        return found;
    }
}
