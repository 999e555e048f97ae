namespace HostTools.Live.Tests.Faults;

/// <summary>What is on the machine before: a repository of small packages, one of them with a service as Debian's own packages have it, and things of others.</summary>
internal static class Repository
{
    /// <summary>Run on the machine; nothing is got from the network.</summary>
    public const string Script =
        """
        set -e
        mkdir -p /srv/repo; cd /srv/repo; rm -f /etc/apt/sources.list /etc/apt/sources.list.d/*
        echo 'deb [trusted=yes] file:/srv/repo ./' > /etc/apt/sources.list
        echo 'APT::Sandbox::User "root";' > /etc/apt/apt.conf.d/test; echo force-unsafe-io > /etc/dpkg/dpkg.cfg.d/test
        mkdir -p /etc/systemd/system.conf.d; printf '[Manager]\nDefaultStartLimitIntervalSec=0\n' > /etc/systemd/system.conf.d/test.conf
        hook='[ ! -x /run/hook ] || /run/hook'
        deb() {
            d=$(mktemp -d); chmod 755 "$d"; mkdir -p "$d/DEBIAN" "$d/usr/share/$1"; echo "$1 $2" > "$d/usr/share/$1/version"
            printf "Package: %s\nVersion: %s\nArchitecture: all\nMaintainer: Nobody <nobody@example.org>\nDescription: small\n$3" "$1" "$2" > "$d/DEBIAN/control"
            for s in preinst postinst prerm postrm; do printf '#!/bin/sh\nset -e\n%s %s %s "$@"\n' "$hook" "$1" "$s" > "$d/DEBIAN/$s"; done
            if [ "$1" = demo ]; then
                mkdir -p "$d/etc" "$d/lib/systemd/system"; echo "as it comes $2" > "$d/etc/demo.conf"; echo /etc/demo.conf > "$d/DEBIAN/conffiles"
                printf '[Unit]\nDescription=Demo\n[Service]\nExecStart=/bin/sleep 30000%s\n[Install]\nWantedBy=multi-user.target\n' "${2%.*}" > "$d/lib/systemd/system/demo.service"
                cat >> "$d/DEBIAN/postinst" <<'S'
        deb-systemd-helper unmask demo.service >/dev/null || true
        if deb-systemd-helper --quiet was-enabled demo.service; then deb-systemd-helper enable demo.service >/dev/null || true; else deb-systemd-helper update-state demo.service >/dev/null || true; fi
        systemctl --system daemon-reload >/dev/null || true
        if [ -n "$2" ]; then deb-systemd-invoke restart demo.service >/dev/null || true; else deb-systemd-invoke start demo.service >/dev/null || true; fi
        S
                printf 'if [ "$1" = remove ]; then deb-systemd-invoke stop demo.service >/dev/null || true; fi\n' >> "$d/DEBIAN/prerm"
                cat >> "$d/DEBIAN/postrm" <<'S'
        if [ "$1" = remove ]; then systemctl --system daemon-reload >/dev/null || true; fi
        if [ "$1" = purge ] && [ -x /usr/bin/deb-systemd-helper ]; then deb-systemd-helper purge demo.service >/dev/null || true; fi
        S
            fi
            chmod 755 "$d"/DEBIAN/p*; dpkg-deb --root-owner-group -Znone -b "$d" "${1}_$2_all.deb" >/dev/null; rm -rf "$d"
        }
        deb demo 1.0 'Depends: libdemo\n'; deb demo 2.0 'Depends: libdemo (>= 2)\n'; deb libdemo 1.0; deb libdemo 2.0; deb tool 1.0; deb extra 1.0 'Depends: extra-data\n'; deb extra-data 1.0; deb bystander 1.0
        for f in *.deb; do dpkg-deb -f "$f"; echo "Filename: ./$f"; echo "Size: $(stat -c %s "$f")"; echo "SHA256: $(sha256sum "$f" | cut -d' ' -f1)"; echo; done > Packages
        printf '[Service]\nExecStart=/bin/sleep infinity\n[Install]\nWantedBy=multi-user.target\n' > /etc/systemd/system/steady.service; systemctl -q enable --now steady
        apt-get -q update; apt-get -y -q install tool bystander
        echo theirs > /etc/motd; mkdir -p /etc/app; echo theirs > /etc/app/block.conf; echo '{"theirs": true}' > /etc/app/key.json; install -m 600 /dev/null /root/secret; echo CaNaRy > /root/secret
        """;
}
