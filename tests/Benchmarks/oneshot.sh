#!/usr/bin/env bash
# Short real searches by every strategy that trains a supernet, beside a random architecture: each searches
# examples/nasbench201.nas on Fashion-MNIST, and what it finds is trained for a while. Prints the table of docs/benchmarks.md.
#
# Usage: tests/Benchmarks/oneshot.sh [STRATEGY...]     all of them unless given; `random` is one of them
# In the environment: EPOCHS (4) of a search, IMAGES (4000) for it, CHILD_EPOCHS (3), CHILD_IMAGES (8000), TEST_IMAGES (2000),
# CHANNELS (4), SEED (1), NASC (the command), NICENESS (10).
set -euo pipefail
root=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")/../.." && pwd -P)
epochs=${EPOCHS:-4} images=${IMAGES:-4000} child_epochs=${CHILD_EPOCHS:-3} child_images=${CHILD_IMAGES:-8000}
test_images=${TEST_IMAGES:-2000} channels=${CHANNELS:-4} seed=${SEED:-1}
read -r -a nasc <<<"${NASC:-$root/nasc}"
strategies=("$@")
if (( ! $# )); then strategies=(random darts snas gdas proxylessnas single_path enas); fi
work=$(mktemp -d)
trap 'rm -rf -- "$work"' EXIT
common=(--data fashion-mnist --set "C=$channels" --set N=1 --set size=28 --threads 1 --seed "$seed")

# What each is told beside the epochs; the rest is as published, or for so few steps faster.
settings() {
    case $1 in
        darts | snas) echo "alphas = adam(lr: 6e-3, betas: (0.5, 0.999))" ;;
        gdas) echo "alphas = adam(lr: 1e-2, betas: (0.5, 0.999)), temperature = linear(5, 0.5)" ;;
        proxylessnas) echo "warm_up = 1, every = 1, split = 50%, alphas = adam(lr: 3e-2, betas: (0, 0.999))" ;;
        single_path)
            echo "split = 80%, weights = sgd(lr: linear(0.05), momentum: 0.9, weight_decay: 4e-5), population = 8, generations = 2, top = 4, calibration = 4" ;;
        enas) echo "split = 80%, steps = 15, aggregate = 4" ;;
    esac
}

# number FILE NAME
number() { sed -n "s/.*\"$2\":\([0-9.eE+-]*\).*/\1/p" "$1"; }

echo '| strategy | seconds of the search | parameters of the child | test accuracy of the child |'
echo '|---|---|---|---|'
for strategy in "${strategies[@]}"; do
    cp -- "$root/examples/nasbench201.nas" "$work/space.nas"
    architecture=random seconds=-
    if [[ $strategy != random ]]; then
        printf '\nsearch %s { epochs = %d, batch = 64, %s }\n' "$strategy" "$epochs" "$(settings "$strategy")" >>"$work/space.nas"
        nice -n "${NICENESS:-10}" "${nasc[@]}" search "$work/space.nas" "${common[@]}" --train-images "$images" --out "$work/$strategy" --json \
            >"$work/$strategy.json"
        architecture=$work/$strategy/best.arch.json
        seconds=$(number "$work/$strategy.json" search_seconds)
    fi
    nice -n "${NICENESS:-10}" "${nasc[@]}" train "$work/space.nas" "${common[@]}" --arch "$architecture" --epochs "$child_epochs" --batch 64 \
        --train-images "$child_images" --test-images "$test_images" --test-last --out "$work/child-$strategy" --json \
        >"$work/child.json"
    printf '| %s | %s | %s | %.1f %% |\n' "$strategy" "${seconds%.*}" "$(number "$work/child.json" parameters)" \
        "$(awk -v a="$(number "$work/child.json" test_accuracy)" 'BEGIN { print 100 * a }')"
done
