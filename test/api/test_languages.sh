#!/bin/sh
# test_languages.sh BUILD: which model reads a text, and what is said where there is none. What needs the Spanish or
# the French model (./run model es, fr) is passed over with a word where it is absent.
build=$1
[ -x "$build/masudi" ] || { echo "no program"; exit 77; }
share=$build
while [ ! -f "$share/share/masudi/en.model" ]; do
    [ -f "$share/../CMakeCache.txt" ] || { echo "no model"; exit 77; }
    share=$share/..
done
share=$(cd "$share/share/masudi" && pwd)
dir=$(mktemp -d) || exit 1
trap 'rm -rf "$dir"' EXIT
n=0
n_fail=0
ln -s "$share/en.model" "$dir/en.model"

cat >"$dir/in.jsonl" <<'END'
{"id":"en","text":"The militia burned two villages on Friday, and the governor was wounded in the attack."}
{"id":"es","text":"Los vecinos de la aldea dijeron que la milicia no se ha ido, pero el gobierno lo niega."}
{"id":"fr","text":"Les habitants du village ont dit que la milice ne part pas, mais le gouvernement est sceptique."}
{"id":"de","text":"Die Bewohner sagen, dass die Miliz nicht aus dem Dorf ist, und der Gouverneur ist bei ihnen."}
{"id":"said","language":"es-MX","text":"Hola."}
END

has() { # FILE WORDS
    n=$((n + 1))
    grep -q -e "$2" "$dir/$1" && return
    n_fail=$((n_fail + 1))
    echo "FAIL: $1 does not hold '$2':"
    head -5 "$dir/$1"
}
parse() { "$build/masudi" parse --in jsonl --jobs 2 "$@" "$dir/in.jsonl" >"$dir/out" 2>"$dir/err" || echo "status $?" >>"$dir/err"; }

# The English model alone: it reads everything, and a line counts what it has no business with.
MASUDI_MODEL=$dir/en.model parse
has err '^masudi parse: 4 in a language without a model, read by the one for .en.: .*es 2'
has err 'de 1'
mv "$dir/out" "$dir/alone"
MASUDI_MODEL=$dir/en.model parse --quiet
n=$((n + 1))
[ ! -s "$dir/err" ] || { n_fail=$((n_fail + 1)); echo "FAIL: --quiet was not"; }
parse --model "$dir/en.model"
n=$((n + 1))
cmp -s "$dir/alone" "$dir/out" && [ ! -s "$dir/err" ] || { n_fail=$((n_fail + 1)); echo "FAIL: --model reads otherwise"; }
parse --model "$dir" # a folder is the same as what lies beside the model found
n=$((n + 1))
cmp -s "$dir/alone" "$dir/out" || { n_fail=$((n_fail + 1)); echo "FAIL: a folder of the same model reads otherwise"; }
has err '^masudi parse: 4 in a language without a model'
mkdir "$dir/none"
parse --model "$dir/none"
has err 'none: no en.model in this folder'
parse --model tlh
has err 'tlh: no such model'
"$build/masudi" code --model "$dir" --in jsonl --out jsonl "$dir/in.jsonl" >"$dir/out" 2>"$dir/err"
has err '4 in a language without a model'
n=$((n + 1))
! grep -v '"doc":{"id":"en"' "$dir/out" | grep -q . || { n_fail=$((n_fail + 1)); echo "FAIL: claims of another language"; }

# English without a capital is read in ordinary case, and what it names is known.
echo 'iranian troops crossed the border into iraq on monday, and the u.s. and nato condemned it at once.' >"$dir/low.txt"
"$build/masudi" parse --model "$dir/en.model" --truecase "$dir/low.txt" >"$dir/out" 2>"$dir/err"
has out "u.s.$(printf '\t')u.s.$(printf '\t')PROPN"
"$build/masudi" code --out jsonl "$dir/low.txt" >"$dir/out" 2>"$dir/err"
has out '"text":"iraq".*"code":"IRQGOV"'
has out '"text":"nato".*"code":"IGOWSTNAT"'

# Each language by its own.
check_model() { # LANGUAGE LINE-OF-ITS-TEXT
    [ -f "$share/$1.model" ] || { echo "no $1 model: its part is passed over"; return; }
    cp "$share/$1.model" "$dir/$1.model"
    MASUDI_MODEL=$dir/en.model parse
    has out "$2"
    parse --model "$dir/$1.model"
    has out "$2"
    "$build/masudi" model info "$dir/$1.model" >"$dir/out" 2>"$dir/err"
    has out "meta/license.*GPL"
    "$build/masudi" model check "$dir/$1.model" >"$dir/out" 2>"$dir/err"
    has out 'sound$'
    "$build/masudi" code --model "$dir/$1.model" --in jsonl --out jsonl "$dir/in.jsonl" >"$dir/out" 2>"$dir/err"
    has err '5 documents, 0 claims.*not of English'
}
tab=$(printf '\t')
check_model es "vecinos${tab}vecino${tab}NOUN"
check_model fr "habitants${tab}habitant${tab}NOUN"

# Damaged, or not what its name says: one line, and the other texts are read.
head -c 5000 "$share/en.model" >"$dir/es.model"
MASUDI_MODEL=$dir/en.model parse
has err 'es.model: '
has out 'newdoc id = fr'
ln -sf "$share/en.model" "$dir/es.model"
MASUDI_MODEL=$dir/en.model parse
has err 'without a model.*es 2'

echo "$n checks, $n_fail failed"
[ "$n_fail" = 0 ]
