using HostTools.Configuration.Tests.Cases;
using HostTools.Platform;

namespace HostTools.Configuration.Tests.Errors;

/// <summary>Every error this room can tell has a case that pins its whole text and its file, line and column.</summary>
public sealed class PinnedErrorTests
{
    /// <summary>Errors that no host of a tree can have; where their text is pinned instead.</summary>
    private static readonly Dictionary<string, string> s_elsewhere = new()
    {
        [nameof(ConfigurationErrors.ConfigurationTreeNotFound)] = nameof(TreeTests.A_folder_without_a_tree_says_what_is_missing),
        [nameof(ConfigurationErrors.UnreadableFile)] = nameof(TreeTests.Bytes_that_are_no_text_are_an_error_with_the_file),
        [nameof(ConfigurationErrors.YamlTooDeep)] = nameof(HostileInputTests.Deep_nesting_is_stopped),
        [nameof(ConfigurationErrors.AliasesTooLarge)] = nameof(HostileInputTests.Aliases_that_multiply_are_stopped),
        [nameof(ConfigurationErrors.EvaluationTooDeep)] = nameof(HostileInputTests.A_chain_of_options_that_is_too_long_is_stopped),
        ["ListNotEditable"] = nameof(Editing.ListEditTests.The_place_and_the_way_out_are_told),
        ["ExpressionBudgetExceeded"] = nameof(HostileInputTests.An_expression_that_never_ends_runs_out_of_its_budget),
    };

    private static readonly Lazy<IReadOnlySet<string>> s_pinned = new(FindPinned);

    public static TheoryData<string> Ids => [.. ErrorIds.All];

    [Theory]
    [MemberData(nameof(Ids))]
    public void A_case_pins_text_and_place(string id) =>
        Assert.True(
            s_pinned.Value.Contains(id) || s_elsewhere.ContainsKey(id),
            $"No case of tests/cases pins '{id}': one is needed that lists it under 'errors' or in 'warns', and whose 'says' or 'warns' holds its place and whole text.");

    [Fact]
    public void Every_id_is_found() => Assert.True(ErrorIds.All.Count > 90, string.Join(", ", ErrorIds.All));

    [Fact]
    public void What_is_pinned_elsewhere_is_not_pinned_by_a_case_too() => Assert.DoesNotContain(s_elsewhere.Keys, s_pinned.Value.Contains);

    private static HashSet<string> FindPinned()
    {
        var pinned = new HashSet<string>(StringComparer.Ordinal);
        foreach (Case @case in Case.LoadAll().Where(static c => c.Says.Count > 0 || c.Warns.Count > 0))
        {
            HostEvaluation evaluation = CaseRun.Evaluate(@case);
            foreach (HostError error in evaluation.Errors.Where(e => @case.Says.Any(text => Holds(text, e))).Concat(evaluation.Warnings.Where(w => @case.Warns.Any(text => Holds(text, w)))))
                pinned.Add(error.Id);
        }

        return pinned;
    }

    private static bool Holds(string expected, HostError error) => expected.Contains(error.ToString(), StringComparison.Ordinal);
}
