using System.Text;
using HostTools.Platform;

namespace HostTools.Models.Tests.Sources;

/// <summary>Answers of servers with bytes changed at random: whatever comes of them, it is a listing or an error of ours.</summary>
public sealed class MutatedAnswerTests
{
    private const int Turns = 20_000;

    private static readonly Dictionary<string, (byte[] Seed, Action<HttpAnswer> Read)> s_kinds = new()
    {
        ["manifest"] = (
            Encoding.UTF8.GetBytes($$"""{"schemaVersion":2,"config":{"digest":"{{LocalRegistry.Digest([1])}}","size":1},"layers":[{"mediaType":"x","digest":"{{LocalRegistry.Digest([2])}}","size":12,"annotations":{"org.opencontainers.image.title":"a\u00e9"},"platform":{"os":"linux"} }]}"""),
            static answer => RegistryManifest.Read(answer, string.Empty)),
        ["list of a bucket"] = (
            "<?xml version=\"1.0\"?><ListBucketResult><EncodingType>url</EncodingType><IsTruncated>true</IsTruncated><NextContinuationToken>x</NextContinuationToken><Contents><Key>a%2Bb</Key><Size>12</Size><ETag>&quot;1&quot;</ETag></Contents></ListBucketResult>"u8.ToArray(),
            static answer => answer.Read(() => S3Page.Read(answer.Body))),
        ["error of a bucket"] = ("<Error><Code>AccessDenied</Code><Message>no</Message></Error>"u8.ToArray(), static answer => S3Page.ReadError(answer.Body)),
        ["pointer"] = (
            "version https://git-lfs.github.com/spec/v1\noid sha256:4d7a214614ab2935c943f9e0ff69d22eadbb8f32b1258daaa5e2ca24d17e2393\nsize 12345\n"u8.ToArray(),
            static answer => LfsPointer.Read(answer.Body)),
        ["challenge"] = ("Bearer realm=\"https://host/token\",service=\"x\",scope=\"repository:a:pull\""u8.ToArray(), static answer => AuthChallenge.Parse(Encoding.UTF8.GetString(answer.Body))),
    };

    public static TheoryData<string> Kinds => [.. s_kinds.Keys];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Nothing_but_our_own_errors_comes_of_them(string kind)
    {
        (byte[] seed, Action<HttpAnswer> read) = s_kinds[kind];
        var random = new Random(11);
        using var response = new HttpResponseMessage();
        for (int turn = 0; turn < Turns; turn++)
        {
            byte[] body = [.. seed];
            for (int change = random.Next(1, 5); change > 0; change--)
                body[random.Next(body.Length)] = (byte)random.Next(256);
            try
            {
                read(new HttpAnswer(new RemoteRequest(new Uri("http://host/")), System.Net.HttpStatusCode.OK, body[..random.Next(1, body.Length + 1)], response.Headers, response.Content.Headers));
            }
            catch (HostToolsException cause)
            {
                Assert.Equal(nameof(ModelErrors.AnswerUnreadable), cause.Errors[0].Id);
            }
        }
    }
}
