namespace HostTools.Machine.Tests.Packages.Live;

/// <summary>Packages of rpm, and what dnf and zypper have in common.</summary>
internal abstract class RpmMachine : PackageMachine
{
    private static readonly Lazy<string> s_repository = new(static () => Repository(Script));

    private const string Script =
        """
        rpm_() {
            d=$(mktemp -d)
            printf "Name: $1\nVersion: $2\nRelease: 1\nSummary: small\nLicense: MIT\nBuildArch: noarch\n$3\n%%description\nSmall.\n%%install\nmkdir -p %%{buildroot}/opt; echo $1 $2 > %%{buildroot}/opt/$1\n%%files\n/opt/$1\n$4" > "$d/s.spec"
            rpmbuild -bb --quiet --define "_topdir $d/top" --define "_rpmdir $PWD" --define '_build_name_fmt %{NAME}-%{VERSION}-%{RELEASE}.noarch.rpm' "$d/s.spec" >"$d/log" 2>&1 || cat "$d/log"
            rm -rf "$d"
        }
        cd "$1"
        rpm_ app 1.0 'Requires: libapp' ''; rpm_ libapp 1.0 '' ''; rpm_ tool 1.0 '' ''; rpm_ other 1.0 '' ''; rpm_ a-package-with-a-name-that-is-longer-than-any-line-of-a-table 1.0 '' ''
        rpm_ rival 1.0 'Conflicts: tool' ''; rpm_ user 1.0 'Requires: tool' ''; rpm_ bad 1.0 '' '%%post -p <lua>\nerror("broken by design")\n'
        createrepo_c -q .; cp -a repodata repodata-1
        rpm_ app 2.0 'Requires: libapp' ''
        createrepo_c -q .; cp -a repodata repodata-2
        """;

    protected RpmMachine(string distribution, string version, params string[] folders)
        : base(distribution, version, [.. folders, "var/lib/rpm", "etc/rpm"]) => Host("cp -a \"$1\"/* \"$2\"; cp -a /etc/python3* \"$3/etc/\" 2>/dev/null || true", s_repository.Value, PathOf("srv/repo"), Root);

    public override string Version(string plain) => plain + "-1";

    public override void Publish(int version)
    {
        Host("rm -rf \"$1/repodata\"; cp -a \"$1/repodata-$2\" \"$1/repodata\"", PathOf("srv/repo"), version.ToString(System.Globalization.CultureInfo.InvariantCulture));
        Refresh();
    }

    protected abstract void Refresh();
}

/// <summary>Fedora's dnf.</summary>
internal sealed class DnfMachine : RpmMachine
{
    public DnfMachine()
        : base("fedora", "40", "etc/dnf/vars", "etc/dnf/plugins", "etc/yum.repos.d", "var/lib/dnf", "var/cache/dnf")
    {
        Write("usr/bin/dnf", string.Empty);
        Write("etc/dnf/dnf.conf", "[main]\ngpgcheck=0\nplugins=0\n");
        Write("etc/yum.repos.d/local.repo", "[local]\nname=local\nbaseurl=file:///srv/repo\nenabled=1\ngpgcheck=0\n");
        Publish(2);
    }

    public override string Installed => Sorted(Run("rpm", "-qa", "--qf", "%{NAME}=%{VERSION}-%{RELEASE}\\n").Split('\n', StringSplitOptions.RemoveEmptyEntries));

    public override void Hold(string name) => Write("etc/dnf/plugins/versionlock.list", $"# Added by hand.\n{name}-0:1.0-1.*\n");

    public override void Install(params string[] names) => Run(["dnf", "-C", "-y", "-q", "install", .. names]);

    public override void Remove(params string[] names) => Run(["dnf", "-C", "-y", "-q", "remove", .. names]);

    protected override void Refresh() => Run("dnf", "-q", "makecache", "--refresh");
}

/// <summary>openSUSE's zypper.</summary>
internal sealed class ZypperMachine : RpmMachine
{
    public ZypperMachine()
        : base("suse", "15", "etc/zypp/repos.d", "etc/zypp/services.d", "var/lib/zypper", "var/lib/zypp", "var/cache/zypp")
    {
        Write("usr/bin/zypper", string.Empty);
        Write("etc/zypp/zypp.conf", string.Empty);
        Write("etc/zypp/repos.d/local.repo", "[local]\nname=local\nbaseurl=dir:/srv/repo\nenabled=1\ngpgcheck=0\nautorefresh=0\ntype=rpm-md\n");
        Publish(2);
    }

    // Debian's rpm looks for the database elsewhere than zypper does.
    public override string Installed => Sorted(System.Text.RegularExpressions.Regex.Matches(
        Run("zypper", "--xmlout", "-n", "--no-refresh", "search", "--details", "--installed-only"), "name=\"([^\"]+)\" kind=\"package\" edition=\"([^\"]+)\"").Select(static match => $"{match.Groups[1].Value}={match.Groups[2].Value}").Distinct());

    public override void Hold(string name) => Run("zypper", "-n", "addlock", name);

    public override void Install(params string[] names) => Run(["zypper", "-n", "--no-refresh", "install", .. names]);

    public override void Remove(params string[] names) => Run(["zypper", "-n", "--no-refresh", "remove", .. names]);

    protected override void Refresh() => Run("zypper", "-n", "refresh", "--force");
}
