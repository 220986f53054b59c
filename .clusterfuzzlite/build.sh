#!/usr/bin/env bash
# Puts fuzz targets, seed corpora, dictionaries and options where ClusterFuzzLite and OSS-Fuzz look for them, $OUT.
# Run from the repository's root. $SANITIZER is address, or none with a stable compiler. ci/clusterfuzzlite checks it.
set -euo pipefail
sanitizer=${SANITIZER:-address}
cargo fuzz build -O --debug-assertions -s "$sanitizer"
cargo run --quiet --locked --package ctk-fuzz --bin ctk-fuzz-seed -- "$OUT/seeds"
host=$(rustc -vV | sed -n 's/^host: //p')
programs=${CARGO_TARGET_DIR:-fuzz/target}/$host/release
for file in fuzz/fuzz_targets/*.rs; do
    target=$(basename "$file" .rs)
    cp "$programs/$target" "$OUT/$target"
    zip -jqr "$OUT/${target}_seed_corpus.zip" "$OUT/seeds/$target"
    if [[ -d fuzz/regressions/$target ]]; then zip -jqr "$OUT/${target}_seed_corpus.zip" "fuzz/regressions/$target"; fi
    cp fuzz/dictionary.txt "$OUT/$target.dict"
    case $target in
    lexical_*) longest=256 ;;
    s5_* | a_*) longest=4096 ;;
    *) longest=16384 ;;
    esac
    printf '[libfuzzer]\nmax_len = %d\ntimeout = 10\nrss_limit_mb = 2048\n' "$longest" >"$OUT/$target.options"
done
rm -r "$OUT/seeds"
