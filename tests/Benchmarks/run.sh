#!/usr/bin/env bash
# Measures what nasc and the code that it writes are worth, and prints it.
#
#   tests/Benchmarks/run.sh step [--json]   one search step, batch 16, one thread, in one line; within two minutes
#   tests/Benchmarks/run.sh step --table    batch 16 and 64, one and two threads
#   tests/Benchmarks/run.sh growth          by depth and batch
#   tests/Benchmarks/run.sh passes          what each pass of the optimizer is worth
#   tests/Benchmarks/run.sh supernets       what the optimizer is worth to supernets of other examples
#   tests/Benchmarks/run.sh peak            the share of the machine's speed at multiplying matrices
#   tests/Benchmarks/run.sh memory          the peak memory, and its prediction; with --batch N of one workload, for --options
#   tests/Benchmarks/run.sh dispatch        what calling an operation costs, against Python
#   tests/Benchmarks/run.sh compile         compile time by size of the file, and the whole process against an empty program
#   tests/Benchmarks/run.sh check           how fast a long file is checked
#   tests/Benchmarks/run.sh all             all of these, into the marked sections of docs/benchmarks.md
#
# Options: --options "-O --without PASS --recompute cells" (what is measured as the optimized supernet), --batch N, --threads N, --channels N,
# --normals N (normal cells before, between and after the reductions; for `step`).
#
# The reference needs python3-torch (the one named by PYTHON, /usr/bin/python3 or python3); without it PyTorch is left out, with
# a notice. The numbers of a machine that does something else beside are noise: those by time of the processor less so.
set -euo pipefail
root=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")/../.." && pwd -P)
. "$root/build/common.sh"

(( $# )) || { sed -n '2,/^set /{/^set /d;s/^# \{0,1\}//;p}' "${BASH_SOURCE[0]}" >&2; exit 2; }

"$root/build/setup.sh" || fail "set-up" "see above"
log=$(mktemp)
trap 'rm -f -- "$log"' EXIT
progress "building the benchmarks"
dotnet build "$root/tests/Benchmarks/NasDsl.Benchmarks" -c Release -v quiet --nologo >"$log" 2>&1 </dev/null ||
    fail "building the benchmarks" "see above" "$log"
progress ""

"$root/tests/Benchmarks/NasDsl.Benchmarks/bin/Release/net10.0/NasDsl.Benchmarks" "$@"
if [[ $1 == compile || $1 == all ]]; then "$root/tests/Benchmarks/startup.sh" >&2; fi
