using HostTools.Platform;

namespace HostTools.Models.Tests.Sources;

public sealed class S3OriginTests
{
    private const string Secret = "secret-of-the-key";

    [Theory]
    [InlineData(false, null)]
    [InlineData(true, null)]
    [InlineData(true, "token+of/a=session")]
    public async Task All_pages_are_listed_and_every_request_is_signed(bool isPrivate, string? session)
    {
        using var asking = new Asking();
        using var s3 = Server(("m/a b.bin", "1"), ("m/config.json", "{}"), ("m/sub/c+d.bin", "2"), ("m/sub/", ""), ("m/ü.bin", "3"), ("m2/other", "x"));
        if (isPrivate)
        {
            (s3.Owner, s3.SessionToken) = (("KEY1", Secret), session);
            asking.Environment["AWS_ACCESS_KEY_ID"] = "KEY1";
            asking.Environment["AWS_SECRET_ACCESS_KEY"] = Secret;
            if (session is not null)
                asking.Environment["AWS_SESSION_TOKEN"] = session;
        }

        ModelListing listing = await asking.ResolveAsync(Source(s3, "m"));
        Assert.Equal(["a b.bin=1", "config.json={}", "sub/c+d.bin=2", "ü.bin=3"], await asking.FilesAsync(listing));
        Assert.All(listing.Files, static file => Assert.Null(file.Sha256));
    }

    [Theory]
    [InlineData("m/", "config.json=1", "other=2")]
    [InlineData("m/config.json", "config.json=1")]
    [InlineData("", "m/config.json=1", "m/other=2")]
    public async Task A_prefix_is_a_folder_or_one_object(string prefix, params string[] files)
    {
        using var asking = new Asking();
        using var s3 = Server(("m/config.json", "1"), ("m/other", "2"));
        Assert.Equal(files, await asking.FilesAsync(await asking.ResolveAsync(Source(s3, prefix))));
    }

    [Fact]
    public async Task Files_are_chosen_by_globs_and_others_do_not_count()
    {
        using var asking = new Asking();
        using var s3 = Server(("m/config.json", "1"), ("m/a.bin", "2"));
        S3Source source = Source(s3, "m") with { Files = ["*.json"] };
        ModelListing listing = await asking.ResolveAsync(source);
        Assert.Equal(["config.json"], listing.Files.Select(static file => file.Path));
        s3.Objects["m/b.bin"] = [1];
        asking.Pinned = listing.Version;
        Assert.Equal(listing.Version, (await asking.ResolveAsync(source)).Version);
        s3.Objects["m/config.json"] = [2];
        Assert.Equal(nameof(ModelErrors.VersionGone), (await asking.ErrorAsync(source)).Id);
        asking.Pinned = null;
        Assert.Equal(nameof(ModelErrors.NoFilesMatch), (await asking.ErrorAsync(source with { Files = ["none"] })).Id);
    }

    [Fact]
    public async Task An_object_that_was_replaced_since_is_not_taken_for_the_listed_one()
    {
        using var asking = new Asking();
        using var s3 = Server(("m/a", "1"));
        ListedFile file = (await asking.ResolveAsync(Source(s3, "m"))).Files[0];
        s3.Objects["m/a"] = [2];
        RemoteRequest request = await ((RemoteBytes)file.Bytes).Locate(CancellationToken.None);
        Assert.Equal(412, (int)(await asking.Http.AskAsync(request, CancellationToken.None)).Status);
    }

    [Fact]
    public async Task A_bucket_elsewhere_is_asked_there()
    {
        using var asking = new Asking { Environment = { ["AWS_ACCESS_KEY_ID"] = "KEY1", ["AWS_SECRET_ACCESS_KEY"] = Secret } };
        using var s3 = Server(("m/a", "1"));
        (s3.Owner, s3.Region) = (("KEY1", Secret), "eu-central-1");
        Assert.Equal(["a=1"], await asking.FilesAsync(await asking.ResolveAsync(Source(s3, "m"))));
    }

    [Theory]
    [InlineData("credentials", "[default]\naws_access_key_id = KEY1\naws_secret_access_key = secret-of-the-key\n", null)]
    [InlineData("credentials", "# me\n[other]\naws_access_key_id=X\n[ work ]\naws_access_key_id=KEY1\naws_secret_access_key=secret-of-the-key\n", "work")]
    [InlineData("config", "[profile work]\naws_access_key_id = KEY1\naws_secret_access_key = secret-of-the-key\n", "work")]
    public async Task Profiles_are_read_as_Amazons_tools_do(string file, string content, string? profile)
    {
        using var asking = new Asking();
        if (profile is not null)
            asking.Environment["AWS_PROFILE"] = profile;
        Directory.CreateDirectory(asking.Home[".aws"]);
        await File.WriteAllTextAsync(asking.Home[$".aws/{file}"], content);
        using var s3 = Server(("m/a", "1"));
        s3.Owner = ("KEY1", Secret);
        Assert.Equal(["a=1"], await asking.FilesAsync(await asking.ResolveAsync(Source(s3, "m"))));
    }

    [Theory]
    [InlineData(null, null, nameof(ModelErrors.AccessRefused), "AWS_PROFILE")]
    [InlineData("KEY1", "not-the-secret", nameof(ModelErrors.TokenRefused), "AWS_ACCESS_KEY_ID")]
    [InlineData("KEY2", Secret, nameof(ModelErrors.TokenRefused), "AWS_ACCESS_KEY_ID")]
    [InlineData("KEY1", "", nameof(ModelErrors.TokenUnreadable), "AWS_SECRET_ACCESS_KEY is not set")]
    [InlineData("KEY\n1", Secret, nameof(ModelErrors.TokenUnreadable), "name of the key")]
    public async Task Credentials_that_do_not_fit_are_named_and_not_said(string? keyId, string? secret, string id, string words)
    {
        using var asking = new Asking();
        if (keyId is not null)
            (asking.Environment["AWS_ACCESS_KEY_ID"], asking.Environment["AWS_SECRET_ACCESS_KEY"]) = (keyId, secret!);
        using var s3 = Server(("m/a", "1"));
        s3.Owner = ("KEY1", Secret);
        HostError error = await asking.ErrorAsync(Source(s3, "m"));
        Assert.Equal(id, error.Id);
        Assert.Contains(words, error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("secret-of", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("not-the-secret", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_profile_that_nobody_has_is_said()
    {
        using var asking = new Asking { Environment = { ["AWS_PROFILE"] = "work" } };
        using var s3 = Server(("m/a", "1"));
        HostError error = await asking.ErrorAsync(Source(s3, "m"));
        Assert.Equal(nameof(ModelErrors.TokenUnreadable), error.Id);
        Assert.Contains("'work'", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Missing_buckets_and_what_lies_in_the_archive_are_said()
    {
        using var asking = new Asking();
        using var s3 = Server(("m/a", "1"));
        Assert.Equal(nameof(ModelErrors.ModelMissing), (await asking.ErrorAsync(new S3Source("none") { Endpoint = s3.Url })).Id);
        Assert.Equal(nameof(ModelErrors.NoFilesMatch), (await asking.ErrorAsync(Source(s3, "none"))).Id);
        s3.StorageClass = "GLACIER";
        Assert.Contains("Restore it", (await asking.ErrorAsync(Source(s3, "m"))).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("<ListBucketResult><IsTruncated>true</IsTruncated></ListBucketResult>", nameof(ModelErrors.AnswerUnreadable))]
    [InlineData("<ListBucketResult><IsTruncated>true</IsTruncated><NextContinuationToken>x</NextContinuationToken></ListBucketResult>", nameof(ModelErrors.ListingEndless))]
    [InlineData("<ListBucketResult><Contents><Key>a</Key><Size>-1</Size></Contents></ListBucketResult>", nameof(ModelErrors.AnswerUnreadable))]
    [InlineData("<ListBucketResult><Contents><Key>m/../../x</Key><Size>1</Size></Contents></ListBucketResult>", nameof(ModelErrors.PathUnsafe))]
    [InlineData("<ListBucketResult><Contents><Key>elsewhere</Key><Size>1</Size></Contents></ListBucketResult>", nameof(ModelErrors.NoFilesMatch))]
    [InlineData("<!DOCTYPE x [<!ENTITY a SYSTEM \"file:///etc/passwd\">]><ListBucketResult>&a;</ListBucketResult>", nameof(ModelErrors.AnswerUnreadable))]
    [InlineData("<html></html>", nameof(ModelErrors.AnswerUnreadable))]
    [InlineData("{}", nameof(ModelErrors.AnswerUnreadable))]
    public async Task What_a_hostile_server_says_is_refused(string answer, string id)
    {
        using var asking = new Asking();
        using var s3 = Server();
        s3.Fault = _ => LocalAnswer.Text(200, answer);
        Assert.Equal(id, (await asking.ErrorAsync(Source(s3, "m"))).Id);
    }

    [Fact]
    public async Task A_signed_request_that_is_sent_on_goes_there_unsigned()
    {
        using var asking = new Asking { Environment = { ["AWS_ACCESS_KEY_ID"] = "KEY1", ["AWS_SECRET_ACCESS_KEY"] = Secret, ["AWS_SESSION_TOKEN"] = "session-token" } };
        using var other = new LocalServer(static _ => LocalAnswer.Text(200, "<ListBucketResult/>"));
        using var s3 = Server();
        s3.Fault = _ => LocalAnswer.MoveTo(other.Url.AbsoluteUri);
        await asking.ErrorAsync(Source(s3, "m"));
        Assert.NotEmpty(other.Requests);
        Assert.All(other.Requests, static request => Assert.Equal((string.Empty, string.Empty), (request.Header("Authorization"), request.Header("X-Amz-Security-Token"))));
    }

    private static S3Source Source(LocalS3 s3, string prefix) => new("models", prefix) { Endpoint = s3.Url };

    private static LocalS3 Server(params (string Key, string Text)[] objects)
    {
        var s3 = new LocalS3();
        foreach ((string key, string text) in objects)
            s3.Objects[key] = System.Text.Encoding.UTF8.GetBytes(text);
        return s3;
    }
}
