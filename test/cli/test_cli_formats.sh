#!/bin/sh
# test_cli_formats.sh BUILD: inputs as users have them, in files, pipes and archives;
# what is said of those that are refused, where, and with which status.
set -u
masudi=$(cd "$1" && pwd)/masudi
here=$(pwd)
[ -x "$masudi" ] || { echo "no $masudi"; exit 77; }
tmp=$(mktemp -d) || exit 2
trap 'rm -rf "$tmp"' EXIT
cd "$tmp" || exit 2
bad=0
fail() { echo "FAIL: $*"; bad=1; }
# read_is STATUS DOCUMENTS REFUSALS ARGUMENTS...
read_is() {
    want=$1 lines=$2 refused=$3
    shift 3
    "$masudi" read "$@" >out 2>err
    got=$?
    [ "$got" -eq "$want" ] || fail "read $*: status $got, not $want: $(cat err)"
    [ "$(wc -l <out)" -eq "$lines" ] || fail "read $*: $(wc -l <out) documents, not $lines: $(cat err)"
    [ "$(wc -l <err)" -eq "$refused" ] || fail "read $*: $(wc -l <err) refusals, not $refused: $(cat err)"
}
says() { grep -q -- "$1" "$2" || fail "no '$1' in $2: $(cat "$2")"; }

cat >feed.xml <<'END'
<rss version="2.0"><channel><title>The Daily</title>
<item><title>One</title><pubDate>Mon, 28 Sep 2020 10:15:00 GMT</pubDate></item>
<item><link>https://d.example/2</link></item>
<item><title>Three</title></item>
</channel></rss>
END
printf '<html><body><p>A page with a sentence that is long enough to be read.</p></body></html>' >page.html
printf 'Words,When\n"Some words.",2020-09-28\n' >table.csv
printf '{"text":"A line."}\nnone\n' >lines.jsonl
read_is 1 2 1 feed.xml
says '^feed.xml:3: neither a title nor a text$' err
says '"date":"2020-09-28T10:15:00Z","title":"One"' out
read_is 0 1 0 page.html
read_is 1 0 1 table.csv
says 'no column has a name that is known' err
read_is 0 1 0 --columns text=Words,date=When table.csv
says '"date":"2020-09-28"' out
read_is 2 0 1 --in nonsense page.html
read_is 1 0 1 --in nitf feed.xml
says 'feed.xml:1: XML with the root element <rss>, which is no nitf' err

# packed, and inside one another; from a pipe as well
gzip -k feed.xml page.html
read_is 1 2 1 feed.xml.gz
read_is 0 1 0 page.html.gz
mkdir d && cp feed.xml lines.jsonl page.html.gz d
tar cf all.tar d
read_is 1 4 2 all.tar
says '^all.tar/d/feed.xml:3: neither' err
says '^all.tar/d/lines.jsonl:2: not JSON' err
gzip -k all.tar
read_is 1 4 2 all.tar.gz
cat all.tar.gz | "$masudi" read >out 2>err
[ "$(wc -l <out)" -eq 4 ] || fail "from a pipe: $(cat err)"
says '^-/d/feed.xml:3:' err
read_is 1 2 4 --in feed all.tar
says 'd/lines.jsonl:1: JSON, but no JSON Feed' err
if python3 -c 'import zipfile' 2>/dev/null; then
    python3 -m zipfile -c all.zip all.tar feed.xml table.csv
    read_is 1 6 4 all.zip
    says '^all.zip/all.tar/d/feed.xml:3: neither' err
    cat all.zip | "$masudi" read >out 2>err
    [ "$(wc -l <out)" -eq 6 ] || fail "ZIP from a pipe: $(cat err)"
    head -c 200 all.zip >cut.zip
    read_is 1 0 1 cut.zip
    says '^cut.zip:1: no good ZIP file' err
fi

# broken off, and what would grow without end
head -c 100 feed.xml.gz >cut.gz
read_is 1 0 1 cut.gz
says '^cut.gz:[0-9]*: broken off: the gzip file ends' err
head -c 3000 all.tar >cut.tar
"$masudi" read cut.tar >out 2>err && fail 'a tar file that is broken off is fine'
says 'broken off' err
head -c 100000000 /dev/zero | gzip >zeros.gz
read_is 1 0 1 --in jsonl zeros.gz
says '^zeros.gz:1: an archive bomb' err
{
    echo '<!DOCTYPE rss [<!ENTITY a "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa">'
    for i in 1 2 3 4 5 6 7 8 9; do
        echo "<!ENTITY a$i '&a$((i - 1));&a$((i - 1));&a$((i - 1));&a$((i - 1));&a$((i - 1));&a$((i - 1));&a$((i - 1));'>"
    done
    echo ']><rss><channel><item><title>Laughs &a9; &a;</title></item></channel></rss>'
} >laughs.xml
"$masudi" read laughs.xml >out 2>err
[ "$(wc -c <out)" -lt 1000 ] || fail 'entities grow'
echo '<!DOCTYPE rss [<!ENTITY f SYSTEM "file:///etc/passwd">]><rss><channel><item><title>x &f; y</title></item></channel></rss>' >file.xml
"$masudi" read file.xml >out 2>err
grep -q 'root:' out && fail 'a file was read that an entity named'

# what may not be published
cat >held.xml <<'END'
<newsMessage xmlns="http://iptc.org/std/nar/2006-10-01/"><itemSet>
<newsItem guid="a"><itemMeta><pubStatus qcode="stat:canceled"/></itemMeta></newsItem>
<newsItem guid="b"><itemMeta><embargoed>2990-01-01T00:00:00Z</embargoed></itemMeta></newsItem>
<newsItem guid="c"><itemMeta><embargoed>1990-01-01T00:00:00Z</embargoed></itemMeta><contentMeta><headline>Free</headline></contentMeta></newsItem>
</itemSet></newsMessage>
END
read_is 1 1 2 held.xml
says '^held.xml:2: not for publication: its status is canceled$' err
says '^held.xml:3: not for publication: embargoed until 2990-01-01T00:00:00Z$' err

# a crawl of any size in the same memory; sanitizers keep what is freed, so not under them
if ! grep -q __asan_init "$masudi" && ! grep -q __tsan_init "$masudi" && python3 -c '' 2>/dev/null; then
    python3 "$here/bench/formats/memory.py" --masudi "$masudi" --mb 48 >out || fail "memory grows: $(cat out)"
fi

# every real file, where there are any
python3 "$here/bench/formats/run.py" --masudi "$masudi" >out 2>&1
[ $? -eq 1 ] && fail "$(grep -v '^ok' out)"
exit "$bad"
