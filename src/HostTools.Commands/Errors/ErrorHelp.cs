using System.Text.Json;

namespace HostTools.Commands;

/// <summary>What an error means, what causes it and what helps.</summary>
/// <param name="Id">Stable identifier, for example <c>UnknownOption</c>.</param>
/// <param name="Area">The part of HostTools that tells it: Configuration, Activation, Machine, Commands or Platform.</param>
/// <param name="Meaning">What it means.</param>
/// <param name="Example">Something small that causes it: text of a host's file, a command, or a situation in words.</param>
/// <param name="Fix">What helps.</param>
public sealed record ErrorHelp(string Id, string Area, string Meaning, string Example, string Fix)
{
    private const string Resource = "HostTools.Commands.Errors.errors.json";

    private static readonly Lazy<ErrorHelp[]> s_all = new(Load);

    /// <summary>All errors, ordered by id. The documentation comments of their factories are the source; a committed file carries them.</summary>
    public static IReadOnlyList<ErrorHelp> All => s_all.Value;

    /// <summary>As a person reads it, without a line end.</summary>
    public override string ToString() =>
        $"{Id} ({Area})\n  {Meaning}\n\nExample:\n  {Example.Replace("\n", "\n  ", StringComparison.Ordinal)}\n\nWhat helps:\n  {Fix}";

    private static ErrorHelp[] Load()
    {
        using Stream data = typeof(ErrorHelp).Assembly.GetManifestResourceStream(Resource)!;
        return JsonSerializer.Deserialize<ErrorHelp[]>(data, JsonSerializerOptions.Web)!;
    }
}
