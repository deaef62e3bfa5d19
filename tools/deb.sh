#!/bin/sh
# deb.sh BUILD: BUILD/masudi_VERSION_ARCH.deb: program, library, header, model, knowledge, man pages, completion, units.
# What it depends on is asked of dpkg-shlibdeps, so that it is what the program was linked with, and what it opens when
# a verb needs it (src/base/dynlib.h), which an empty library stands in for.
set -eu
cd "$(dirname "$0")/.."
build=$1
for tool in dpkg-deb dpkg-shlibdeps; do
    command -v $tool >/dev/null || { echo "deb: no $tool: apt-get install dpkg-dev" >&2; exit 2; }
done
version=$("$build/masudi" --version | awk 'NR == 1 { print $2 }')
arch=$(dpkg --print-architecture)
root=$build/deb/masudi
rm -rf "$build/deb"
mkdir -p "$root/DEBIAN"
cmake -S . -B "$build/deb/cmake" -DCMAKE_BUILD_TYPE=Release -DCMAKE_INSTALL_PREFIX=/usr >/dev/null
mkdir -p "$build/deb/cmake/share"
cp -r "$build/share/masudi" "$build/deb/cmake/share/"
cp -r "$build/manual" "$build/deb/cmake/"
cmake --build "$build/deb/cmake" -j "${JOBS:-$(nproc)}" --target product >/dev/null
DESTDIR=$root cmake --install "$build/deb/cmake" --strip >/dev/null
install -D -m 644 -t "$root/usr/lib/systemd/system" packaging/systemd/*.service
doc=$root/usr/share/doc/masudi
install -D -m 644 README.md "$doc/README.md"
install -m 644 SECURITY.md doc/*.md "$doc/"
python3 tools/sbom.py --installed >"$doc/masudi.cdx.json"
gzip -9n "$doc"/codebook.md "$root"/usr/share/man/man1/*.1

cat >"$doc/copyright" <<END
Format: https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/
Upstream-Name: masudi

Files: *
Copyright: 2026 The Masudi authors
License: MIT

Files: usr/share/masudi/en.model
Copyright: the makers of the English pipeline that it was made from
License: MIT

Files: usr/share/masudi/knowledge.msd
Copyright: 2026 The Masudi authors; towns and regions: GeoNames (geonames.org)
License: MIT and CC-BY-4.0
Comment: the towns and regions of GeoNames are under the Creative Commons Attribution 4.0 licence;
 https://creativecommons.org/licenses/by/4.0/

License: MIT
$(sed -n '4,$p' LICENSE | sed 's/^$/./; s/^/ /')

License: MIT and CC-BY-4.0
 See the two above.
END
date=$(date -u -R -d "@${SOURCE_DATE_EPOCH:-$(git log -1 --format=%ct 2>/dev/null || date +%s)}")
printf 'masudi (%s) unstable; urgency=medium\n\n  * See CHANGELOG.md.\n\n -- The Masudi authors <masudi@localhost>  %s\n' \
    "$version" "$date" | gzip -9n >"$doc/changelog.gz"

# dpkg-shlibdeps reads debian/control of a source package; a line is enough.
mkdir -p "$build/deb/debian"
printf 'Source: masudi\n\nPackage: masudi\nArchitecture: any\n' >"$build/deb/debian/control"
late=
for package in libcurl libmicrohttpd libpq libxml-2.0 libzip rdkafka; do
    pkg-config --exists $package && late="$late $(pkg-config --libs $package)"
done
# shellcheck disable=SC2086
${CC:-cc} -shared -nostartfiles -o "$build/deb/late.so" -Wl,--no-as-needed $late
depends=$(cd "$build/deb" && dpkg-shlibdeps --ignore-missing-info -O -Smasudi masudi/usr/bin/masudi late.so \
    "$(find masudi/usr -name 'libmasudi.so.*.*' -type f)" 2>/dev/null | sed 's/^shlibs:Depends=//')
cat >"$root/DEBIAN/control" <<END
Package: masudi
Version: $version
Architecture: $arch
Maintainer: The Masudi authors <masudi@localhost>
Installed-Size: $(du -sk --apparent-size "$root" | cut -f1)
Depends: $depends
Suggests: postgresql
Section: science
Priority: optional
Description: read news, keep what it claims
 Codes news into claims: who did what to whom, where, when, who says so, and
 whether it happened or was only threatened, considered, asked for, feared,
 conditional or denied. Works offline, with its own model and knowledge of
 actors, places and events; keeps, counts, serves and watches what it coded.
END
printf 'libmasudi 0 masudi (>= %s)\n' "$version" >"$root/DEBIAN/shlibs"
printf 'activate-noawait ldconfig\n' >"$root/DEBIAN/triggers"
(cd "$root" && find usr -type f -print0 | sort -z | xargs -0 md5sum) >"$root/DEBIAN/md5sums"
find "$root" -exec touch -hd "$date" {} +
find "$root" -type d -exec chmod 755 {} +
SOURCE_DATE_EPOCH=$(date -d "$date" +%s) dpkg-deb --root-owner-group -Zxz -b "$root" "$build/masudi_${version}_$arch.deb" >/dev/null
echo "$build/masudi_${version}_$arch.deb"
