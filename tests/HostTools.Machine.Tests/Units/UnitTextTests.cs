using HostTools.Configuration;
using HostTools.Configuration.Formats;
using HostTools.Machine.Units;

namespace HostTools.Machine.Tests.Units;

public sealed class UnitTextTests
{
    private static readonly UnitKind s_service = UnitKind.All.First(static kind => kind.Option == "services");

    [Fact]
    public void Unit_HasItsSectionsInOrder() =>
        Assert.Equal(
            """
            [Unit]
            Description=Web server
            Requires=a.service
            After=a.service b.service
            X-Restart-Triggers=abc
            X-StopOnRemoval=false
            ConditionPathExists=|/a
            ConditionPathExists=|/b

            [Service]
            Environment="MODE=fast"
            ExecStart=
            ExecStart=/usr/bin/web
            Nice=-5
            RemainAfterExit=true
            UMask=0022
            X-RestartIfChanged=false

            [Install]
            WantedBy=multi-user.target

            """,
            UnitText.RenderUnit(s_service, Map(
                ("description", "Web server"),
                ("documentation", List()),
                ("requires", List("a.service")), ("stopOnRemoval", false),
                ("after", List("a.service", "b.service")),
                ("restartTriggers", List("abc")),
                ("unitConfig", Map(("ConditionPathExists", List("|/a", "|/b")))),
                ("environment", Map(("MODE", "fast"))),
                ("serviceConfig", Map(
                    ("UMask", "0022"), ("RemainAfterExit", true), ("Nice", -5L), ("ExecStart", List(string.Empty, "/usr/bin/web")), ("User", null))),
                ("restartIfChanged", false),
                ("reloadIfChanged", false),
                ("stopIfChanged", true),
                ("wantedBy", List("multi-user.target")))));

    [Theory]
    [InlineData("plain", "\"A=plain\"")]
    [InlineData("two words", "\"A=two words\"")]
    [InlineData("quote \" and \\", "\"A=quote \\\" and \\\\\"")]
    [InlineData("100%", "\"A=100%%\"")]
    [InlineData("line\nend", "\"A=line\\nend\"")]
    [InlineData("$HOME", "\"A=$HOME\"")]
    public void Environment_IsQuoted(string value, string written) => Assert.Equal(written, UnitText.Assignment("A", value));

    [Theory]
    [InlineData("ExecStart", "/bin/a\n/bin/b", "one line")]
    [InlineData("ExecStart", "/bin/a \\", "backslash")]
    [InlineData("Exec Start", "/bin/a", "letters")]
    public void WhatAUnitCannotHold_IsNamed(string key, string value, string because)
    {
        UnfitValueException unfit = Assert.Throws<UnfitValueException>(
            () => UnitText.RenderUnit(s_service, Map(("serviceConfig", Map((key, value))))));
        Assert.Equal(["serviceConfig", key], unfit.Path);
        Assert.Contains(because, unfit.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void BlockScalar_LosesItsLineEnd() =>
        Assert.Equal("[Service]\nExecStart=/bin/a b\n", UnitText.RenderUnit(s_service, Map(("serviceConfig", Map(("ExecStart", "/bin/a b\n"))))));

    [Fact]
    public void DropIn_WithoutContentIsEmpty() =>
        Assert.Equal(string.Empty, UnitText.RenderDropIn(s_service, Map(("wantedBy", List("multi-user.target")))).ToString());

    private static ConfigMap Map(params (string Key, object? Value)[] entries) =>
        ConfigMap.From(entries.Select(static entry => KeyValuePair.Create(entry.Key, entry.Value)));

    private static object?[] List(params object?[] elements) => elements;
}
