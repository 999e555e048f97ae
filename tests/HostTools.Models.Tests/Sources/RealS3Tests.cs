using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace HostTools.Models.Tests.Sources;

/// <summary>Against s3rver, somebody else's server of S3; HOSTTOOLS_S3RVER names its folder (npm install s3rver; node_modules/s3rver).</summary>
public sealed class RealS3Tests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();
    private Process? _server;

    [SkippableFact]
    public async Task What_was_put_there_comes_back_signed_or_not()
    {
        string? folder = Environment.GetEnvironmentVariable("HOSTTOOLS_S3RVER");
        Skip.If(folder is null, "HOSTTOOLS_S3RVER does not name the folder of s3rver.");
        Uri url = Start(folder!);
        using var client = new HttpClient { BaseAddress = url };
        await WaitAsync(client);
        foreach (string key in new[] { "m/config.json", "m/sub/a%20b%2Bc.bin", "m2/x" })
            (await client.PutAsync(new Uri("/models/" + key, UriKind.Relative), new StringContent(key))).EnsureSuccessStatusCode();

        using var asking = new Asking();
        var source = new S3Source("models", "m") { Endpoint = url };
        string[] expected = ["config.json=m/config.json", "sub/a b+c.bin=m/sub/a%20b%2Bc.bin"];
        ModelListing anonymous = await asking.ResolveAsync(source);
        Assert.Equal(expected, await asking.FilesAsync(anonymous));

        (asking.Environment["AWS_ACCESS_KEY_ID"], asking.Environment["AWS_SECRET_ACCESS_KEY"]) = ("S3RVER", "S3RVER");
        ModelListing signed = await asking.ResolveAsync(source);
        Assert.Equal((anonymous.Version, expected.Length), (signed.Version, signed.Files.Count));
        Assert.Equal(expected, await asking.FilesAsync(signed));

        // It knows keys and does not compute signatures of version 4; LocalS3 and the published examples do.
        asking.Environment["AWS_ACCESS_KEY_ID"] = "ANOTHERKEY";
        Assert.Equal(nameof(ModelErrors.TokenRefused), (await asking.ErrorAsync(source)).Id);
        asking.Environment["AWS_ACCESS_KEY_ID"] = "S3RVER";
        Assert.Equal(nameof(ModelErrors.ModelMissing), (await asking.ErrorAsync(source with { Bucket = "none-of-these" })).Id);
    }

    public void Dispose()
    {
        if (_server is not null)
        {
            _server.Kill(entireProcessTree: true);
            _server.WaitForExit();
            _server.Dispose();
        }

        _directory.Dispose();
    }

    private Uri Start(string folder)
    {
        int port;
        using (var free = new TcpListener(IPAddress.Loopback, 0))
        {
            free.Start();
            port = ((IPEndPoint)free.LocalEndpoint).Port;
        }

        const string script = "const [folder, directory, port] = process.argv.slice(1); const S3rver = require(folder); "
            + "new S3rver({ address: '127.0.0.1', port: +port, directory, silent: true, configureBuckets: [{ name: 'models' }] }).run()";
        _server = Process.Start(new ProcessStartInfo("node", ["-e", script, folder, _directory["data"], $"{port}"])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        });
        return new Uri($"http://127.0.0.1:{port}");
    }

    private static async Task WaitAsync(HttpClient client)
    {
        for (int turn = 0; ; turn++)
        {
            try
            {
                using HttpResponseMessage answer = await client.GetAsync(new Uri("/", UriKind.Relative));
                return;
            }
            catch (HttpRequestException) when (turn < 300)
            {
                await Task.Delay(100);
            }
        }
    }
}
