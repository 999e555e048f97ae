using System.Globalization;
using System.Text;
using System.Text.Json;
using HostTools.Activation;
using HostTools.Platform;

namespace HostTools.Models;

/// <summary>Registered models of an MLflow server. What never changes again is the number of the version with a hash over its source and its files.</summary>
/// <remarks>Token: auth.tokenFile, auth.tokenEnvVar, MLFLOW_TRACKING_TOKEN, MLFLOW_TRACKING_USERNAME with MLFLOW_TRACKING_PASSWORD, none.</remarks>
public sealed class MlFlowOrigin : IModelOrigin
{
    private const int HashLength = 16;

    /// <inheritdoc/>
    public bool Serves(ModelSource source) => source is MlFlowSource;

    /// <inheritdoc/>
    public async Task<ModelListing> ResolveAsync(ModelSource source, OriginContext context, CancellationToken token)
    {
        var flow = (MlFlowSource)source;
        var server = new MlFlowServer(flow, context.Http, Credentials(context));
        ModelVersion version = await VersionAsync(flow, server, context.PinnedVersion, token).ConfigureAwait(false);
        MlFlowAddress address = await AddressAsync(flow, server, version, token).ConfigureAwait(false);
        IReadOnlyList<ListedFile> files = await new MlFlowArtifacts(server, address).ListAsync(token).ConfigureAwait(false);
        string name = NameOf(version, files);
        if (context.PinnedVersion is { } pinned && pinned != name)
            throw new HostToolsException(ModelErrors.VersionGone(flow, pinned, $"version {version.Number} has other files now"));
        return new ModelListing(flow, name, files);
    }

    private static FoundToken? Credentials(OriginContext context)
    {
        if (FoundToken.Find(context, "MLFLOW_TRACKING_TOKEN") is { } token)
            return token;
        if (context.Environment("MLFLOW_TRACKING_USERNAME") is not { Length: > 0 } user)
            return null;
        HiddenVariables.Add("MLFLOW_TRACKING_PASSWORD");
        string password = context.Environment("MLFLOW_TRACKING_PASSWORD") ?? string.Empty;
        if (password.Length > 0)
            KnownSecrets.Add("password", password);
        return FoundToken.Checked($"{user}:{password}", "MLFLOW_TRACKING_USERNAME");
    }

    /// <summary>The pinned number, else the declared one, else the latest that is in the stage.</summary>
    private static async Task<ModelVersion> VersionAsync(MlFlowSource source, MlFlowServer server, string? pinned, CancellationToken token)
    {
        string? number = pinned?.Split('-')[0] ?? source.Version?.ToString(CultureInfo.InvariantCulture);
        if (number is not null)
        {
            return await server.FindAsync("model-versions/get", static json => ModelVersion.Read(json.Member("model_version")), token,
                ("name", source.ModelName), ("version", number)).ConfigureAwait(false)
                ?? throw new HostToolsException(pinned is not null ? ModelErrors.VersionGone(source, pinned, "the registry has removed it") : ModelErrors.RevisionMissing(source));
        }

        ModelVersion[] latest = await server.FindAsync("registered-models/get",
            static json => json.Member("registered_model").Items("latest_versions").Select(ModelVersion.Read).ToArray(), token, ("name", source.ModelName)).ConfigureAwait(false)
            ?? throw new HostToolsException(ModelErrors.ModelMissing(source, hadToken: false));
        return Array.Find(latest, version => string.Equals(version.Stage, source.Stage, StringComparison.OrdinalIgnoreCase))
            ?? throw new HostToolsException(ModelErrors.RevisionMissing(source));
    }

    /// <summary>Since MLflow 3 a version may say which logged model it is, and the server says where that is.</summary>
    private static async Task<MlFlowAddress> AddressAsync(MlFlowSource source, MlFlowServer server, ModelVersion version, CancellationToken token)
    {
        string place = version.Source;
        if (place.StartsWith("models:/", StringComparison.Ordinal))
        {
            place = await server.GetAsync("api/2.0/mlflow/model-versions/get-download-uri", static json => json.Text("artifact_uri"), token,
                ("name", source.ModelName), ("version", version.Number)).ConfigureAwait(false);
        }

        return MlFlowAddress.Parse(place, version.RunId) ?? throw new HostToolsException(ModelErrors.SourceNotPossible(
            source, $"its files are at '{place}', which the server does not give. Use a source of the kind that gives that place, such as s3."));
    }

    // A version keeps its number though somebody writes into its run; there is no hash to ask for.
    private static string NameOf(ModelVersion version, IEnumerable<ListedFile> files)
    {
        string lines = string.Concat(files.OrderBy(static file => file.Path, StringComparer.Ordinal)
            .Select(static file => string.Create(CultureInfo.InvariantCulture, $"{file.Path}\0{file.Size}\n")));
        return $"{version.Number}-{ContentHash.Of(Encoding.UTF8.GetBytes($"{version.Source}\0{version.RunId}\n{lines}")).Hex[..HashLength]}";
    }

    private sealed record ModelVersion(string Number, string Source, string RunId, string Stage)
    {
        public static ModelVersion Read(JsonElement json)
        {
            string number = json.Text("version");
            return number.Length is > 0 and < 20 && number.All(char.IsAsciiDigit)
                ? new ModelVersion(number, json.OptionalText("source") ?? string.Empty, json.OptionalText("run_id") ?? string.Empty, json.OptionalText("current_stage") ?? string.Empty)
                : throw new FormatException($"'{number}' is no number of a version");
        }
    }
}
