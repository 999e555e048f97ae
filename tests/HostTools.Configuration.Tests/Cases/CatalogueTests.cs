using System.Globalization;

namespace HostTools.Configuration.Tests.Cases;

/// <summary>Every number of the catalogue has a case: its id is the number, further ones add letters.</summary>
public sealed class CatalogueTests
{
    [Fact]
    public void Every_number_of_the_catalogue_has_a_case()
    {
        HashSet<int> covered = [.. Case.LoadAll().Select(static c => NumberOf(c.Id)).OfType<int>()];
        int[] missing = [.. Read("numbers.txt").Where(number => !covered.Contains(number))];

        Assert.Equal(Read("missing.txt").Order(), missing.Order());
    }

    private static int? NumberOf(string id)
    {
        ReadOnlySpan<char> digits = id.AsSpan().TrimEnd("abcdefghijklmnopqrstuvwxyz");
        return digits.Length >= id.Length - 1 && int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number : null;
    }

    private static IEnumerable<int> Read(string name) =>
        File.ReadLines(Path.Combine(Case.RepositoryRoot(), "tests", "cases", name))
            .Where(static line => !line.StartsWith('#'))
            .SelectMany(static line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            .Select(static word => int.Parse(word, CultureInfo.InvariantCulture));
}
