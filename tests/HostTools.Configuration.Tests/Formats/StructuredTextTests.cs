using System.Text.Json;
using HostTools.Configuration.Formats;
using HostTools.Machine.Tests;
using HostTools.Machine.Tests.Peers;
using HostTools.Platform;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace HostTools.Configuration.Tests.Formats;

public sealed class StructuredTextTests
{
    private static readonly ConfigMap s_sample = Map(
        ("zone", "b"),
        ("Alpha", 1L),
        ("list", List(1L, "two", true)),
        ("empty", List()),
        ("ratio", 1.0),
        ("tables", List(Map(("name", "x"), ("deep", Map(("k", "v")))), Map(("name", "y")))),
        ("nested", Map(("b.c", "dotted"), ("a", Map()))));

    [Fact]
    public void Json_HasOrdinalKeys() =>
        Assert.Equal(
            """
            {
              "Alpha": 1,
              "empty": [],
              "list": [
                1,
                "two",
                true
              ],
              "nested": {
                "a": {},
                "b.c": "dotted"
              },
              "ratio": 1.0,
              "tables": [
                {
                  "deep": {
                    "k": "v"
                  },
                  "name": "x"
                },
                {
                  "name": "y"
                }
              ],
              "zone": "b"
            }

            """,
            StructuredText.Render("json", s_sample));

    [Fact]
    public void Yaml_IsBlockStyle() =>
        Assert.Equal(
            """
            Alpha: 1
            empty: []
            list:
              - 1
              - two
              - true
            nested:
              a: {}
              b.c: dotted
            ratio: 1.0
            tables:
              - deep:
                  k: v
                name: x
              - name: "y"
            zone: b

            """,
            StructuredText.Render("yaml", s_sample));

    [Fact]
    public void Toml_PutsATablesOwnKeysFirst() =>
        Assert.Equal(
            """
            Alpha = 1
            empty = []
            list = [1, "two", true]
            ratio = 1.0
            zone = "b"

            [nested]
            "b.c" = "dotted"

            [nested.a]

            [[tables]]
            name = "x"

            [tables.deep]
            k = "v"

            [[tables]]
            name = "y"

            """,
            StructuredText.Render("toml", s_sample));

    [Fact]
    public void Ini_RepeatsTheKeyOfAListAndLeavesNullOut() =>
        Assert.Equal(
            """
            top=1

            [A]
            on=true
            x=1
            x=two

            [b c]
            gone=

            [outer][inner]
            k=v

            """,
            StructuredText.Render("ini", Map(
                ("b c", Map(("gone", string.Empty), ("null", null))),
                ("outer][inner", Map(("k", "v"))),
                ("top", 1L),
                ("A", Map(("x", List(1L, "two")), ("on", true))))));

    [Theory]
    [InlineData("")]
    [InlineData("a]")]
    [InlineData("[a")]
    [InlineData("a][")]
    [InlineData("a]\n[b")]
    public void Ini_HasSectionsWithNames(string section) =>
        Assert.Contains("the name of a section", Assert.Throws<UnfitValueException>(() => StructuredText.Render("ini", Map((section, Map(("k", "v")))))).Message, StringComparison.Ordinal);

    [Fact]
    public void KeyValue_IsFlat() =>
        Assert.Equal("A=1\nB=x y\nT=1min30s\n", StructuredText.Render("keyvalue", Map(
            ("B", "x y"), ("A", 1L), ("T", Duration.Parse("90s")))));

    [Theory]
    [InlineData("keyvalue", "a map", "text, a number")]
    [InlineData("ini", "deep", "text, a number")]
    [InlineData("ini", "newline", "one line")]
    [InlineData("ini", "key=", "without '='")]
    [InlineData("toml", "null", "no null")]
    [InlineData("json", "infinite", "not finite")]
    [InlineData("json", "secret", "secret")]
    public void WhatAFormatCannotHold_IsNamed(string format, string which, string because)
    {
        ConfigMap value = Map(("outer", Map((which, which switch
        {
            "a map" or "deep" => Map(("x", Map())),
            "newline" => "a\nb",
            "null" => null,
            "infinite" => double.PositiveInfinity,
            "secret" => new Secret("s"),
            _ => "v",
        }))));
        UnfitValueException unfit = Assert.Throws<UnfitValueException>(() => StructuredText.Render(format, value));
        Assert.Contains(because, unfit.Message, StringComparison.Ordinal);
        Assert.Equal("outer", unfit.Path[0]);
    }

    /// <summary>Texts that some reader takes for something else when they are not quoted or escaped.</summary>
    private static readonly string[] s_difficultTexts =
    [
        "", " ", "yes", "No", "null", "~", "1", "1.0", "1e3", "0x10", "0o7", "1_000", "12:30:45", "2026-01-01", "- a", "-", "a: b", "a #b", "#a",
        "@x", "%x", "*x", "&x", "!x", "[x", "{x", "|", ">", "'x", "\"x\"", "back\\slash", "tab\tbed", "two\nlines", "two\nlines\n",
        "two\nlines\n\n", "\nfirst empty", "  indented\nx", "trailing \nblank", "é ü 漢字", "😀", "\u0001", "\u007f", "\u0085", "\u2028", "=", "<<", ".inf",
        "a:", ":a", "?", "? x", "x, y", "(x)", "/usr/bin/x -y", "C:\\x", "---", "...", "\r\n", "ends with colon:", "x\u00a0y", "\ufeffbom",
    ];

    public static TheoryData<string> DifficultTexts => [.. s_difficultTexts];

    [Theory]
    [MemberData(nameof(DifficultTexts))]
    public void Text_ComesBackFromJson(string text)
    {
        using JsonDocument document = JsonDocument.Parse(StructuredText.Render("json", Map(("k", text))));
        Assert.Equal(text, document.RootElement.GetProperty("k").GetString());
    }

    [Theory]
    [MemberData(nameof(DifficultTexts))]
    public void Text_ComesBackFromYaml(string text)
    {
        var parser = new Parser(new StringReader(StructuredText.Render("yaml", Map(("k", List(Map((text, text))))))));
        var scalars = new List<Scalar>();
        while (parser.MoveNext())
        {
            if (parser.Current is Scalar scalar)
                scalars.Add(scalar);
        }

        Assert.Equal(["k", text, text], scalars.Select(static scalar => scalar.Value));
    }

    [SkippableFact]
    public void Texts_ComeBackFromPython()
    {
        string python = Peer.Require("python3");
        ConfigMap value = Map(("texts", List([.. s_difficultTexts])), ("tables", List(Map(("a.b", 1L), ("n", 2.0)))), ("n", Map(("o", Map(("p", true))))));
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.File("value.toml"), StructuredText.Render("toml", value));
        string script = "import json, sys, tomllib; json.dump(tomllib.load(open(sys.argv[1], 'rb')), open(sys.argv[2], 'w'))";
        Peer.Accept(python, "-c", script, folder.File("value.toml"), folder.File("value.json"));
        using JsonDocument back = JsonDocument.Parse(File.ReadAllText(folder.File("value.json")));
        Assert.Equal(s_difficultTexts, back.RootElement.GetProperty("texts").EnumerateArray().Select(static element => element.GetString()!));
        Assert.Equal(1, back.RootElement.GetProperty("tables")[0].GetProperty("a.b").GetInt32());
        Assert.True(back.RootElement.GetProperty("n").GetProperty("o").GetProperty("p").GetBoolean());
    }

    [Theory]
    [InlineData(1.0, "1.0")]
    [InlineData(0.1, "0.1")]
    [InlineData(0.00001, "0.00001")]
    [InlineData(1e300, "1.0e+300")]
    [InlineData(-2.5, "-2.5")]
    public void Fraction_AlwaysHasADot(double value, string text) => Assert.Equal(text, StructuredText.Fraction(value));

    [Theory]
    [InlineData("1.50", 1.5, "1.50")]
    [InlineData("-1e3", -1000, "-1e3")]
    [InlineData("+1.5", 1.5, "1.5")]
    [InlineData(".5", 0.5, "0.5")]
    [InlineData("1.", 1, "1.0")]
    public void Number_KeepsDigitsThatEveryFormatReads(string text, double value, string written) =>
        Assert.Equal(written, StructuredText.Number(new NumberLiteral(text, value)));

    private static ConfigMap Map(params (string Key, object? Value)[] entries) =>
        ConfigMap.From(entries.Select(static entry => KeyValuePair.Create(entry.Key, entry.Value)));

    private static object?[] List(params object?[] elements) => elements;
}
