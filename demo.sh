#!/usr/bin/env bash
# The main job on real data: searches examples/darts.nas on Fashion-MNIST with first-order DARTS, derives the best cell,
# writes it as C#, trains it from scratch and tests it, beside a random architecture of the same space.
#
# The network is a small one (C = 4 in the search, 8 in training; one cell between reductions) and the search is short, so
# that it ends within minutes on two cores. The last line on stdout is one JSON object.
set -euo pipefail
root=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")" && pwd -P)
. "$root/build/common.sh"
"$root/build/setup.sh"

out=${1:-$root/runs/demo}
space=$root/examples/darts.nas
threads=$(nproc)
nasc() { "$root/nasc" "$@"; }
step() { say ""; say "== $*"; }

search=(--set C=4 --set N=1 --order 1 --batch 32 --epochs 2 --steps 20)
train=(--set C=8 --set N=1 --batch 64 --epochs 1 --steps 450)

step "check examples/darts.nas"
nasc check "$space"
nasc info "$space" --set C=4 --set N=1 >&2

step "search on Fashion-MNIST"
nasc search "$space" --data fashion-mnist "${search[@]}" --seed 1 --threads "$threads" --out "$out/search" --force

step "train the architecture found"
nasc train "$space" --arch "$out/search/best.arch.json" --data fashion-mnist "${train[@]}" --seed 1 --threads "$threads" \
    --out "$out/child" --force

step "train a random architecture of the space, the baseline"
nasc train "$space" --arch random --data fashion-mnist "${train[@]}" --seed 1 --threads "$threads" --out "$out/random" --force

step "the child as C#: ${out#"$root/"}/child"
genotype=$(nasc arch export "$out/search/best.arch.json" --space "$space" --format darts)
node -e '
const fs = require("fs");
const read = f => JSON.parse(fs.readFileSync(`${process.argv[1]}/${f}`, "utf8"));
const search = read("search/result.json"), child = read("child/result.json"), random = read("random/result.json");
console.log(JSON.stringify({
  architecture: process.argv[2].trim(),
  test_accuracy: child.test_accuracy,
  random_baseline_accuracy: random.test_accuracy,
  search_seconds: search.search_seconds,
  parameters: child.parameters,
}));' "$out" "$genotype"
