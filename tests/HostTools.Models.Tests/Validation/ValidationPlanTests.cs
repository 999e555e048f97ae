using HostTools.Models.Validation;
using HostTools.Platform;

namespace HostTools.Models.Tests.Validation;

/// <summary>Presets, precedence and merging.</summary>
public sealed class ValidationPlanTests
{
    private static string Show(ValidationPlan plan) =>
        string.Join(' ', plan.Validators.Select(static item => $"{item.Name}:{item.OnFailure.ToString().ToLowerInvariant()}:{item.Timeout?.TotalSeconds ?? 0}"));

    [Theory]
    [InlineData("strict", "checksums:abort:600 pickleScan:abort:600 modelscan:abort:600 noPickleFiles:abort:600 safetensorsOnly:abort:600 noPythonCode:abort:600 validConfigJson:abort:600 licenseCheck:warn:600 validHfStructure:warn:600")]
    [InlineData("standard", "checksums:abort:300 pickleScan:abort:300 modelscan:abort:300 validConfigJson:abort:300 validHfStructure:warn:300")]
    [InlineData("minimal", "checksums:warn:60 validHfStructure:warn:60")]
    [InlineData("none", "")]
    [InlineData("quick", "validHfStructure:warn:30")]
    [InlineData("paranoid", "checksums:abort:1200 pickleScan:abort:1200 modelscan:abort:1200 noPickleFiles:abort:1200 safetensorsOnly:abort:1200 noPythonCode:abort:1200 validConfigJson:abort:1200 licenseCheck:warn:1200 validHfStructure:warn:1200 maxSize:abort:1200 signatureVerify:warn:1200 requiredFiles:abort:1200")]
    public void Presets_are_what_they_say(string preset, string plan) => Assert.Equal(plan, Show(ValidationPlan.Of(new ValidationOptions { Preset = preset })));

    [Fact]
    public void Nothing_said_is_standard() => Assert.Equal(Show(ValidationPlan.Of(new ValidationOptions { Preset = "standard" })), Show(ValidationPlan.Of(new ValidationOptions())));

    [Fact]
    public void What_a_validator_says_goes_before_the_preset_and_that_before_the_global_setting()
    {
        var global = new ValidationOptions { OnFailure = FailureAction.Skip, Timeout = Duration.Parse("7s"), Preset = "standard" };
        var model = new ValidationOptions { Preset = "minimal", Validators = [ValidatorSpec.Parse("no-pickle") with { OnFailure = FailureAction.Abort }, ValidatorSpec.Parse("max-size:1G") with { Timeout = Duration.Parse("1s") }] };
        Assert.Equal("checksums:warn:60 noPickleFiles:abort:60 maxSize:warn:1", Show(ValidationPlan.Of(global, model)));
        Assert.Equal("checksums:skip:7 pickleScan:skip:7 modelscan:skip:7 validConfigJson:skip:7 validHfStructure:warn:7", Show(ValidationPlan.Of(global)));
    }

    [Fact]
    public void Settings_of_a_model_keep_what_they_do_not_say_and_lists_replace()
    {
        var global = new ValidationOptions { Modelscan = false, Validators = [new("noPythonCode"), new("noSymlinks")] };
        Assert.Equal("checksums:abort:300 pickleScan:abort:300 noPythonCode:abort:300 noSymlinks:abort:300", Show(ValidationPlan.Of(global, new ValidationOptions { Enable = true })));
        Assert.Equal("pickleScan:warn:300 noPickleFiles:warn:300", Show(ValidationPlan.Of(global, new ValidationOptions { Checksums = false, OnFailure = FailureAction.Warn, Validators = [new("no-pickle")] })));
        Assert.Empty(ValidationPlan.Of(global, new ValidationOptions { Enable = false }).Validators);
        Assert.NotEmpty(ValidationPlan.Of(new ValidationOptions { Preset = "none" }, new ValidationOptions { Preset = "quick" }).Validators);
    }

    [Theory]
    [InlineData("no-pickles", "ValidatorUnknown", "no-pickle")]
    [InlineData("max-size", "ValidatorMalformed", "max-size:10G")]
    [InlineData("max-size:huge", "ValidatorMalformed", "huge")]
    [InlineData("required-files", "ValidatorMalformed", "config.json")]
    [InlineData("no-pickle:yes", "ValidatorMalformed", "takes nothing")]
    public void Wrong_validators_are_refused_with_the_right_form(string text, string id, string words)
    {
        HostError error = Assert.Single(Assert.Throws<HostToolsException>(() => ValidatorSpec.Parse(text)).Errors);
        Assert.Equal(id, error.Id);
        Assert.Contains(words, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void All_wrong_validators_are_told_at_once()
    {
        var options = new ValidationOptions { Validators = [new("nothing"), new("maxSize"), new("mine") { Command = " " }] };
        Assert.Equal(["ValidatorUnknown", "ValidatorMalformed", "ValidatorMalformed"], Assert.Throws<HostToolsException>(() => ValidationPlan.Of(options)).Errors.Select(static error => error.Id));
    }

    [Fact]
    public void A_wrong_preset_is_refused() =>
        Assert.Equal("PresetUnknown", Assert.Throws<HostToolsException>(() => ValidationPlan.Of(new ValidationOptions { Preset = "strickt" })).Errors[0].Id);

    [Fact]
    public void Plans_that_differ_have_different_fingerprints()
    {
        string[] prints = [.. ValidationPresets.Names.Select(static name => ValidationPlan.Of(new ValidationOptions { Preset = name }).Fingerprint)];
        Assert.Equal(prints.Length, prints.Distinct().Count());
        Assert.Equal(ValidationPlan.Of(new ValidationOptions()).Fingerprint, ValidationPlan.Of(new ValidationOptions { Preset = "standard" }).Fingerprint);
    }
}
