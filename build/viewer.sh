#!/usr/bin/env bash
# Bundles the pages of `nasc view` and `nasc report` into .nasdsl/viewer/pages, with npm and esbuild.
#
# Silent when they are as new as their sources. Without npm or a network it says so once, and ends with 0 all the same: the
# compiler needs no pages. A failure is not tried again until .nasdsl/viewer/failed is removed or the sources change.
set -euo pipefail
root=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.." && pwd -P)
. "$root/build/common.sh"

web=$root/src/NasDsl.Viewer/web
home=$state/viewer
sources=("$web" "$root/editors/textmate/nas.tmLanguage.json" "$root/editors/vscode/language-configuration.json")

up_to_date() { [[ -f $home/pages/report.html && -z $(find "${sources[@]}" -newer "$home/pages/report.html" -print -quit) ]]; }

failed_already() {
    cmp -s -- "$web/package-lock.json" "$home/failed" && [[ -z $(find "${sources[@]}" -newer "$home/failed" -print -quit) ]]
}

give_up() {
    tail -n 8 -- "$2" | sed 's/^/    /' >&2
    cp -- "$web/package-lock.json" "$home/failed"
    say "note: \`nasc view\` will have no pages: $1; \`rm .nasdsl/viewer/failed && build/viewer.sh\` tries again"
    exit 0
}

install_packages() {
    cmp -s -- "$web/package-lock.json" "$home/modules/package-lock.json" && return
    progress "installing the viewer's packages (npm)"
    rm -rf -- "$home/modules" "$home/new"
    mkdir -p "$home/new"
    cp -- "$web/package.json" "$web/package-lock.json" "$home/new"
    (cd "$home/new" && npm ci --no-audit --no-fund --no-update-notifier --ignore-scripts --fetch-retries=1) \
        >"$home/npm.log" 2>&1 </dev/null || give_up "npm could not install their packages" "$home/npm.log"
    mv -- "$home/new" "$home/modules"
}

mkdir -p "$home"
if up_to_date || failed_already; then exit 0; fi
use_writable_home
take_lock viewer
if up_to_date; then exit 0; fi                   # another process built them while this one waited
have npm && have node || give_up "npm is missing" /dev/null
install_packages
progress "bundling the viewer's pages"
node "$web/build.mjs" "$home/modules/node_modules" "$home/next" >"$home/build.log" 2>&1 ||
    give_up "they could not be bundled" "$home/build.log"
rm -rf -- "$home/pages" "$home/failed"
mv -- "$home/next" "$home/pages"
# A compiler that was built before has them at once.
if [[ -x $state/nasc/nasc ]]; then rm -rf -- "$state/nasc/viewer"; cp -R -- "$home/pages" "$state/nasc/viewer"; fi
progress ""
