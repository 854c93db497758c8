#!/usr/bin/env bash
# Installs what is missing to build NasDsl on a Debian machine that has the .NET SDK 10, and writes .nasdsl/local.props.
#
# Silent when there is nothing to do; asks nothing of the network then. Every step looks at what is there before it acts
# and puts its result in place with one rename, so that it may be interrupted, repeated, run twice at once, or run in a
# checkout that has moved.
#
#   NASDSL_TORCH=package|libtorch   decides the TorchSharp binding instead of trying the package first
#   NASDSL_VERIFY=package|local     the same for Verify.Xunit, which the tests use
#   NASDSL_APT=0                    never calls apt-get: the machine's owner sees to the packages
set -euo pipefail
root=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.." && pwd -P)
. "$root/build/common.sh"
. "$root/build/setup-steps.sh"

installed=()        # what this run installed, for the one line at the end
notes=()            # what a person should know besides

use_writable_home
take_lock setup
scratch=$(mktemp -d "$state/setup.XXXXXX")
trap 'progress ""; rm -rf -- "$scratch"' EXIT
find "$state" -maxdepth 1 -name 'setup.??????' ! -path "$scratch" -exec rm -rf {} +     # left by an interrupted run

check_dotnet
require_tools
decide_torch
require_torch
install_antlr
decide_verify
decide_ready_to_run
offer_optional_packages
write_props
"$root/build/viewer.sh"

progress ""
if (( ${#installed[@]} )); then
    line=$(printf ', %s' "${installed[@]}")
    say "set up: installed ${line:2}"
fi
for note in ${notes[@]+"${notes[@]}"}; do say "note: $note"; done
