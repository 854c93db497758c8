#!/usr/bin/env bash
# Publishes the compiler into .nasdsl/nasc, for ./nasc. Quiet but for one line.
#
# .nasdsl/nasc is a link to .nasdsl/nasc-N: a new build never touches the files of a compiler that is still running.
set -euo pipefail
root=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.." && pwd -P)
. "$root/build/common.sh"

# changed_since FILE [FIND-TEST...]: the first source of the compiler that is newer.
changed_since() {
    find "$root"/{src,grammar} "$root"/{Directory.*,global.json,.nasdsl/local.props} \( -name bin -o -name obj \) -prune \
        -o -newer "$1" "${@:2}" -print -quit
}

up_to_date() { [[ -x $state/nasc/nasc && -f $state/nasc/.built && -z $(changed_since "$state/nasc/.built") ]]; }

"${BASH:-bash}" "$root/build/setup.sh"
use_writable_home
take_lock build
if up_to_date; then exit; fi                   # another process built it while this one waited

target=$(mktemp -d "$state/nasc-XXXXXX")
trap 'progress ""; rm -rf -- "$target"' EXIT
chmod 755 "$target"
touch "$target/.started"
progress "building nasc"
SECONDS=0
unlocked dotnet publish "$root/src/NasDsl.Cli/NasDsl.Cli.csproj" -c Release -o "$target" --nologo -v quiet \
    -p:UseSharedCompilation=false -nodeReuse:false >"$state/publish.log" 2>&1 </dev/null || {
        grep -E ': (error|warning) ' "$state/publish.log" | sort -u | head -n 15 >"$target/errors" || true
        [[ -s $target/errors ]] || cp "$state/publish.log" "$target/errors"
        fail "building nasc" "the whole log is in .nasdsl/publish.log" "$target/errors"
    }

# The commands that only compile, as native code: they start several times faster. What cannot be built natively here
# (no ahead-of-time compiler to be had) is done by the managed program.
progress "building nasc (native)"
if unlocked dotnet publish "$root/src/NasDsl.Cli/NasDsl.Cli.csproj" -c Release -o "$target/native" --nologo -v quiet \
        -p:NativeCompiler=true -p:UseSharedCompilation=false -nodeReuse:false >"$state/publish-native.log" 2>&1 </dev/null; then
    rm -f -- "$target"/native/*.dbg "$target"/native/*.pdb
elif grep -q ': error CS' "$state/publish-native.log"; then
    grep ': error ' "$state/publish-native.log" | sort -u | head -n 15 >"$target/errors"
    fail "building nasc (native)" "the native part leaves out files that it needs: see src/NasDsl.Cli/NasDsl.Cli.csproj" "$target/errors"
else
    rm -rf -- "$target/native"
    note="; without its native part, so it starts slower (.nasdsl/publish-native.log says why)"
fi

# The stamp is the moment the build began if a source changed meanwhile; else now, because the build's own output
# folders have touched the source folders.
if [[ -n $(changed_since "$target/.started" -type f) ]]; then touch -r "$target/.started" "$target/.built"
else touch "$target/.built"; fi

ln -sfn -- "${target##*/}" "$state/nasc.new"
mv -fT -- "$state/nasc.new" "$state/nasc"
trap - EXIT
progress ""
say "built nasc in $SECONDS s${note:-}"

# Older builds go, except those that a running process still has mapped.
for old in "$state"/nasc-??????; do
    if [[ $old != "$target" ]] && ! grep -qsF -- "$old/" /proc/[0-9]*/maps; then rm -rf -- "$old"; fi
done
