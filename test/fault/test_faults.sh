#!/bin/sh
# test_faults.sh BUILD: reads, writes, maps, threads, files and clocks that fail, one system call after the other
# (inject.c, clock.c). Whatever fails, the program ends with one of its own statuses; when it says that all went well,
# the result is what it is without the fault; when it does not, it says why; and the same command then works as if
# nothing had been. Needs the model and the knowledge. The sanitizers' program is run where it can be, for what it sees;
# it cannot live without the maps and threads of its own, so those are taken from the plain one.
set -u
build=$1
inject=$build/inject
plain=build/masudi
[ -x "$plain" ] || plain=$build/masudi
watched=$build/masudi
case $build in *tsan*) watched=$plain ;; esac
for needed in "$build/masudi" "$inject"; do
    [ -x "$needed" ] || { echo "skipped: no $needed"; exit 77; }
done
if grep -qs '^MSD_COV:BOOL=ON' "$build/CMakeCache.txt"; then
    echo "skipped: what counts the lines writes files of its own"
    exit 77
fi
"$inject" read 9999 -- true 2>/dev/null || { echo "skipped: programs cannot be traced here"; exit 77; }
[ -f build/share/masudi/en.model ] || { echo "skipped: no model; make data makes it"; exit 77; }
tmp=$(mktemp -d) || exit 2
trap 'rm -rf "$tmp"' EXIT
MASUDI_MODEL=$PWD/build/share/masudi/en.model
MASUDI_KNOWLEDGE=$PWD/build/share/masudi/knowledge.msd
ASAN_OPTIONS=detect_leaks=0 # the tracer keeps the leak checker from its own tracing
export MASUDI_MODEL MASUDI_KNOWLEDGE ASAN_OPTIONS
bad=0
runs=0
failed() { # WHAT
    bad=$((bad + 1))
    echo "FAILED $name, $kind $n: $1 (status $rc)"
    tail -n 5 "$tmp/err"
}

# What the command has made: its output, and the files it wrote, as "result" says.
result() { cat "$tmp/out"; }
before() { :; }
sound() { :; }

judge() {
    runs=$((runs + 1))
    if [ "$rc" -gt 3 ] || grep -qE 'Sanitizer|runtime error' "$tmp/err"; then
        failed "it broke"
    elif [ "$rc" -eq 0 ] && ! result | cmp -s - "$tmp/expected"; then
        failed "it says that all is well, and the result is another"
    elif [ "$rc" -ne 0 ] && ! grep -qv '^inject:' "$tmp/err"; then
        failed "it does not say why"
    fi
    sound || failed "what it left is not sound"
}

# Every call of these kinds that the command makes fails once; of many, fewer the further on.
faults() { # NAME AFTER KINDS COMMAND...
    name=$1 word=$2 kinds=$3
    shift 3
    for kind in $kinds; do
        program=$plain
        case $name-$kind in *-map | *-thread) ;; code-* | packed-* | replaced-*) program=$watched ;; esac
        before
        n=none
        "$program" "$@" >"$tmp/out" 2>"$tmp/err"
        rc=$?
        result >"$tmp/expected"
        [ "$rc" -eq 0 ] || failed "it does not work without a fault"
        n=0
        while :; do
            before
            "$inject" "$kind" "$n" "after=$word" -- "$program" "$@" >"$tmp/out" 2>"$tmp/err"
            rc=$?
            grep -q ', 0 failed$' "$tmp/err" && break
            judge
            n=$((n + 1 + n / 8))
        done
    done
    "$program" "$@" >"$tmp/out" 2>"$tmp/err"
    rc=$?
    result | cmp -s - "$tmp/expected" || failed "after the faults it is not as it was"
}

cat >"$tmp/in.jsonl" <<'END'
{"id":"a","date":"2024-05-14","text":"Peru expelled two envoys of Chile on Monday, officials in Lima said."}
{"id":"b","date":"2024-05-15","text":"Police in Quito arrested forty students.\n\nIt was the third such raid."}
{"id":"c","date":"2024-05-16","text":"If Mali sends troops, Chad may close the border, the ministry warned."}
END
gzip -c "$tmp/in.jsonl" >"$tmp/in.jsonl.gz"
(cd "$tmp" && mkdir t && cp in.jsonl t/a.jsonl && tar -cf in.tar t)

faults code en.model "read open map thread" code -j 2 --out jsonl --quiet "$tmp/in.jsonl"
faults packed en.model "read open" code -j 1 --out csv --quiet "$tmp/in.jsonl.gz" "$tmp/in.tar"
faults output en.model "write" code -j 1 --out jsonl --quiet "$tmp/in.jsonl"

# A file that is replaced: the old one stays until the new one is whole.
mkdir "$tmp/know"
cp knowledge/ontology/*.txt "$tmp/know"
"$plain" know compile "$tmp/know" -o "$tmp/old.msd" >/dev/null 2>&1
result() { cat "$tmp/k.msd"; }
before() { cp "$tmp/old.msd" "$tmp/k.msd"; }
sound() { cmp -s "$tmp/k.msd" "$tmp/expected" || cmp -s "$tmp/k.msd" "$tmp/old.msd"; }
echo 'nothing sport
  text The keeper dived twice.' >"$tmp/know/more.txt"
faults replaced more.txt "read write sync rename open" know compile "$tmp/know" -o "$tmp/k.msd"

# A store: after any fault it is sound, and the same command brings in what is missing.
result() { "$plain" db query --store "$tmp/s.db" --out jsonl 2>/dev/null; }
before() { rm -f "$tmp"/s.db*; }
sound() { [ ! -s "$tmp/s.db" ] || "$plain" db check --store "$tmp/s.db" >/dev/null 2>&1; }
faults store en.model "read write sync open map thread" \
    code -j 1 --store "$tmp/s.db" --out none --quiet "$tmp/in.jsonl"
result() { cat "$tmp/out"; }
before() { :; }
faults query s.db "read open map" db query --store "$tmp/s.db" --out jsonl --country PER
faults stats s.db "read" db stats --store "$tmp/s.db" --out json
faults stories s.db "read" db stories --store "$tmp/s.db" --out jsonl

# A file that is written.
result() { cat "$tmp/o.parquet" 2>/dev/null; }
before() { rm -f "$tmp"/o.*; }
faults file s.db "write open" db export --store "$tmp/s.db" --out parquet -o "$tmp/o.parquet"
result() { cat "$tmp/o.csv" 2>/dev/null; }
faults table s.db "write open" db export --store "$tmp/s.db" --out csv -o "$tmp/o.csv"

# Clocks.
clock=$build/libbadclock.so
kind=clock
before() { rm -f "$tmp"/s.db*; }
result() { "$plain" db query --store "$tmp/s.db" --out jsonl 2>/dev/null; }
result >"$tmp/expected"
mkdir "$tmp/folder"
cp "$tmp/in.jsonl" "$tmp/folder"
printf 'folder f\n path %s/folder\nwatch w\n event SANCTION\n deliver stdout\n' "$tmp" >"$tmp/watch.conf"
for n in back ahead fail; do
    name=code
    before
    LD_PRELOAD=$clock MASUDI_CLOCK=$n timeout 60 "$plain" code -j 1 --store "$tmp/s.db" --out none --progress \
        "$tmp/in.jsonl" >"$tmp/out" 2>"$tmp/err"
    rc=$?
    judge
    name=watch
    before
    LD_PRELOAD=$clock MASUDI_CLOCK=$n timeout 60 "$plain" watch "$tmp/watch.conf" --once --store "$tmp/s.db" \
        >"$tmp/out" 2>"$tmp/err"
    rc=$?
    judge
done
echo "$runs faults, $bad not as they should be"
[ "$bad" -eq 0 ]
