#!/usr/bin/env bash
# Builds everything with warnings as errors and runs every test. The last line is `N passed, N failed[, N skipped]`.
# Exits with 1 on a failed test, a failed build or a build warning.
set -euo pipefail
root=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")" && pwd -P)
. "$root/build/common.sh"

results=$state/test-results
passed=0 failed=0 skipped=0

finish() {
    local line="$passed passed, $failed failed"
    if (( skipped )); then line+=", $skipped skipped"; fi
    echo "$line"
    if (( failed )); then exit 1; fi
    exit 0
}

# A step that cannot even run counts as one failure, so that the last line is there and true.
broken() { say "$1"; failed=$((failed + 1)); }

# Where TorchSharp comes from NuGet, the local binding needs a libtorch that this machine may not have: it stays out.
uses_package() { grep -q '<TorchBinding>package<' "$state/local.props"; }

# The solution, or the part of it that this machine can build.
solution() {
    if ! uses_package; then echo "$root/NasDsl.sln"; return; fi
    grep -o '[^"]*\.csproj' "$root/NasDsl.sln" | grep -v 'TorchSharp\.Libtorch' | tr '\\' '/' |
        as_solution_filter >"$state/test.slnf"
    echo "$state/test.slnf"
}

# Paths on stdin, one a line, become a solution filter.
as_solution_filter() {
    printf '{ "solution": { "path": "../NasDsl.sln", "projects": [\n'
    sed 's/.*/  "&"/; $!s/$/,/'
    printf ']}}\n'
}

build() {
    local log=$results/build.log
    echo "building"
    take_lock build                             # ./nasc builds the same projects
    if ! unlocked dotnet build "$(solution)" -c Release -warnaserror --nologo -v quiet >"$log" 2>&1 ||
            grep -qE '(: |^)warning ' "$log"; then
        grep -E '(: |^)(error|warning) ' "$log" | sort -u | head -n 40 >&2 || tail -n 40 "$log" >&2
        broken "the build failed or warned: the whole log is in ${log#"$root/"}"
        finish
    fi
    exec {lock}>&-
}

# counter FILE NAME: the sum of a counter over the summary lines of a trx file.
counter() { sed -n "s/.*<Counters .*\b$2=\"\([0-9]*\)\".*/\1/p" "$1" | awk '{ n += $1 } END { print n + 0 }'; }

# run_project NAME LABEL [VARIABLE=VALUE...]: runs one built test project and adds up what its trx file says. A run in
# another environment repeats tests that were counted: only its failures count.
run_project() {
    local assembly=$root/tests/$1/bin/Release/net10.0/$1.dll trx=$results/$2.trx status=0
    if [[ ! -f $assembly ]]; then broken "$2: $assembly was not built"; return; fi
    env "${@:3}" dotnet test "$assembly" --nologo ${filter:+--filter "$filter"} --logger "console;verbosity=minimal" --logger "trx;LogFileName=$trx" \
        --results-directory "$results" >"$results/$2.log" 2>&1 || status=$?
    if [[ ! -s $trx ]]; then
        if (( status == 0 )) && grep -q 'No test is available' "$results/$2.log"; then return; fi
        cat "$results/$2.log" >&2
        broken "$2: the run ended without a result"
        return
    fi
    local total ok bad
    total=$(counter "$trx" total) ok=$(counter "$trx" passed) bad=$(counter "$trx" failed)
    bad=$((bad + $(counter "$trx" error) + $(counter "$trx" timeout) + $(counter "$trx" aborted)))
    failed=$((failed + bad))
    if (( $# == 2 )); then passed=$((passed + ok)) skipped=$((skipped + total - ok - bad)); fi
    echo "$2: $ok passed, $bad failed, $((total - ok - bad)) skipped"
    if (( bad )); then cat "$results/$2.log" >&2
    elif (( status )); then cat "$results/$2.log" >&2; broken "$2: the run broke off (exit code $status)"; fi
}

# Generated text must not depend on the culture: a decimal comma is the classic bug.
run_in_german() {
    if [[ ${DOTNET_SYSTEM_GLOBALIZATION_INVARIANT:-} =~ ^(1|true)$ ]]; then
        say "skipped the run under de-DE: DOTNET_SYSTEM_GLOBALIZATION_INVARIANT is set"
        return
    fi
    # What counts, enumerates, parses and computes tensors is the same either way; it would take as long again.
    local name filter=''
    for name in Tests.Examples Robustness CanonicalHash Notations NasBench101 Elastic OptimizedSupernet RecomputedSupernet ParseCache RandomProgram DagModel \
            GeneratedModel FormatterTests; do
        filter+="${filter:+&}FullyQualifiedName!~$name"
    done
    run_project NasDsl.Core.Tests "NasDsl.Core.Tests under de-DE" \
        LC_ALL=de_DE.UTF-8 NASDSL_EXPECT_CULTURE=de-DE DOTNET_CLI_UI_LANGUAGE=en
}

# The engine that colours text in Visual Studio Code, what its extension is made of, and what drives a browser; without a
# network the tests that need them are skipped.
install_editor_modules() {
    local packages=(vscode-textmate@9.3.2 vscode-oniguruma@2.0.1 vscode-languageclient@11.0.0 playwright-core@1.65.1 esbuild@0.28.2
        @dagrejs/dagre@3 d3-scale@4 d3-shape@3) target
    export NASDSL_EDITOR_MODULES=$state/editors/$(echo "${packages[*]}" | cksum | cut -d' ' -f1)/node_modules
    target=${NASDSL_EDITOR_MODULES%/*}
    if [[ -d $target ]] || ! have npm; then return; fi
    rm -rf -- "$state/editors" && mkdir -p "$state/editors/new"
    if npm install --prefix "$state/editors/new" --no-audit --no-fund --no-update-notifier --ignore-scripts \
            "${packages[@]}" >"$results/npm.log" 2>&1 </dev/null; then
        mv -- "$state/editors/new" "$target"
        say "set up: installed ${packages[*]} (for the tests of editors and pages)"
    else
        rm -rf -- "$state/editors/new"
    fi
}

# run_node FILE...: the editors' tests, with node's own runner.
run_node() {
    local log=$results/editors.log
    install_editor_modules
    node --test --test-reporter=tap "$@" >"$log" 2>&1 || true
    local ok bad idle
    ok=$(sed -n 's/^# pass //p' "$log") bad=$(sed -n 's/^# fail //p' "$log") idle=$(sed -n 's/^# skipped //p' "$log")
    if [[ -z $ok || -z $bad ]]; then cat "$log" >&2; broken "editors: node could not run the tests"; return; fi
    passed=$((passed + ok)) failed=$((failed + bad)) skipped=$((skipped + ${idle:-0}))
    echo "editors: $ok passed, $bad failed, ${idle:-0} skipped"
    if (( bad )); then cat "$log" >&2; fi
}

rm -rf -- "$results"
mkdir -p "$results"
"$root/build/setup.sh" || { broken "set-up failed"; finish; }
use_writable_home
build
for project in "$root"/tests/*.Tests/; do
    name=$(basename -- "$project")
    if uses_package && [[ $name == TorchSharp.Libtorch.Tests ]]; then continue; fi
    run_project "$name" "$name"
done
run_in_german
shopt -s nullglob
editor_tests=("$root"/editors/tests/*.test.mjs "$root"/tests/viewer/*.test.mjs)
if (( ${#editor_tests[@]} )) && have node; then run_node "${editor_tests[@]}"; fi
finish
