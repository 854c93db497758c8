#!/usr/bin/env bash
# The main job on real data: checks and compiles examples/darts.nas, searches its supernet on Fashion-MNIST with
# first-order DARTS, derives the best cells, writes the child as C#, trains it from scratch and tests it. A random
# architecture of the same space is trained in the same way beside it: the baseline that a search must be shown against.
#
#   ./demo.sh [DIR]     all that is found goes to DIR, runs/demo unless given
#
# The network is a small one, its images are shrunk to 14 x 14 pixels and the search is short, so that all of it ends within
# minutes on two cores. The last line on stdout is one JSON object.
set -euo pipefail
caller=$PWD
root=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")" && pwd -P)
. "$root/build/common.sh"
case ${1:-} in
    '') out=$root/runs/demo ;;
    -*) say "usage: ./demo.sh [DIR]"; exit 2 ;;
    /*) out=$1 ;;
    *) out=$caller/$1 ;;
esac

space=$root/examples/darts.nas
size=(--set N=1 --set size=16)
search=(--set C=4 "${size[@]}" --order 1 --batch 32 --epochs 2 --steps 20)
train=(--set C=8 "${size[@]}" --batch 32 --epochs 8 --steps 150 --lr 0.1 --no-augment --drop-path 0 --auxiliary 0 --test-last)
common=(--data fashion-mnist --seed 1 --force)

step() { say ""; say "== $*"; }
nasc() { "$root/nasc" "$@"; }

"$root/build/setup.sh"
nasc --version >/dev/null                       # builds it, so that nothing below waits for that
mkdir -p -- "$out"

step "nasc check, compile: examples/darts.nas"
nasc check "$space"
nasc compile "$space" --set C=4 "${size[@]}" --emit supernet -o "$out/CifarSupernet.cs"
nasc info "$space" --set C=4 "${size[@]}" | sed -n '1,/^decisions/p' | sed '$d' >&2

step "nasc search: first-order DARTS on Fashion-MNIST"
nasc search "$space" "${search[@]}" "${common[@]}" --threads "$(nproc)" --out "$out/search"
genotype=$(nasc arch export "$space" "$out/search/best.arch.json" --to darts)
say "$genotype"

# Two processes of one thread use two cores better than one process of two.
step "nasc train: the child, and beside it a random one (log in ${out#"$root/"}/random.log)"
nasc train "$space" --arch random "${train[@]}" "${common[@]}" --threads 1 --out "$out/random" 2>"$out/random.log" &
baseline=$!
trap 'kill "$baseline" 2>/dev/null || true' EXIT
nasc train "$space" --arch "$out/search/best.arch.json" "${train[@]}" "${common[@]}" --threads 1 --out "$out/child"
wait "$baseline" || { cat -- "$out/random.log" >&2; exit 1; }
trap - EXIT

say ""
say "the child's C# and weights are in ${out#"$root/"}/child"
node -e '
const [folder, architecture] = process.argv.slice(1);
const read = name => JSON.parse(require("fs").readFileSync(`${folder}/${name}/result.json`, "utf8"));
const [search, child, random] = ["search", "child", "random"].map(read);
console.log(JSON.stringify({
  architecture: architecture.trim(),
  test_accuracy: child.test_accuracy,
  random_baseline_accuracy: random.test_accuracy,
  search_seconds: search.search_seconds,
  parameters: child.parameters,
}));' "$out" "$genotype"
