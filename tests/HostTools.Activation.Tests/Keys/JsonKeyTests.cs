using HostTools.Activation.Resources;

namespace HostTools.Activation.Tests.Keys;

public sealed class JsonKeyTests
{
    [Theory]
    [InlineData("{\"a\": 1}", """{"a":2}""", "{\"a\": 2}")]
    [InlineData("{\"a\": 1}", """{"b":2}""", "{\"a\": 1, \"b\": 2}")]
    [InlineData("{ \"a\": 1 }", """{"b":[1,"x",null,{}]}""", "{ \"a\": 1, \"b\": [1, \"x\", null, {}] }")]
    [InlineData("{\n  // first\n  \"a\": 1, // one\n  \"b\": 2 // two\n  // last\n}\n", """{"c":true}""",
        "{\n  // first\n  \"a\": 1, // one\n  \"b\": 2, // two\n  // last\n  \"c\": true\n}\n")]
    [InlineData("{\n    \"a\": 1,\n    \"b\": {\n        \"x\": 1,\n    },\n}", """{"b":{"y":{"z":[]}},"c":{"d":1}}""",
        "{\n    \"a\": 1,\n    \"b\": {\n        \"x\": 1,\n        \"y\": {\n            \"z\": []\n        },\n    },\n    \"c\": {\n        \"d\": 1\n    },\n}")]
    [InlineData("\uFEFF{\r\n\t\"a\": 1\r\n}\r\n", """{"a":"ü€😀\n","b":2}""", "\uFEFF{\r\n\t\"a\": \"ü€😀\\n\",\r\n\t\"b\": 2\r\n}\r\n")]
    [InlineData("{\"a\": 1.0, \"b\": \"x\\u0041\", \"c\": 1e2}", """{"a":1.00,"b":"xA","c":100}""", "{\"a\": 1.0, \"b\": \"x\\u0041\", \"c\": 1e2}")]
    [InlineData("{\"a\": 1, \"b\": 2}", """{"a":null,"none":null}""", "{\"b\": 2}")]
    [InlineData("{\"a\": 1, /* in */ \"b\": 2}", """{"b":null}""", "{\"a\": 1 /* in */ }")]
    [InlineData("{\n  \"a\": 1,\n  \"b\": 2\n}", """{"b":null}""", "{\n  \"a\": 1\n}")]
    [InlineData("{\n  \"a\": 1,\n  \"b\": [1,\n    2],\n  \"c\": 3\n}", """{"b":null}""", "{\n  \"a\": 1,\n  \"c\": 3\n}")]
    [InlineData("{}", """{"a":{"b":1}}""", "{\n  \"a\": {\n    \"b\": 1\n  }\n}")]
    [InlineData("{\n}\n", """{"a":1}""", "{\n  \"a\": 1\n}\n")]
    [InlineData("{\"x\": {}}", """{"x":{"a":1}}""", "{\"x\": {\"a\": 1}}")]
    [InlineData("", """{"a":1}""", "{\n  \"a\": 1\n}\n")]
    [InlineData("{\"a\": {\"deep\": 1}}", """{"a":[1]}""", "{\"a\": [1]}")]
    [InlineData("{\"a\": 7}", """{"a":{"b":{"c":1,"d":null}}}""", "{\"a\": {\"b\": {\"c\": 1}}}")]
    [InlineData("{\"a.b\": 1, \"a\": {\"b\": 2}}", """{"a.b":3,"a":{"b":4}}""", "{\"a.b\": 3, \"a\": {\"b\": 4}}")]
    public void Only_the_declared_keys_change_and_come_back(string before, string json, string after) =>
        KeyTable.Check(KeyFormat.Json, before, json, after, isExact: !json.Contains("null") && before.Length > 2 && !before.StartsWith("{\n}"));

    [Theory]
    [InlineData("{\"a\": 1,\n \"a\": 2}", "/f:2:2: the key 'a' stands twice")]
    [InlineData("[1]", "/f:1:1: the file is no object")]
    [InlineData("{\"a\" 1}", "/f:1:6: ':' is missing after the key")]
    [InlineData("{\"a\": 1 \"b\": 2}", "/f:1:9: a comma or '}' is missing")]
    [InlineData("{\"a\": 'x'}", "/f:1:7: ''' is no value")]
    [InlineData("{\"a\": nul}", "/f:1:7: 'nul' is no value")]
    [InlineData("{\"a\": 01}", "/f:1:7: '01' is no value")]
    [InlineData("{\"a\": \"x\\q\"}", "/f:1:7: the text holds an escape")]
    [InlineData("{\"a\": \"x", "/f:1:7: a text has no closing quote")]
    [InlineData("{\"a\": [1 2]}", "/f:1:10: a comma or ']' is missing")]
    [InlineData("{\"a\": 1} /* open", "/f:1:10: a comment has no end")]
    [InlineData("{\"a\": 1} x", "/f:1:10: something follows the end of the object")]
    [InlineData("{\"a\": ", "/f:1:7: a value is missing")]
    [InlineData("{", "/f:1:2: a key in double quotes or '}' is expected")]
    [InlineData("{\"a\": 1\0}", "/f:1:8: it is no text: it holds a NUL character")]
    public void A_file_that_is_no_JSON_is_refused_with_its_place(string file, string problem) =>
        KeyTable.Refused(KeyFormat.Json, file, """{"k":1}""", problem);
}
