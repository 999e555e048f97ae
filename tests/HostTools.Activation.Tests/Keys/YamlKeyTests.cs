using HostTools.Activation.Resources;

namespace HostTools.Activation.Tests.Keys;

public sealed class YamlKeyTests
{
    [Theory]
    [InlineData("a: 1 # one\nb: x\n", """{"a":2}""", "a: 2 # one\nb: x\n")]
    [InlineData("a:\n    x: 1\n\n    y: 'two'\nb: 1\n", """{"a":{"z":[1,{"k":"v","l":[true]}],"y":"two"},"c":{"d":{"e":"f"}}}""",
        "a:\n    x: 1\n\n    y: 'two'\n    z:\n        - 1\n        - k: v\n          l:\n              - true\nb: 1\nc:\n    d:\n        e: f\n")]
    [InlineData("---\n# head\na: \"x\\u0041\"\r\nb: 1.50\nc: 0x1F\n...\n", """{"a":"xA","b":1.5,"c":31}""", "---\n# head\na: \"x\\u0041\"\r\nb: 1.50\nc: 0x1F\n...\n")]
    [InlineData("a:\r\n- 1\r\n- 2\r\nb: 1", """{"a":[1],"b":"yes"}""", "a:\r\n  - 1\r\nb: \"yes\"")]
    [InlineData("a: [1, 2] # l\nm: {x: 1, y: {z: 2}}\n", """{"a":[3,[]],"m":{"x":"1","y":{"w":null,"v":"q r"}}}""", "a: [3, []] # l\nm: {x: \"1\", y: {z: 2, v: q r}}\n")]
    [InlineData("a: |\n  line\n  two\n\nb: >-\n  fold\n  ed\nc: plain\n  goes on\nd: 1\n", """{"a":"line\ntwo\n","b":"new","c":1}""", "a: |\n  line\n  two\n\nb: new\nc: 1\nd: 1\n")]
    [InlineData("a:\nb: ~\nc: 1\n", """{"a":"x","b":{"k":1}}""", "a: x\nb:\n  k: 1\nc: 1\n")]
    [InlineData("a:\n  b: 1\nc: 2\n", """{"a":{"b":null}}""", "a: {}\nc: 2\n")]
    [InlineData("a: 1\nb:\n  - x\n  # in\n  - y\n# after\nc: 2\n", """{"b":null}""", "a: 1\n# after\nc: 2\n")]
    [InlineData("a:\n  b:\n    c: 1\n  d: 2\n", """{"a":{"b":7}}""", "a:\n  b: 7\n  d: 2\n")]
    [InlineData("a: 7 # seven\n", """{"a":{"b":{"c":"x: y"}}}""", "a: # seven\n  b:\n    c: \"x: y\"\n")]
    [InlineData("x: &anchor {a: 1}\ny: *anchor\nz:\n  <<: *anchor\n  b: 1\n", """{"z":{"b":2,"c":3}}""", "x: &anchor {a: 1}\ny: *anchor\nz:\n  <<: *anchor\n  b: 2\n  c: 3\n")]
    [InlineData("\"quoted key\": 1\n'it''s': 2\nhttp://x: 3\n", """{"quoted key":4,"it's":5,"http://x":6}""", "\"quoted key\": 4\n'it''s': 5\nhttp://x: 6\n")]
    [InlineData("", """{"a":{"b":1}}""", "a:\n  b: 1\n")]
    [InlineData("# only\n", """{"a":"😀 #x"}""", "# only\na: \"😀 #x\"\n")]
    [InlineData("e: {}\nl: []\n", """{"e":{"a":1},"l":[1]}""", "e: { a: 1 }\nl: [1]\n")]
    [InlineData("a: 1\nb:\n- c: 1\n  d: 2\n-   - 3\n    - 4\n", """{"b":[{"c":1,"d":2},[3,4]],"num":1e5}""", "a: 1\nb:\n- c: 1\n  d: 2\n-   - 3\n    - 4\nnum: 1.0e+5\n")]
    [InlineData("a: |+\n  x\n\n", """{"b":"t\n"}""", "a: |+\n  x\n\nb: \"t\\n\"\n")]
    [InlineData("a: on\nb: 010\nc: 2001-01-01\n", """{"a":true,"b":"010","c":"2001-01-01"}""", "a: true\nb: \"010\"\nc: \"2001-01-01\"\n")]
    [InlineData("a: 'x\n  y'\nb: \"p\n\n  q\"\n", """{"b":1}""", "a: 'x\n  y'\nb: 1\n")]
    [InlineData("a:\n  - 1\n", """{"a":{"k":"v"}}""", "a:\n  k: v\n")]
    public void Only_the_declared_keys_change_and_come_back(string before, string json, string after) =>
        KeyTable.Check(KeyFormat.Yaml, before, json, after, isExact: !json.Contains("null") && !before.StartsWith("a: 7"));

    [Theory]
    [InlineData("a: 1\na: 2\n", """{"k":1}""", "/f:2:1: the key 'a' stands twice")]
    [InlineData("a: 1\n---\nb: 2\n", """{"k":1}""", "/f:2:1: there are several documents")]
    [InlineData("%YAML 1.2\n---\na: 1\n", """{"k":1}""", "/f:1:1: directives are not understood")]
    [InlineData("- 1\n", """{"k":1}""", "/f:1:1: the document is no map")]
    [InlineData("a:\n\tb: 1\n", """{"k":1}""", "/f:2:2: a line is indented with a tab")]
    [InlineData("a: 1\n  b: 2\n", """{"k":1}""", "/f:2:4: a ':' with a blank after it")]
    [InlineData("a:\n    b: 1\n  c: 2\n", """{"k":1}""", "/f:3:3: the indentation fits no map above")]
    [InlineData("? a\n: b\n", """{"k":1}""", "/f:1:1: keys with '?' are not understood")]
    [InlineData("a: \"x\n", """{"k":1}""", "/f:1:4: a text has no closing quote")]
    [InlineData("a: \"x\\q\"\n", """{"k":1}""", "/f:1:6: the text holds an escape that YAML does not have")]
    [InlineData("a: 1\rb: 2\n", """{"k":1}""", "/f:1:5: some readers take this character for the end of the line")]
    [InlineData("a: [1, 2\nb: 3\n", """{"k":1}""", "/f:1:8: a value goes on over several lines")]
    [InlineData("a: {x: &y 1}\n", """{"k":1}""", "/f:1:8: anchors and tags in braces")]
    [InlineData("a: @x\n", """{"k":1}""", "/f:1:4: a value cannot begin with '@' here")]
    [InlineData("a\nb: 1\n", """{"k":1}""", "/f:2:2: a ':' with a blank after it")]
    [InlineData("a: &x\n  b: 1\nc: *x\n", """{"a":{"b":2}}""", "/f:1:4: 'a.b' cannot be changed: its value has an anchor")]
    [InlineData("a: &x\n  b: 1\nc: *x\n", """{"c":{"b":2}}""", "/f:3:4: 'c' cannot be changed: it repeats the value of another place")]
    [InlineData("a:\n  b: &x 1\nc: *x\n", """{"a":null}""", "the value holds an anchor")]
    [InlineData("a: !t 1\n", """{"a":2}""", "'a' cannot be changed: its value has a tag")]
    public void What_is_not_sure_is_refused(string file, string json, string problem) => KeyTable.Refused(KeyFormat.Yaml, file, json, problem);
}
