using HostTools.Activation;
using HostTools.Platform;

namespace HostTools.Models;

/// <summary>Gets and renews the tokens for one repository of a registry. Thread-safe.</summary>
/// <param name="http">The way to the servers.</param>
/// <param name="server">The registry.</param>
/// <param name="repository">The only repository the tokens are for.</param>
/// <param name="credentials">User and password, or a token that stands for them; null asks as nobody.</param>
internal sealed class RegistryAccess(ModelHttp http, Uri server, string repository, FoundToken? credentials)
{
    private static readonly TimeSpan s_margin = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan s_shortest = TimeSpan.FromSeconds(60);

    private readonly SemaphoreSlim _one = new(1);
    private AuthChallenge? _challenge;
    private IRequestSigner? _signer;
    private DateTime _expires = DateTime.MaxValue;

    /// <summary>What goes into requests now; null before the registry has asked for something.</summary>
    /// <exception cref="HostToolsException">What the server of tokens says.</exception>
    public async ValueTask<IRequestSigner?> SignerAsync(CancellationToken token)
    {
        if (DateTime.UtcNow < _expires)
            return _signer;
        await _one.WaitAsync(token).ConfigureAwait(false);
        try
        {
            if (DateTime.UtcNow >= _expires)
                await RenewAsync(token).ConfigureAwait(false);
            return _signer;
        }
        finally
        {
            _one.Release();
        }
    }

    /// <summary>Answers to what a registry asks for; false when it asks for nothing that can be given.</summary>
    /// <param name="header">Its <c>WWW-Authenticate</c>.</param>
    /// <param name="token">Stops.</param>
    /// <exception cref="HostToolsException">What the server of tokens says.</exception>
    public async Task<bool> AuthorizeAsync(string header, CancellationToken token)
    {
        _challenge = AuthChallenge.Parse(header);
        if (_challenge is null || (_challenge.Scheme == "Basic" && credentials is null))
            return false;
        await RenewAsync(token).ConfigureAwait(false);
        return true;
    }

    private async Task RenewAsync(CancellationToken token)
    {
        if (_challenge!.Scheme == "Basic")
        {
            _signer = Basic(server);
            return;
        }

        Uri realm = Realm(_challenge);
        HttpAnswer answer = await http.AskAsync(new RemoteRequest(realm) { Signer = credentials is null ? null : Basic(realm) }, token).ConfigureAwait(false);
        if (!answer.IsSuccess)
            throw new HostToolsException(Refused(answer));
        (string value, int seconds) = answer.Read(static json => (json.OptionalText("token") ?? json.Text("access_token"), json.OptionalNumber("expires_in") ?? 0));
        _signer = new HeaderSigner(server, "Bearer", FoundToken.Checked(value, realm.Authority).Value);
        TimeSpan life = TimeSpan.FromSeconds(seconds) < s_shortest ? s_shortest : TimeSpan.FromSeconds(seconds);
        _expires = DateTime.UtcNow + life - s_margin;
    }

    // A registry that is asked over https must not have its users' passwords sent in the clear.
    private Uri Realm(AuthChallenge challenge)
    {
        if (!Uri.TryCreate(challenge.Realm, UriKind.Absolute, out Uri? realm) || !(realm.Scheme == "https" || (realm.Scheme == "http" && server.Scheme == "http")))
            throw new HostToolsException(ModelErrors.RedirectRefused(RemoteRequest.Show(server), challenge.Realm, "tokens are asked for over https alone"));
        string scope = challenge.Scope.Length > 0 ? challenge.Scope : $"repository:{repository}:pull";
        string service = challenge.Service.Length > 0 ? $"service={Uri.EscapeDataString(challenge.Service)}&" : string.Empty;
        return new UriBuilder(realm) { Query = $"{(realm.Query.Length > 1 ? realm.Query[1..] + "&" : string.Empty)}{service}scope={Uri.EscapeDataString(scope)}" }.Uri;
    }

    // Registries that take a token alone take any user with it.
    private HeaderSigner Basic(Uri receiver) =>
        new(receiver, "Basic", FoundToken.Encode(credentials!.Pair is null ? $"token:{credentials.Value}" : credentials.Value));

    private HostError Refused(HttpAnswer answer) => (int)answer.Status is 401 or 403 && credentials is not null
        ? ModelErrors.TokenRefused(answer.Request.Url.Authority, credentials.Origin)
        : ModelErrors.ServerRefused(answer.Request.Shown, answer.Status, answer.Refusal.Body);
}
