namespace HostTools.Platform.Tests;

public sealed class KnownSecretsTests
{
    [Fact]
    public void Values_and_long_lines_of_them_are_hidden_and_short_ones_let_through()
    {
        KnownSecrets.Add("db", "pass-kst-1");
        KnownSecrets.Add("longer", "pass-kst-1 and more");
        KnownSecrets.Add("key", "BEGIN-kst\nMIIE-kst-line\nEND\n");
        KnownSecrets.Add("short", "kst");

        Assert.Equal(
            "a (secret 'db')! (secret 'longer'), line 2: '(secret 'key')' END kst",
            KnownSecrets.Hide("a pass-kst-1! pass-kst-1 and more, line 2: 'MIIE-kst-line' END kst"));
    }
}
