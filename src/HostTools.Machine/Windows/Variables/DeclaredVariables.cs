using HostTools.Activation.Resources;
using HostTools.Configuration;
using HostTools.Platform;

namespace HostTools.Machine.Windows;

/// <summary>Renders <c>environment.variables</c> of a host with Windows, or the session's variables and path of a home.</summary>
internal sealed class DeclaredVariables(HostConfig config, ModuleSource library, ResourceSet into)
{
    private const string Path = "Path";

    /// <summary>Adds every variable.</summary>
    public void Realise()
    {
        string[] option = config.Meta.User is null ? ["environment", "variables"] : ["home", "sessionVariables"];
        if (config.TryGet(out object? value, option) && value is ConfigMap variables)
        {
            foreach ((string name, object? content) in variables.OrderBy(static pair => pair.Key, StringComparer.Ordinal))
                into.Add(Of(name, content) with { Origins = Places([.. option, name]) });
        }

        if (config.Meta.User is not null && config.TryGet(out object? folders, "home", "sessionPath") && Entry.TextsOf(folders) is { Count: > 0 } path)
            into.Add(new VariableResource(Path) { First = [.. path.Distinct(StringComparer.OrdinalIgnoreCase)], Origins = Places("home", "sessionPath", "0") });
    }

    /// <summary>An element that names the variable itself stands for what is there: those before it come in front.</summary>
    private static VariableResource Of(string name, object? content)
    {
        if (content is not System.Collections.IEnumerable or string)
            return new VariableResource(name) { Text = Entry.TextOf(content) };
        string[] entries = [.. Entry.TextsOf(content).Distinct(StringComparer.OrdinalIgnoreCase)];
        int itself = Array.FindIndex(entries, entry => string.Equals(entry, $"%{name}%", StringComparison.OrdinalIgnoreCase));
        return itself < 0
            ? new VariableResource(name) { Last = entries }
            : new VariableResource(name) { First = entries[..itself], Last = entries[(itself + 1)..] };
    }

    private IReadOnlyList<Origin> Places(params string[] path) => [.. config.OriginsOf([.. path]).OrderBy(place => Entry.IsOf(library, place))];
}
