#!/bin/sh
# deb_in_root.sh BUILD: the Debian package of BUILD, installed with apt into a clean Debian 12 and used there, as a user
# would: a text coded, a store asked, a man page read, lintian without errors where it is there. Needs root and a network.
set -eu
build=$(cd "$1" && pwd)
deb=$(ls "$build"/masudi_*.deb)
# No address of ours is public yet.
if command -v lintian >/dev/null; then
    lintian --fail-on error --suppress-tags bogus-mail-host,bogus-mail-host-in-debian-changelog "$deb"
fi
[ "$(id -u)" = 0 ] && command -v debootstrap >/dev/null || { echo "skipped: not root, or no debootstrap"; exit 77; }
root=$build/deb-root
if [ ! -e "$root/.ready" ]; then
    rm -rf "$root"
    debootstrap --variant=minbase bookworm "$root" >"$build/deb-root.log" 2>&1 ||
        { echo "skipped: no Debian to be had: $(tail -1 "$build/deb-root.log")"; rm -rf "$root"; exit 77; }
    rm -f "$root/etc/apt/sources.list"
    cp -r /etc/apt/sources.list /etc/apt/apt.conf.d /etc/apt/sources.list.d "$root/etc/apt/" 2>/dev/null || true
    cp /etc/resolv.conf /etc/hosts "$root/etc/" 2>/dev/null || true
    cp -r /usr/local/share/ca-certificates "$root/usr/local/share/" 2>/dev/null || true
    touch "$root/.ready"
fi
cp "$deb" "$root/masudi.deb"
cp examples/crisis.txt "$root/crisis.txt"
cat >"$root/use.sh" <<'END'
set -eu
export DEBIAN_FRONTEND=noninteractive PATH=/usr/sbin:/usr/bin:/sbin:/bin
apt-get -q update >/dev/null
apt-get -q -y install --no-install-recommends /masudi.deb >/dev/null
cd /tmp
masudi --version
masudi code --quiet --store s.db /crisis.txt >claims.jsonl
[ -s claims.jsonl ]
masudi db query --store s.db --out jsonl >stored.jsonl
[ "$(wc -l <claims.jsonl)" = "$(wc -l <stored.jsonl)" ]
masudi know find 'Angela Merkel' --date 2010-01-01 | grep -q DEU
[ -s /usr/share/man/man1/masudi-code.1.gz ] && [ -s /usr/share/bash-completion/completions/masudi ]
apt-get -q -y remove masudi >/dev/null
[ ! -e /usr/bin/masudi ]
echo "the package installs, works, and goes again"
END
chroot "$root" sh /use.sh
