#!/usr/bin/env bash
# Compares the sample-based strategies on two published tables, and prints the tables of docs/benchmarks.md.
#
# Usage: tests/Benchmarks/strategies.sh [FOLDER]   FOLDER has nasbench-macro.csv.gz and transnas-micro.csv.gz
# SEEDS (500), SEED (the first, 10000), EVALUATIONS (100), STRATEGIES and NASC (the compiler) may be set in the environment. A strategy with
# a model that takes long may have fewer seeds: SEEDS_OF_bayes=100. It is compared with as many of random search. Strategies that stop training
# early (BUDGETED) run where a table has columns of less training.
set -euo pipefail
root=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")/../.." && pwd -P)
data=${1:-$root/../shared/data}
seeds=${SEEDS:-500} evaluations=${EVALUATIONS:-100}
seed=${SEED:-10000} nasc=${NASC:-$root/nasc}
read -ra strategies <<<"${STRATEGIES:-random grid local evolution nsga2 reinforce ppo bayes pnas}"
read -ra budgeted <<<"${BUDGETED:-halving hyperband asha bohb}"
runs=$(mktemp -d)
trap 'rm -rf -- "$runs"' EXIT

# search STRATEGY SEEDS PROGRAM TABLE METRIC [FOLDER]: prints the result as JSON. Where the table of `compare` has columns of less training,
# every strategy is given them: those that know of no budgets take the last.
search() {
    "$nasc" search "$root/examples/$3" --table "$data/$4" --metric "$5" --strategy "$1" \
        --seeds "$2" --seed "$seed" --evaluations "$evaluations" "${fidelities[@]}" ${6:+--out "$6"} --json
}

# compare TITLE PROGRAM TABLE METRIC [BUDGET=COLUMN...]
compare() {
    local table=$3 strategy count random run few seconds fidelities=() all=("${strategies[@]}") budget
    for budget in "${@:5}"; do fidelities+=(--fidelity "$budget"); done
    if (($# > 4)); then all+=("${budgeted[@]}"); fi
    if [[ ! -f $data/$table ]]; then echo "$data/$table is not here" >&2; return; fi
    echo "### $1: \`$4\`, $seeds seeds from $seed, $evaluations evaluations"
    echo
    if (($# <= 4)); then
        echo "The table has no column of less training: ${budgeted[*]} have nothing to divide and are not here."
        echo
    fi
    echo "| strategy | seeds | mean | std | mean rank | p (Welch) | p (Mann-Whitney) | evaluations a second |"
    echo "|---|---|---|---|---|---|---|---|"
    for strategy in "${all[@]}"; do
        count=SEEDS_OF_$strategy
        count=${!count:-$seeds}
        random=$runs/$1/random-$count
        run=$runs/$1/$strategy
        if [[ ! -d $random ]]; then search random "$count" "$2" "$table" "$4" "$random" >"$runs/log"; fi
        if [[ $strategy == random ]]; then run=$random
        else search "$strategy" "$count" "$2" "$table" "$4" "$run" >"$runs/log"; fi
        # The speed is that without a record, of a few seeds.
        few=$((count < 50 ? count : 50))
        seconds=$(search "$strategy" "$few" "$2" "$table" "$4" | sed -n 's/.*"seconds":\([0-9.eE+-]*\).*/\1/p')
        "$nasc" runs compare "$run" "$random" --format csv | sed -n 2p |
            awk -F, -v s="$strategy" -v n="$((few * evaluations))" -v t="$seconds" \
                '{ p = s == "random" ? "- | -" : sprintf("%.1e | %.1e", $7, $8)
                   printf "| %s | %d | %.4f | %.4f | %.1f | %s | %d |\n", s, $3, $4, $5, $6, p, n / t }'
    done
    echo
}

compare nasbench-macro nasbench_macro.nas nasbench-macro.csv.gz mean_acc
compare transnas-micro transnas_micro.nas transnas-micro.csv.gz class_scene_val
