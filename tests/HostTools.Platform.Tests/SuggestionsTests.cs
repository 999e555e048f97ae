namespace HostTools.Platform.Tests;

public sealed class SuggestionsTests
{
    [Theory]
    [InlineData("toastr", "toaster")]
    [InlineData("toatser", "toaster")]
    [InlineData("TOASTER", "toaster")]
    [InlineData("kettle", null)]
    [InlineData("", null)]
    public void A_misspelt_name_is_recognised_and_a_different_one_is_not(string word, string? expected) =>
        Assert.Equal(expected, Suggestions.Nearest(word, ["nixos", "toaster"]));

    [Fact]
    public void At_most_three_near_names_are_offered_as_a_choice() =>
        Assert.Equal(" Did you mean 'vm2', 'vm3' or 'vm4'?", Suggestions.DidYouMean("vm1", ["vm5", "vm4", "vm3", "vm2", "other"]));
}
