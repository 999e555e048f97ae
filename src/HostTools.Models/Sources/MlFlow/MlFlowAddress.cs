namespace HostTools.Models;

/// <summary>Where the files of a model are: in a run, or below the server's own artifacts.</summary>
/// <param name="RunId">Run whose artifacts they are; null when <paramref name="Path"/> is below the server's root.</param>
/// <param name="Path">Directory there; empty is all.</param>
internal sealed record MlFlowAddress(string? RunId, string Path)
{
    /// <summary>Reads the source of a version; null when it is at a place that the server does not give.</summary>
    /// <param name="source">What the registry says.</param>
    /// <param name="runId">Run that the registry names; empty when there is none.</param>
    public static MlFlowAddress? Parse(string source, string runId)
    {
        if (Below(source, "runs:/") is { } run)
            return run.Split('/', 2) is [{ Length: > 0 } id, .. var rest] ? new MlFlowAddress(id, string.Concat(rest).Trim('/')) : null;
        if (Below(source, "mlflow-artifacts:/") is { } proxied)
        {
            // mlflow-artifacts://host/… names the server again.
            string path = proxied.StartsWith('/') ? proxied.TrimStart('/').Split('/', 2).ElementAtOrDefault(1) ?? string.Empty : proxied;
            return new MlFlowAddress(null, path.Trim('/'));
        }

        // s3://…/<run>/artifacts/model, /data/mlruns/…/<run>/artifacts/model: the server knows its own store; the end says which part.
        string marker = $"/{runId}/artifacts";
        int at = runId.Length == 0 ? -1 : source.LastIndexOf(marker, StringComparison.Ordinal);
        return at < 0 ? runId.Length == 0 ? null : new MlFlowAddress(runId, "model") : new MlFlowAddress(runId, source[(at + marker.Length)..].Trim('/'));
    }

    private static string? Below(string text, string prefix) => text.StartsWith(prefix, StringComparison.Ordinal) ? text[prefix.Length..] : null;
}
