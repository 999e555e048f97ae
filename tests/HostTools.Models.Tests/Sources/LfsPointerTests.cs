using System.Text;

namespace HostTools.Models.Tests.Sources;

public sealed class LfsPointerTests
{
    private const string Oid = "4d7a214614ab2935c943f9e0ff69d22eadbb8f32b1258daaa5e2ca24d17e2393";
    private const string Version = "version https://git-lfs.github.com/spec/v1\n";

    [Fact]
    public void The_example_of_the_specification()
    {
        LfsPointer? pointer = LfsPointer.Read(Encoding.UTF8.GetBytes($"{Version}oid sha256:{Oid}\nsize 12345\n"));
        Assert.Equal((Oid, 12345), (pointer!.Sha256.Hex, pointer.Size));
    }

    [Theory]
    [InlineData("")]
    [InlineData(Version)]
    [InlineData(Version + "size 1\noid sha256:" + Oid + "\n")]
    [InlineData(Version + "oid sha256:" + Oid + "\nsize 1")]
    [InlineData(Version + "oid sha256:" + Oid + "\nsize -1\n")]
    [InlineData(Version + "oid sha256:" + Oid + "\nsize  1\n")]
    [InlineData(Version + "oid sha256:" + Oid + "\nsize 99999999999999999999\n")]
    [InlineData(Version + "oid sha256:" + Oid + "00\nsize 1\n")]
    [InlineData(Version + "oid md5:" + Oid + "\nsize 1\n")]
    [InlineData(Version + "oid sha256:" + Oid + "\r\nsize 1\r\n")]
    [InlineData(Version + "oid sha256:" + Oid + "\nsize 1\nmore 1\n")]
    [InlineData(Version + "ext-0-foo sha256:" + Oid + "\noid sha256:" + Oid + "\nsize 1\n")]
    [InlineData("version http://other\noid sha256:" + Oid + "\nsize 1\n")]
    public void Everything_else_is_a_file_of_its_own(string text) => Assert.Null(LfsPointer.Read(Encoding.UTF8.GetBytes(text)));
}
