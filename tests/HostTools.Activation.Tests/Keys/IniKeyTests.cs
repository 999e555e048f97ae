using HostTools.Activation.Resources;

namespace HostTools.Activation.Tests.Keys;

public sealed class IniKeyTests
{
    [Theory]
    [InlineData("[a]\nx=1\ny = 2\n", """{"a":{"y":3}}""", "[a]\nx=1\ny = 3\n")]
    [InlineData("; head\n[a]\n# c\nx = 1 \n\n[b]\ny=2", """{"a":{"z":true},"b":{"w":"a b"}}""", "; head\n[a]\n# c\nx = 1 \nz = true\n\n[b]\ny=2\nw=a b")]
    [InlineData("[a]\r\nx: 1\r\n", """{"a":{"y":"2"},"new":{"k":1.50}}""", "[a]\r\nx: 1\r\ny: 2\r\n\r\n[new]\r\nk: 1.50\r\n")]
    [InlineData("[core]\n\tname = x\n\tbare\n[user]\n\tmail = y\n", """{"core":{"bare":"no"},"user":{"name":"me"}}""",
        "[core]\n\tname = x\n\tbare = no\n[user]\n\tmail = y\n\tname = me\n")]
    [InlineData("[a]\nx = 1\n[b]\ny = 1\n[a]\nz = 1\n", """{"a":{"x":2,"w":3}}""", "[a]\nx = 2\n[b]\ny = 1\n[a]\nz = 1\nw = 3\n")]
    [InlineData("[a]\nlist =\n    one\n    two == 2\nx = 1\n", """{"a":{"list":"three"}}""", "[a]\nlist =three\nx = 1\n")]
    [InlineData("[Service]\nExecStart=/bin/a \\\n  --b=c \\\n  d\nUser=x\n", """{"Service":{"ExecStart":"/bin/z","User":"y"}}""", "[Service]\nExecStart=/bin/z\nUser=y\n")]
    [InlineData("[a]\nx = 1\ny = 2\n\n[b]\nz = 3\n", """{"a":{"x":null},"b":null}""", "[a]\ny = 2\n")]
    [InlineData("x = 1\n# about a\n[a]\n", """{"y":2}""", "x = 1\ny = 2\n# about a\n[a]\n")]
    [InlineData("# about a\n[a]\nk=v", """{"y":2}""", "y=2\n# about a\n[a]\nk=v")]
    [InlineData("", """{"a":{"b":"c"}}""", "[a]\nb=c\n")]
    [InlineData("[a]\nx = 1 ; note\n", """{"a":{"x":"1 ; note"}}""", "[a]\nx = 1 ; note\n")]
    [InlineData("[Tiling][1a-2b]\ntiles=x\n\n[Tiling]\npadding=4\n", """{"Tiling":{"padding":2},"Tiling][1a-2b":{"tiles":"y"},"A][B][$i":{"k":1}}""",
        "[Tiling][1a-2b]\ntiles=y\n\n[Tiling]\npadding=2\n\n[A][B][$i]\nk=1\n")]
    [InlineData("[a]\nx=", """{"a":{"x":"v"}}""", "[a]\nx=v")]
    public void Only_the_declared_keys_change_and_come_back(string before, string json, string after) =>
        KeyTable.Check(KeyFormat.Ini, before, json, after, isExact: !json.Contains("null"));

    [Theory]
    [InlineData("A=1\n#B=2\nexport C=\"x y\"\n. /etc/more\n", """{"A":2,"C":"\"z\"","D":"new"}""", "A=2\n#B=2\nexport C=\"z\"\nD=new\n. /etc/more\n")]
    [InlineData("vm.swappiness = 10", """{"vm.swappiness":60,"net.x":1}""", "vm.swappiness = 60\nnet.x = 1")]
    [InlineData("A=1\nB=2\n", """{"A":null}""", "B=2\n")]
    [InlineData("[x]\nA=1\n", """{"A":"1"}""", "[x]\nA=1\n")]
    public void Files_without_sections_too(string before, string json, string after) =>
        KeyTable.Check(KeyFormat.KeyValue, before, json, after, isExact: !json.Contains("null"));

    [Theory]
    [InlineData(KeyFormat.Ini, "[a]\nx=1\nx=2\n", """{"a":{"x":3}}""", "/f:2:3: 'a.x' cannot be changed: it stands there more than once")]
    [InlineData(KeyFormat.Ini, "[a]\nName=1\n", """{"a":{"name":3}}""", "/f:2:1: 'name' stands there as 'Name'")]
    [InlineData(KeyFormat.Ini, "[a\nx=1\n", """{"k":1}""", "/f:1:1: a section has no name, or no ']'")]
    [InlineData(KeyFormat.Ini, "[a] b\n", """{"k":1}""", "/f:1:5: something follows the ']'")]
    [InlineData(KeyFormat.Ini, "[a][]\nx=1\n", """{"k":1}""", "/f:1:4: something follows the ']'")]
    [InlineData(KeyFormat.Ini, "[a][b\nx=1\n", """{"k":1}""", "/f:1:1: a section has no name, or no ']'")]
    [InlineData(KeyFormat.Ini, "[a]\nx=1\n", """{"b]\n[a":{"x":1}}""", "the name of a section is one line without brackets")]
    [InlineData(KeyFormat.Ini, "[a]\nx=1\n", """{"b][":{"x":1}}""", "the name of a section is one line without brackets")]
    [InlineData(KeyFormat.Ini, "=x\n", """{"k":1}""", "/f:1:1: a line has a value and no key")]
    [InlineData(KeyFormat.Ini, "[a]\nx=c:\\\ny=2\n", """{"a":{"y":1}}""", "/f:3:1: this line looks like a key")]
    [InlineData(KeyFormat.Ini, "\u2028a=1\n", """{"k":1}""", "/f:1:1: a key holds an invisible character")]
    [InlineData(KeyFormat.Ini, "a=1\n[a]\n", """{"k":1}""", "/f:2:1: 'a' is both a key and a section")]
    [InlineData(KeyFormat.Ini, "[a]\nx=1\n", """{"a":{"x":[1,2]}}""", "of keys that are repeated none can be owned alone")]
    [InlineData(KeyFormat.Ini, "[a]\nx=1\n", """{"a":{"b":{"c":1}}}""", "'b' would be a map in a map, and the file knows only sections")]
    [InlineData(KeyFormat.Ini, "[a]\nx=1\n", """{"a":{"b":"two\nlines"}}""", "cannot be a value: it is one line")]
    [InlineData(KeyFormat.Ini, "[a]\nx=1\n", """{"a":{"#b":1}}""", "'#b' cannot be a key")]
    [InlineData(KeyFormat.KeyValue, "A=1\n", """{"B":{"c":1}}""", "in a file without sections")]
    [InlineData(KeyFormat.KeyValue, "A=\"one\ntwo\"\n", """{"B":1}""", "/f:1:3: a value in quotes goes on over several lines")]
    [InlineData(KeyFormat.KeyValue, "A=1\rB=2\n", """{"B":1}""", "/f:1:1: a line ends with a carriage return alone")]
    public void What_is_not_sure_is_refused(KeyFormat format, string file, string json, string problem) => KeyTable.Refused(format, file, json, problem);
}
