using System.Buffers;
using System.Management.Automation;
using HostTools.Commands.Framework;

namespace HostTools.PowerShell;

/// <summary>Completions as PowerShell inserts them: quoted where the bare word would mean something else.</summary>
internal static class CompletionResults
{
    private static readonly SearchValues<char> s_special = SearchValues.Create(" '\"`$;,(){}|&<>@#[]*?");

    public static CompletionResult Of(Completion found)
    {
        string text = found.Value.AsSpan().ContainsAny(s_special) ? $"'{found.Value.Replace("'", "''", StringComparison.Ordinal)}'" : found.Value;
        return new CompletionResult(
            text, found.Value, CompletionResultType.ParameterValue, string.IsNullOrEmpty(found.Description) ? found.Value : found.Description);
    }
}
