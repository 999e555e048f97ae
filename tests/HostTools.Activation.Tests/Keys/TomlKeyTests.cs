using HostTools.Activation.Resources;

namespace HostTools.Activation.Tests.Keys;

public sealed class TomlKeyTests
{
    [Theory]
    [InlineData("a = 1 # one\n", """{"a":2}""", "a = 2 # one\n")]
    [InlineData("a = 1\n\n[t]\n  x = \"y\"\n\n[t.u]\nz = 1\n", """{"b":true,"t":{"w":[1,"q"],"u":{"z":2}}}""",
        "a = 1\nb = true\n\n[t]\n  x = \"y\"\n  w = [1, \"q\"]\n\n[t.u]\nz = 2\n")]
    [InlineData("# top\r\n[t]\r\nx = 1", """{"k":"v","t":{"y":1.5},"n":{"m":{"o":1}}}""",
        "k = \"v\"\r\n# top\r\n[t]\r\nx = 1\r\ny = 1.5\r\n\r\n[n.m]\r\no = 1")]
    [InlineData("x = 'a'\ny = 0x10\nz = 1_000\nd = 1979-05-27T07:32:00Z\nf = 1.50\nm = \"\"\"\na\\\n  b\"\"\"\n",
        """{"x":"a","y":16,"z":1000,"d":"1979-05-27T07:32:00Z","f":1.5,"m":"ab"}""",
        "x = 'a'\ny = 0x10\nz = 1_000\nd = 1979-05-27T07:32:00Z\nf = 1.50\nm = \"\"\"\na\\\n  b\"\"\"\n")]
    [InlineData("f = 1.0\nd = 1979-05-27\n", """{"f":1,"d":"1980-01-01"}""", "f = 1\nd = 1980-01-01\n")]
    [InlineData("a.b = 1\na.c = 2\n[t]\nd.e.f = 1\n", """{"a":{"x":1},"t":{"d":{"e":{"g":2},"h":3}}}""",
        "a.b = 1\na.c = 2\na.x = 1\n[t]\nd.e.f = 1\nd.e.g = 2\nd.h = 3\n")]
    [InlineData("p = { x = 1, y = { z = 2 } }\ne = {}\n", """{"p":{"x":5,"y":{"w":"1"}},"e":{"k":1}}""",
        "p = { x = 5, y = { z = 2, w = \"1\" } }\ne = { k = 1 }\n")]
    [InlineData("[a.b]\nx = 1\n", """{"a":{"y":1}}""", "[a.b]\nx = 1\n\n[a]\ny = 1\n")]
    [InlineData("l = [ 1,\n  2, # two\n]\n[[s]]\nn = 1\n[[s]]\nn = 2\n", """{"l":[3],"s":[{"n":1},{"n":2}]}""", "l = [3]\n[[s]]\nn = 1\n[[s]]\nn = 2\n")]
    [InlineData("[[s]]\nn = 1\n\n[o]\nx = 1\n", """{"s":[{"n":3}]}""", "\ns = [{ n = 3 }]\n[o]\nx = 1\n")]
    [InlineData("a = 1\nb = 2\n\n[t]\nx = 1\n[t.u]\ny = 1\n\n[v]\nz = 1\n", """{"a":null,"t":null}""", "b = 2\n\n[v]\nz = 1\n")]
    [InlineData("[t]\nx = 1\n", """{"t":"flat"}""", "t = \"flat\"\n")]
    [InlineData("t = 1\n", """{"t":{"x":{"y":2}}}""", "t = { x = { y = 2 } }\n")]
    [InlineData("\"a b\".'c.d' = 1\n", """{"a b":{"c.d":2,"e":3}}""", "\"a b\".'c.d' = 2\n\"a b\".e = 3\n")]
    [InlineData("", """{"a":1,"t":{"b":2}}""", "a = 1\n\n[t]\nb = 2\n")]
    [InlineData("# only a comment", """{"a":"ü😀\t\u0001"}""", "# only a comment\na = \"ü😀\\t\\u0001\"")]
    [InlineData("s = '''a\n'b'''''\nk = \"\"\"x\"\"\"\"\n", """{"k":"x\"","j":{}}""", "s = '''a\n'b'''''\nk = \"\"\"x\"\"\"\"\n\n[j]\n")]
    public void Only_the_declared_keys_change_and_come_back(string before, string json, string after) =>
        KeyTable.Check(KeyFormat.Toml, before, json, after, isExact: !json.Contains("null") && !before.StartsWith('[') && before.Length > 0);

    [Theory]
    [InlineData("a = 1\na = 2\n", "/f:2:1: the key 'a' stands twice")]
    [InlineData("[t]\n[t]\n", "/f:2:1: 't' is defined twice")]
    [InlineData("[t]\nx.y = 1\n[t.x]\n", "/f:3:1: 'x' is defined twice")]
    [InlineData("a = { x = 1 }\n[a.b]\n", "/f:2:1: 'a' is defined already")]
    [InlineData("a = [1]\n[[a]]\n", "/f:2:1: 'a' is defined twice")]
    [InlineData("a = 01\n", "/f:1:5: '01' is no value")]
    [InlineData("a = 1 b = 2\n", "/f:1:7: something follows where the line should end")]
    [InlineData("a = \"x\n", "/f:1:5: a text has no closing quote")]
    [InlineData("a = \"\\q\"\n", "/f:1:6: the text holds an escape")]
    [InlineData("a = { x = 1,\n y = 2 }\n", "/f:1:13: a key is expected")]
    [InlineData("a\n", "/f:1:2: '=' is missing after the key")]
    [InlineData("= 1\n", "/f:1:1: a key is expected")]
    [InlineData("[a\n", "/f:1:1: the name of a table is not closed")]
    [InlineData("a = \n", "/f:1:5: a value is expected")]
    public void A_file_that_is_no_TOML_is_refused_with_its_place(string file, string problem) =>
        KeyTable.Refused(KeyFormat.Toml, file, """{"k":1}""", problem);

    [Theory]
    [InlineData("a = 1\n", """{"a":[1,null]}""", "TOML has no null")]
    [InlineData("a = 1\n", """{"a":9223372036854775808}""", "is too large for an integer of TOML")]
    [InlineData("a = { b.c = 1 }\n", """{"a":{"b":{"c":2}}}""", "it is written with dots in a table in braces")]
    public void What_TOML_cannot_hold_is_refused(string file, string json, string problem) => KeyTable.Refused(KeyFormat.Toml, file, json, problem);
}
