# Sourced by every script of this repository. The caller has set `root`, the repository's folder.
#
# Everything that is installed or made locally lives in .nasdsl/, which is never committed:
#   local.props   what this machine can have (written by build/setup.sh, imported by Directory.Build.props)
#   antlr/        the ANTLR tool
#   nasc/         the published compiler
state=$root/.nasdsl

# say TEXT: one line for a person, never on stdout, which belongs to artefacts.
say() { printf '%s\n' "$*" >&2; }

# fail STEP REMEDY [LOG]: names the step, shows the end of its log, says what to do.
fail() {
    if [[ -s ${3:-} ]]; then tail -n 15 -- "$3" | sed 's/^/    /' >&2; fi
    say "error: $1 failed"
    say "  = help: $2"
    exit 1
}

# have COMMAND: whether it can be run.
have() { command -v "$1" >/dev/null 2>&1; }

# progress TEXT: what is going on, shown on a terminal only and wiped by the next line.
progress() { if [[ -t 2 ]]; then printf '\r\033[K%s' "$1" >&2; fi; }

# A folder that cannot be written to (a read-only HOME, or none) must not stop dotnet or npm: keep their caches here.
use_writable_home() {
    if [[ -n ${HOME:-} && -d $HOME && -w $HOME ]]; then return; fi
    export DOTNET_CLI_HOME=${DOTNET_CLI_HOME:-$state/home}
    export NUGET_PACKAGES=${NUGET_PACKAGES:-$state/home/packages}
    export XDG_DATA_HOME=${XDG_DATA_HOME:-$state/home/data}
    export npm_config_cache=${npm_config_cache:-$state/home/npm}
    mkdir -p "$state/home"
}

# take_lock NAME: one process at a time; the lock ends with this shell, however it ends. What outlives the shell must be
# started with `unlocked`: dotnet leaves build servers behind, and they would hold the lock with the open file.
take_lock() {
    mkdir -p "$state" 2>/dev/null || fail "creating $state" "make the checkout writable"
    exec {lock}>"$state/$1.lock"
    flock -n "$lock" || { progress "waiting for another $1 to finish"; flock "$lock"; progress ""; }
}

unlocked() { "$@" {lock}>&-; }

export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_SKIP_FIRST_TIME_EXPERIENCE=1
