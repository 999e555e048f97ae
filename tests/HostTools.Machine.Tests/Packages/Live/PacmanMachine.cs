namespace HostTools.Machine.Tests.Packages.Live;

/// <summary>Arch's pacman.</summary>
internal sealed class PacmanMachine : PackageMachine
{
    private static readonly Lazy<string> s_repository = new(static () => Repository(Script));

    // The index is written by hand: what makes it is not packaged everywhere.
    private const string Script =
        """
        index=$(mktemp -d)
        pkg() {
            d=$(mktemp -d); mkdir "$d/opt"; echo "$1 $2" > "$d/opt/$1"; file="$1-$2-any.pkg.tar.gz"
            printf "pkgname = %s\npkgbase = %s\npkgver = %s\npkgdesc = small\nurl = http://example.org\nbuilddate = 1700000000\npackager = nobody\nsize = 10\narch = any\nlicense = MIT\n$3" "$1" "$1" "$2" > "$d/.PKGINFO"
            files=".PKGINFO opt"
            if [ -n "$5" ]; then printf 'post_install() {\n%s\n}\n' "$5" > "$d/.INSTALL"; files="$files .INSTALL"; fi
            tar -C "$d" --owner=0 --group=0 -czf "$file" $files
            mkdir "$index/$1-$2"
            printf "%%FILENAME%%\n$file\n\n%%NAME%%\n$1\n\n%%VERSION%%\n$2\n\n%%CSIZE%%\n$(stat -c %s "$file")\n\n%%ISIZE%%\n10\n\n%%ARCH%%\nany\n\n$4" | sed 's/%%/%/g' > "$index/$1-$2/desc"
            rm -rf "$d"
        }
        cd "$1"
        pkg app 1.0-1 'depend = libapp\n' '%%DEPENDS%%\nlibapp\n\n' ''; pkg libapp 1.0-1 '' '' ''; pkg tool 1.0-1 '' '' ''; pkg other 1.0-1 '' '' ''
        pkg rival 1.0-1 'conflict = tool\n' '%%CONFLICTS%%\ntool\n\n' ''; pkg user 1.0-1 'depend = tool\n' '%%DEPENDS%%\ntool\n\n' ''; pkg bad 1.0-1 '' '' 'echo broken by design; exit 3'
        tar -C "$index" -czf extra-1.db $(ls "$index")
        rm -rf "$index/app-1.0-1"; pkg app 2.0-1 'depend = libapp\n' '%%DEPENDS%%\nlibapp\n\n' ''
        tar -C "$index" -czf extra-2.db $(ls "$index"); rm -rf "$index"
        """;

    public PacmanMachine()
        : base("arch", "1", "etc/pacman.d/hooks", "var/lib/pacman/local", "var/lib/pacman/sync", "var/cache/pacman/pkg")
    {
        Write("usr/bin/pacman", string.Empty);
        Write("etc/pacman.conf", "[options]\nArchitecture = x86_64\nSigLevel = Never\n[extra]\nServer = file:///srv/repo\n");
        Host("cp \"$1\"/* \"$2\"", s_repository.Value, PathOf("srv/repo"));
        Publish(2);
    }

    public override string Version(string plain) => plain + "-1";

    public override string Installed => Sorted(Run("pacman", "-Q").Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(static line => line.Replace(' ', '=')));

    public override void Publish(int version)
    {
        File.Copy(PathOf($"srv/repo/extra-{version}.db"), PathOf("srv/repo/extra.db"), overwrite: true);
        Run("pacman", "-Syy", "--noconfirm");
    }

    public override void Hold(string name) => Write("etc/pacman.conf", $"[options]\nArchitecture = x86_64\nSigLevel = Never\nIgnorePkg = {name}\n[extra]\nServer = file:///srv/repo\n");

    public override void Install(params string[] names) => Run(["pacman", "-S", "--noconfirm", .. names]);

    public override void Remove(params string[] names) => Run(["pacman", "-R", "--noconfirm", .. names]);
}
