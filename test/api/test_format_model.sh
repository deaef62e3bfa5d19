#!/bin/sh
# test_format_model.sh BUILD: doc/format-model.md names every section of the
# models that stand in the build folder, numbers written as N.
build=$1
[ -x "$build/masudi" ] || { echo "no program"; exit 77; }
dir=$build
while [ ! -f "$dir/share/masudi/en.model" ]; do
    [ -f "$dir/../CMakeCache.txt" ] || { echo "no model"; exit 77; }
    dir=$dir/..
done
for model in "$dir"/share/masudi/*.model; do "$build/masudi" model info "$model"; done | awk -F '\t' '
    NR == FNR { n = split($0, part, "`"); for (i = 2; i <= n; i += 2) named[part[i]] = 1; next }
    $2 ~ /^(bytes|f32|u8|u32|i32|u64|f64)$/ {
        name = $1; gsub(/\/[0-9]+/, "/N", name); sub(/^ner\/tok2vec/, "tok2vec", name); sub(/^ner\//, "parser/", name)
        if (name !~ /pos$/) sub(/^morphologizer\//, "tagger/", name)
        n_section++
        if (!(name in named)) { print "doc/format-model.md does not name section " $1; bad = 1 }
    }
    END { print n_section + 0 " sections"; exit bad || !n_section }' doc/format-model.md -
