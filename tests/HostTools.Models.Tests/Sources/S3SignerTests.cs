namespace HostTools.Models.Tests.Sources;

/// <summary>The examples that Amazon publishes: of the signature itself, and of S3.</summary>
public sealed class S3SignerTests
{
    private static readonly S3Credentials s_suite = new("AKIDEXAMPLE", "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY", null, "test");
    private static readonly S3Credentials s_guide = new("AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY", null, "test");

    [Theory]
    [InlineData("/", "5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31")]
    [InlineData("/?Param2=value2&Param1=value1", "b97d918cfa904a5beff61c982a1b6f458b799221646efd99d3219ec94cdf2500")]
    public void The_test_suite_of_the_signature(string target, string signature)
    {
        var signer = new S3Signer(new Uri("https://example.amazonaws.com"), "us-east-1", s_suite, static () => new DateTimeOffset(2015, 8, 30, 12, 36, 0, TimeSpan.Zero)) { Service = "service" };
        using var request = new HttpRequestMessage(HttpMethod.Get, "https://example.amazonaws.com" + target);
        signer.Sign(request);
        Assert.Equal(
            $"AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/service/aws4_request, SignedHeaders=host;x-amz-date, Signature={signature}", request.Headers.NonValidated["Authorization"].ToString());
    }

    [Theory]
    [InlineData("/test.txt", "bytes=0-9", "f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41")]
    [InlineData("/?lifecycle", null, "fea454ca298b7da1c68078a5d1bdbfbbe0d65c699e0f91ac7a200a0136783543")]
    [InlineData("/?max-keys=2&prefix=J", null, "34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7")]
    public void The_examples_of_S3(string target, string? range, string signature)
    {
        var signer = new S3Signer(new Uri("https://examplebucket.s3.amazonaws.com"), "us-east-1", s_guide, static () => new DateTimeOffset(2013, 5, 24, 0, 0, 0, TimeSpan.Zero));
        using var request = new HttpRequestMessage(HttpMethod.Get, "https://examplebucket.s3.amazonaws.com" + target);
        if (range is not null)
            request.Headers.TryAddWithoutValidation("Range", range);
        signer.Sign(request);
        Assert.EndsWith($"Signature={signature}", request.Headers.NonValidated["Authorization"].ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("bucket", "us-east-1", null, "https://bucket.s3.us-east-1.amazonaws.com/a%20b/c%2B1")]
    [InlineData("with.dots", "eu-west-1", null, "https://s3.eu-west-1.amazonaws.com/with.dots/a%20b/c%2B1")]
    [InlineData("bucket", "cn-north-1", null, "https://bucket.s3.cn-north-1.amazonaws.com.cn/a%20b/c%2B1")]
    [InlineData("bucket", "us-east-1", "http://127.0.0.1:9000", "http://127.0.0.1:9000/bucket/a%20b/c%2B1")]
    [InlineData("bucket", "us-east-1", "https://host/s3/", "https://host/s3/bucket/a%20b/c%2B1")]
    public void Objects_have_the_address_that_their_server_knows(string bucket, string region, string? endpoint, string address) =>
        Assert.Equal(address, new S3Address(new S3Source(bucket) { Endpoint = endpoint is null ? null : new Uri(endpoint) }, region).Object("a b/c+1").AbsoluteUri);
}
