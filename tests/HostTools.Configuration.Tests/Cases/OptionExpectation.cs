using HostTools.Configuration.Yaml;

namespace HostTools.Configuration.Tests.Cases;

/// <summary>What one field of a listed option must say; lists by line.</summary>
internal sealed record OptionExpectation(string Option, string Field, string Text)
{
    public static IEnumerable<OptionExpectation> Read(YamlEntry option) =>
        ((YamlMapping)option.Value).Entries.Select(entry => new OptionExpectation(option.Key.Value, entry.Key.Value, string.Join('\n', Case.List(entry.Value))));

    public void Check(IReadOnlyList<OptionInfo> options)
    {
        OptionInfo? option = options.SingleOrDefault(o => o.Name == Option);
        Assert.True(option is not null, $"'{Option}' is not listed; there are {string.Join(", ", options.Select(static o => o.Name))}");
        string found = Field switch
        {
            "type" => option.Type,
            "description" => option.Description,
            "default" => option.Default ?? "(none)",
            "example" => option.Example ?? "(none)",
            "value" => option.IsDefined ? CaseTests.Render(option.Value) : "(none)",
            "internal" => option.IsInternal ? "true" : "false",
            "placeholder" => option.IsPlaceholder ? "true" : "false",
            "declarations" => string.Join('\n', option.Declarations),
            "definitions" => string.Join('\n', option.Definitions.Select(static d => $"{d.Origin} {d.Value}")),
            "reasons" => string.Join('\n', option.Definitions.Select(static d => $"{d.Origin} {d.Priority} {d.Order} {(d.Won ? "won" : "lost")}: {d.Reason}")),
            _ => throw new InvalidOperationException($"'{Field}' is no field of an option."),
        };
        Assert.Equal(Text, found);
    }
}
