#!/usr/bin/env bash
# Compares the sample-based strategies on two published tables, and prints the tables of docs/benchmarks.md.
#
# Usage: tests/Benchmarks/strategies.sh [FOLDER]   FOLDER has nasbench-macro.csv.gz and transnas-micro.csv.gz
# SEEDS (500) and EVALUATIONS (100) may be set in the environment.
set -euo pipefail
root=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")/../.." && pwd -P)
data=${1:-$root/../shared/data}
seeds=${SEEDS:-500} evaluations=${EVALUATIONS:-100}
strategies=(random local evolution nsga2 reinforce ppo bayes)
runs=$(mktemp -d)
trap 'rm -rf -- "$runs"' EXIT

# compare TITLE PROGRAM TABLE METRIC
compare() {
    local table=$data/$3 strategy
    if [[ ! -f $table ]]; then echo "$table is not here" >&2; return; fi
    echo "### $1: \`$4\`, $seeds seeds, $evaluations evaluations"
    echo
    echo "| strategy | mean | std | mean rank | p against random | evaluations a second |"
    echo "|---|---|---|---|---|---|"
    for strategy in "${strategies[@]}"; do
        # Twice: alone for the time, and with a record for the comparison.
        "$root/nasc" search "$root/examples/$2" --table "$table" --metric "$4" --strategy "$strategy" \
            --seeds "$seeds" --evaluations "$evaluations" --json >"$runs/$1-$strategy.json"
        "$root/nasc" search "$root/examples/$2" --table "$table" --metric "$4" --strategy "$strategy" \
            --seeds "$seeds" --evaluations "$evaluations" --out "$runs/$1/$strategy" >"$runs/log"
        "$root/nasc" runs compare "$runs/$1/$strategy" "$runs/$1/random" --format csv | sed -n 2p |
            awk -F, -v s="$strategy" -v n="$((seeds * evaluations))" \
                -v t="$(sed -n 's/.*"seconds":\([0-9.eE+-]*\).*/\1/p' "$runs/$1-$strategy.json")" \
                '{ printf "| %s | %.4f | %.4f | %.1f | %s | %d |\n", s, $4, $5, $6, s == "random" ? "-" : sprintf("%.1e", $8), n / t }'
    done
    echo
}

compare nasbench-macro nasbench_macro.nas nasbench-macro.csv.gz mean_acc
compare transnas-micro transnas_micro.nas transnas-micro.csv.gz class_scene_val
