# shellcheck shell=bash
# Read by fuzz/smoke, fuzz/speed and fuzz/long, from the repository's root: builds the targets, seeds the corpora, and
# fuzzes one target after the other on stable Rust, coverage-guided (cargo fuzz -s none).

export CARGO_TERM_COLOR=never

# prepare CORPORA [--dev]: builds all targets with cargo-fuzz, optimized unless --dev, and writes the seeds into that folder.
prepare() {
    corpora=$1
    local built=release
    if [[ ${2:-} == --dev ]]; then built=debug; fi
    if ! command -v cargo-fuzz >/dev/null; then
        echo 'cargo-fuzz is missing: cargo install --locked cargo-fuzz --version 0.13.2' >&2
        return 2
    fi
    local target host
    cargo fuzz build -s none ${2:+"$2"} || return
    cargo run --quiet --bin ctk-fuzz-seed -- "$corpora" || return
    target=$(cargo metadata --manifest-path fuzz/Cargo.toml --no-deps --format-version 1 | sed -n 's/.*"target_directory":"\([^"]*\)".*/\1/p')
    host=$(rustc -vV | sed -n 's/^host: //p')
    programs=$target/$host/$built
}

# targets [NAME...]: the names given, or all.
targets() {
    if (($#)); then printf '%s\n' "$@"; else (cd fuzz/fuzz_targets && printf '%s\n' *.rs | sed 's/\.rs$//'); fi
}

# longest TARGET: the longest input worth trying; what is longer is tried by the replay.
longest() {
    case $1 in
    lexical_*) echo 256 ;;
    s5_* | a_*) echo 4096 ;;
    *) echo 16384 ;;
    esac
}

header() { printf '%-32s %8s %12s %10s %14s  %s\n' target seconds executions 'a second' 'a second, core' findings; }

# fuzz TARGET SECONDS: fuzzes it, prints a line of the table, and what was found; false when something was. Counts in
# $executions and $found; with $seed the inputs are drawn alike each time. $core is the rate over the processor time that was had: other programs do not show in it.
fuzz() {
    local name=$1 seconds=$2 log status=0 runs rate cpu result TIMEFORMAT='%U %S' inputs=fuzz/artifacts/$1
    mkdir -p "$inputs"
    log=$(mktemp)
    cpu=$({ time "$programs/$name" "$corpora/$name" -dict=fuzz/dictionary.txt -max_total_time="$seconds" \
        ${seed:+-seed="$seed"} -max_len="$(longest "$name")" -rss_limit_mb=2048 -timeout=10 -print_final_stats=1 \
        -artifact_prefix="$inputs/" >"$log" 2>&1; } 2>&1) || status=$?
    runs=$(sed -n 's/^stat::number_of_executed_units: *//p' "$log")
    rate=$(sed -n 's/^stat::average_exec_per_sec: *//p' "$log")
    core=$(awk -v runs="${runs:-0}" '{ time = $1 + $2; print (time > 0 ? int(runs / time) : 0) }' <<<"$cpu")
    if ((status == 0)) && [[ -n $runs ]]; then result=none; else result="FOUND (exit code $status)"; fi
    printf '%-32s %8s %12s %10s %14s  %s\n' "$name" "$seconds" "${runs:-?}" "${rate:-?}" "$core" "$result"
    executions=$((executions + ${runs:-0}))
    if [[ $result != none ]]; then
        found=$((found + 1))
        grep -aE -A4 'panicked at|ERROR: libFuzzer|Test unit written' "$log" | cut -c1-2000 || tail -n 20 "$log"
        cp "$log" "$inputs/log"
    fi
    rm -f "$log"
    [[ $result == none ]]
}

executions=0 found=0
