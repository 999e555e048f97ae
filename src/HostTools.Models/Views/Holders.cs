namespace HostTools.Models;

/// <summary>Names of those who have models in views.</summary>
public static class Holders
{
    private const string Machine = "machine ";
    private const string Home = "home ";
    private const string Prompt = "prompt ";

    /// <summary>A model that a configuration declares.</summary>
    /// <param name="user">Whose home; null for the machine.</param>
    /// <param name="name">Name of the model.</param>
    public static string Declared(string? user, string name) => user is null ? Machine + name : $"{Home}{user} {name}";

    /// <summary>A model that somebody installed by hand.</summary>
    public static string Installed(string name) => Prompt + name;

    /// <summary>The name of a model that was installed by hand; null for others.</summary>
    public static string? InstalledName(string holder) => holder.StartsWith(Prompt, StringComparison.Ordinal) ? holder[Prompt.Length..] : null;

    /// <summary>Name of the model.</summary>
    public static string NameOf(string holder) => holder[(holder.LastIndexOf(' ') + 1)..];

    /// <summary>Who has it: <c>prompt</c>, <c>machine</c>, or <c>home ada</c>.</summary>
    public static string KindOf(string holder) => holder[..holder.LastIndexOf(' ')];

    /// <summary>For messages: <c>the model 'llama' of the configuration</c>.</summary>
    public static string Words(string holder) => holder.Split(' ') switch
    {
        ["machine", .. var name] => $"the model '{string.Join(' ', name)}' of the configuration",
        ["home", var user, .. var name] => $"the model '{string.Join(' ', name)}' of the home of '{user}'",
        _ => $"the model '{InstalledName(holder) ?? holder}', installed by hand",
    };
}
