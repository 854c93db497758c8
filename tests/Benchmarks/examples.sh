#!/usr/bin/env bash
# Trains a child of every example for one epoch and prints a table: the mean loss of the first and of the last tenth of the
# steps. Images and tokens go through `nasc train`; see tests/NasDsl.Cli.Tests/Examples for the sizes and the task of networks
# that give no scores.
#
#   tests/Benchmarks/examples.sh [FILE...]        all of examples/ unless given, such as `darts.nas dpc.nas`
#
# Exits with 1 if a loss does not fall.
set -euo pipefail
root=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")/../.." && pwd -P)
. "$root/build/common.sh"

scratch=$(mktemp -d)
trap 'rm -rf -- "$scratch"' EXIT

filter=The_loss_of_a_child_falls
if (( $# )); then
    filter="$filter&($(printf '|DisplayName~\\"%s\\"' "$@" | cut -c2-))"
fi
"$root/build/setup.sh" || fail "set-up" "see above"
status=0
NASDSL_TRAIN_EXAMPLES=$scratch/rows dotnet test "$root/tests/NasDsl.Cli.Tests" -c Release --nologo --filter "$filter" \
    >"$scratch/log" 2>&1 </dev/null || status=1

echo '| example | task | weights | steps | first loss | last loss | seconds |'
echo '|---|---|---|---|---|---|---|'
if [[ -s $scratch/rows ]]; then sort "$scratch/rows"; fi
if (( status )); then
    grep -E 'error|\[FAIL\]|Error Message|the loss went' -A 3 "$scratch/log" >&2 || tail -n 30 "$scratch/log" >&2
    fail "training an example" "see above"
fi
[[ -s $scratch/rows ]] || fail "training the examples" "no example is called ${*:-so}" "$scratch/log"
