namespace HostTools.Machine.Tests.Packages.Live;

/// <summary>Debian's apt and dpkg.</summary>
internal sealed class AptMachine : PackageMachine
{
    private static readonly Lazy<string> s_repository = new(static () => Repository(Script));

    // Name, version, further fields, then scripts by their names.
    private const string Script =
        """
        deb() {
            d=$(mktemp -d); chmod 755 "$d"; mkdir -p "$d/DEBIAN" "$d/opt"; echo "$1 $2" > "$d/opt/$1"
            printf 'Package: %s\nVersion: %s\nArchitecture: all\nMaintainer: Nobody <nobody@example.org>\nDescription: small\n' "$1" "$2" > "$d/DEBIAN/control"
            printf "$3" >> "$d/DEBIAN/control"
            for script in postinst prerm postrm; do
                text=$4; [ $script = prerm ] && text=${5-}; [ $script = postrm ] && text=${6-}
                [ -z "$text" ] || { printf '#!/bin/sh\n%s\n' "$text" > "$d/DEBIAN/$script"; chmod 755 "$d/DEBIAN/$script"; }
            done
            [ "$1" != settings ] || { mkdir "$d/etc"; echo "as it comes $2" > "$d/etc/settings.conf"; echo /etc/settings.conf > "$d/DEBIAN/conffiles"; }
            dpkg-deb --root-owner-group -Znone -b "$d" "${1}_$2_all.deb" >/dev/null; rm -rf "$d"
        }
        cd "$1"
        deb app 1.0 'Depends: libapp\n' ''; deb app 2.0 'Depends: libapp\n' ''; deb libapp 1.0 '' ''; deb tool 1.0 '' ''; deb other 1.0 '' ''
        deb rival 1.0 'Conflicts: tool\n' ''; deb user 1.0 'Depends: tool\n' ''; deb settings 1.0 '' ''; deb settings 2.0 '' ''
        deb bad 1.0 '' 'echo broken by design >&2; exit 3'; deb worse 1.0 '' 'exit 3' 'exit 4'; deb killer 1.0 '' 'kill -9 $PPID; sleep 1'
        deb huge 1.0 'Installed-Size: 900000000000\n' ''; deb sticky 1.0 '' '' '' '[ "$1" != purge ] || [ -e /root/unstuck ]'
        dpkg-scanpackages -m . > Packages 2>/dev/null
        """;

    public AptMachine()
        : base("debian", "12", "etc/apt/apt.conf.d", "etc/apt/sources.list.d", "etc/apt/preferences.d", "etc/dpkg/dpkg.cfg.d", "var/lib/dpkg/info", "var/lib/dpkg/updates", "var/lib/dpkg/triggers",
            "var/lib/apt/lists/partial", "var/cache/apt/archives/partial", "var/log/apt")
    {
        Write("var/lib/dpkg/status", string.Empty);
        Write("var/lib/dpkg/available", string.Empty);
        Write("usr/bin/apt-get", string.Empty);
        Write("etc/apt/apt.conf.d/test", "APT::Sandbox::User \"root\";\n");
        Write("etc/apt/sources.list", "deb [trusted=yes] file:/srv/repo ./\n");
        Host("cp \"$1\"/* \"$2\"", s_repository.Value, PathOf("srv/repo"));
        Run("apt-get", "-q", "update");
    }

    public override string Version(string plain) => plain;

    public override string Installed => string.Join(' ', Run("dpkg-query", "-W", "-f", "${db:Status-Abbrev} ${Package} ${Version}\\n").Split('\n')
        .Where(static line => line.Length > 2 && line[1] is not ('n' or 'c')).Select(static line => line[2] == ' ' && line[1] == 'i' ? line[3..].TrimStart().Replace(' ', '=') : line.Trim().Replace(' ', '/')).Order(StringComparer.Ordinal));

    public string Marks => string.Join(' ', Run("apt-mark", "showauto").Split('\n', StringSplitOptions.RemoveEmptyEntries));

    public override void Hold(string name) => Run("apt-mark", "hold", name);

    public override void Install(params string[] names) => Run(["apt-get", "-y", "-q", "install", .. names]);

    public override void Remove(params string[] names) => Run(["apt-get", "-y", "-q", "remove", .. names]);

    /// <summary>Makes the repository's index anew after a change of its files.</summary>
    public void Reindex()
    {
        Host("cd \"$1\" && dpkg-scanpackages -m . > Packages 2>/dev/null", PathOf("srv/repo"));
        Run("apt-get", "-q", "update");
    }

    public static void Require() => Require("/usr/bin/apt-get", "/usr/bin/dpkg-deb", "/usr/bin/dpkg-scanpackages", "/usr/bin/unshare");
}
