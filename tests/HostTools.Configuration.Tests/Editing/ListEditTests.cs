using HostTools.Configuration.Editing;
using HostTools.Platform;

namespace HostTools.Configuration.Tests.Editing;

/// <summary>Names are added to lists, and every other byte stays.</summary>
public sealed class ListEditTests
{
    [Theory]
    [InlineData("users: [a]\n", "users: [a, n]\n")]
    [InlineData("users: [ a ]  # people\nx: 1\n", "users: [ a, n ]  # people\nx: 1\n")]
    [InlineData("users: []\n", "users: [n]\n")]
    [InlineData("users: [a, ]\n", "users: [a, n ]\n")]
    [InlineData("users: [\n  a,\n  b\n]\n", "users: [\n  a,\n  b, n\n]\n")]
    [InlineData("users: [\n  a,  # first\n  b   # second\n]\n", "users: [n, \n  a,  # first\n  b   # second\n]\n")]
    [InlineData("users:\n  - a   # first\nconfig: {}\n", "users:\n  - a   # first\n  - n\nconfig: {}\n")]
    [InlineData("users:\n- a\n\n# About the rest.\nconfig: {}\n", "users:\n- a\n- n\n\n# About the rest.\nconfig: {}\n")]
    [InlineData("users:\n  - a", "users:\n  - a\n  - n\n")]
    [InlineData("users:\n  - \"a\"\r\n  - 'b'\r\nx: 1\r\n", "users:\n  - \"a\"\r\n  - 'b'\r\n  - n\r\nx: 1\r\n")]
    [InlineData("users:\nconfig: {}\n", "users: [n]\nconfig: {}\n")]
    [InlineData("users: ~\nconfig: {}\n", "users: [n] \nconfig: {}\n")]
    [InlineData("system: x\n\n# What it is made of.\nimports: [a]\n", "system: x\n\nusers: [n]\n# What it is made of.\nimports: [a]\n")]
    [InlineData("system: x", "system: x\nusers: [n]\n")]
    [InlineData("", "users: [n]\n")]
    [InlineData("users:\n  - { when: meta.os == \"linux\", module: a }\n  - when: true\n    module: b   # c\nx: 1\n", "users:\n  - { when: meta.os == \"linux\", module: a }\n  - when: true\n    module: b   # c\n  - n\nx: 1\n")]
    [InlineData("users: [a, n]\n", "users: [a, n]\n")]
    public void A_name_is_added_where_a_person_would_add_it(string before, string after) =>
        Assert.Equal(after, ListEdit.Add(before, "hosts/x/default.yaml", "users", ["n"]));

    [Theory]
    [InlineData("users: \"${{ params.users }}\"\n")]
    [InlineData("users: !force [a]\n")]
    [InlineData("users: { a: 1 }\n")]
    [InlineData("x: &u [a]\nusers: *u\n")]
    public void What_is_not_plainly_a_list_is_left_to_a_person(string text)
    {
        HostToolsException refused = Assert.Throws<HostToolsException>(() => ListEdit.Add(text, "hosts/x/default.yaml", "users", ["n"]));
        Assert.Equal("ListNotEditable", refused.Errors[0].Id);
    }

    [Fact]
    public void The_place_and_the_way_out_are_told() => Assert.Equal(
        "hosts/x/default.yaml:2:1: 'users' is written in a way that is not changed by a program, and nothing was written. Add 'n' to it by hand.",
        Assert.Throws<HostToolsException>(static () => ListEdit.Add("system: x\nusers: !force [a]\n", "hosts/x/default.yaml", "users", ["n"])).Errors[0].ToString());

    [Fact]
    public void Broken_text_is_told_with_its_place()
    {
        HostToolsException refused = Assert.Throws<HostToolsException>(() => ListEdit.Add("users: [a\nx: 1\n", "hosts/x/default.yaml", "users", ["n"]));
        Assert.Equal("hosts/x/default.yaml", refused.Errors[0].Origin?.File);
    }

    [Fact]
    public void Several_names_keep_their_order() => Assert.Equal("imports: [a, b]\n", ListEdit.Add("imports: []\n", "x", "imports", ["a", "b"]));
}
