using System.Text.RegularExpressions;

namespace HostTools.Models;

/// <summary>How a registry wants to be told who asks (distribution-spec, "token authentication").</summary>
/// <param name="Scheme"><c>Bearer</c> or <c>Basic</c>.</param>
/// <param name="Realm">Who gives tokens; empty for Basic.</param>
/// <param name="Service">Named to that server; may be empty.</param>
/// <param name="Scope">The same; may be empty.</param>
internal sealed partial record AuthChallenge(string Scheme, string Realm, string Service, string Scope)
{
    /// <summary>The first one of a <c>WWW-Authenticate</c> header that is understood, Bearer before Basic; null when none is.</summary>
    public static AuthChallenge? Parse(string header)
    {
        if (header.IndexOf("Bearer ", StringComparison.OrdinalIgnoreCase) is >= 0 and var start)
        {
            Dictionary<string, string> values = Parameter().Matches(header, start).DistinctBy(static match => match.Groups[1].Value)
                .ToDictionary(static match => match.Groups[1].Value, static match => match.Groups[2].Value, StringComparer.OrdinalIgnoreCase);
            return new AuthChallenge("Bearer", Value("realm"), Value("service"), Value("scope"));

            string Value(string name) => values.GetValueOrDefault(name, string.Empty);
        }

        return header.StartsWith("Basic", StringComparison.OrdinalIgnoreCase) ? new AuthChallenge("Basic", string.Empty, string.Empty, string.Empty) : null;
    }

    [GeneratedRegex("([A-Za-z]+)=\"([^\"]*)\"")]
    private static partial Regex Parameter();
}
