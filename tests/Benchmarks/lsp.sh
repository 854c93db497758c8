#!/usr/bin/env bash
# Times the language server on a program of 1,000 lines: diagnostics after an edit, hover, completion.
# Usage: tests/Benchmarks/lsp.sh [EDITS [EDITS-FOR-MEMORY]]
set -euo pipefail
root=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")/../.." && pwd -P)
node "$root/tests/Benchmarks/lsp.mjs" "${NASC:-$root/nasc}" "${1:-200}" "${2:-10000}"
