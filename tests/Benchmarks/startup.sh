#!/usr/bin/env bash
# How long `./nasc compile examples/darts.nas --emit supernet` takes as a whole process, wrapper script included, against
# an empty .NET program (`return 0;`, compiled ahead of time to ReadyToRun). Runs of the two alternate, so that both see the
# same machine.
#
#   tests/Benchmarks/startup.sh [RUNS]        RUNS is at least 20, and 30 unless given
#
# Prints the medians in milliseconds and their ratio; exits with 1 if the ratio is above 3.
set -euo pipefail
root=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")/../.." && pwd -P)
. "$root/build/common.sh"

readonly limit=3 warm_up=3
runs=${1:-30}
[[ $runs =~ ^[0-9]+$ ]] && (( runs >= 20 )) || fail "reading the number of runs" "give a number of at least 20"

scratch=$(mktemp -d)
trap 'rm -rf -- "$scratch"' EXIT

publish_empty_program() {
    cp "$root/global.json" "$scratch"
    cat >"$scratch/empty.csproj" <<PROJECT
<Project Sdk="Microsoft.NET.Sdk">
  <Import Project="$(sed 's/&/\&amp;/g' <<<"$state/local.props")" />
  <PropertyGroup>
    <OutputType>Exe</OutputType>
    <TargetFramework>net10.0</TargetFramework>
    <UseCurrentRuntimeIdentifier>true</UseCurrentRuntimeIdentifier>
    <SelfContained>false</SelfContained>
    <PublishReadyToRun>\$(ReadyToRun)</PublishReadyToRun>
  </PropertyGroup>
</Project>
PROJECT
    echo 'return 0;' >"$scratch/Program.cs"
    dotnet publish "$scratch/empty.csproj" -c Release -o "$scratch/out" --nologo -v quiet \
        >"$scratch/publish.log" 2>&1 </dev/null ||
        fail "building the empty program" "see above" "$scratch/publish.log"
}

# milliseconds COMMAND...: one run's wall time.
milliseconds() {
    local start=$EPOCHREALTIME end
    "$@" >/dev/null || fail "running $*" "run it by hand"
    end=$EPOCHREALTIME
    echo $(( (${end/[.,]/} - ${start/[.,]/}) )) | awk '{ printf "%.2f\n", $1 / 1000 }'
}

median() { sort -n "$1" | awk '{ v[NR] = $1 } END { print NR % 2 ? v[(NR + 1) / 2] : (v[NR / 2] + v[NR / 2 + 1]) / 2 }'; }

"$root/nasc" --version >/dev/null || fail "building nasc" "see above"      # published if need be
publish_empty_program
nasc=("$root/nasc" compile "$root/examples/darts.nas" --emit supernet)
empty=("$scratch/out/empty")

for (( i = 0; i < warm_up; i++ )); do milliseconds "${nasc[@]}" >/dev/null; milliseconds "${empty[@]}" >/dev/null; done
for (( i = 0; i < runs; i++ )); do
    milliseconds "${nasc[@]}" >>"$scratch/nasc.times"
    milliseconds "${empty[@]}" >>"$scratch/empty.times"
done

awk -v nasc="$(median "$scratch/nasc.times")" -v empty="$(median "$scratch/empty.times")" -v limit=$limit -v runs="$runs" '
    BEGIN {
        printf "nasc compile   median %6.1f ms over %d runs\n", nasc, runs
        printf "empty program  median %6.1f ms over %d runs\n", empty, runs
        printf "ratio          %.2f (limit %g)\n", nasc / empty, limit
        exit nasc / empty > limit
    }'
