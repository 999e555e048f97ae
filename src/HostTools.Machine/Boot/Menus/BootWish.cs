using System.Text.Json;
using HostTools.Activation;

namespace HostTools.Machine.Boot;

/// <summary>An entry that shall be in the menu: the system as it is with other parameters, or a kernel of its own.</summary>
/// <param name="Name">What it is declared by; part of file names and ids.</param>
/// <param name="Title">What the menu shows.</param>
internal sealed record BootWish(string Name, string Title)
{
    /// <summary>Parameters behind those of the entry it follows.</summary>
    public IReadOnlyList<string> Parameters { get; init; } = [];

    /// <summary>Parameters of the entry it follows that it does not have, as whole words or by the name before '='.</summary>
    public IReadOnlyList<string> Without { get; init; } = [];

    /// <summary>Id of the entry it follows; null for the one that starts by default without us.</summary>
    public string? Follows { get; init; }

    /// <summary>A kernel of its own: then it follows none, and <see cref="CommandLine"/> is all of its parameters.</summary>
    public string? Image { get; init; }

    public IReadOnlyList<string> Initrds { get; init; } = [];

    public string CommandLine { get; init; } = string.Empty;

    /// <summary>In front of the entries that are there, not behind them.</summary>
    public bool IsFirst { get; init; }

    /// <summary>How many kernels it is there for, the newest first, where the menu has several of one system.</summary>
    public int Kernels { get; init; } = 1;

    /// <summary>The parameters of an entry with what is left out left out and ours added.</summary>
    public string Applied(string? parameters)
    {
        IEnumerable<string> kept = KernelParameters.Split(parameters ?? string.Empty).Where(word => !Without.Any(name => word == name || word.StartsWith(name + "=", StringComparison.Ordinal)));
        return string.Join(' ', kept.Concat(Parameters));
    }

    public void Write(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WriteString("name", Name);
        writer.WriteString("title", Title);
        BootMenuJson.Write(writer, "parameters", Parameters);
        BootMenuJson.Write(writer, "without", Without);
        if (Follows is not null)
            writer.WriteString("follows", Follows);
        if (Image is not null)
        {
            writer.WriteString("image", Image);
            BootMenuJson.Write(writer, "initrds", Initrds);
            writer.WriteString("commandLine", CommandLine);
        }

        writer.WriteBoolean("first", IsFirst);
        writer.WriteNumber("kernels", Kernels);
        writer.WriteEndObject();
    }

    public static BootWish Read(JsonElement json) => new(BootName.Checked(json.Text("name")), json.Text("title"))
    {
        Parameters = json.Texts("parameters"),
        Without = json.Texts("without"),
        Follows = json.OptionalText("follows"),
        Image = json.OptionalText("image"),
        Initrds = json.Optional("initrds") is null ? [] : json.Texts("initrds"),
        CommandLine = json.OptionalText("commandLine") ?? string.Empty,
        IsFirst = json.Flag("first"),
        Kernels = Math.Max(1, json.Number("kernels")),
    };
}
