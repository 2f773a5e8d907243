#!/usr/bin/env bash
# test.sh: sets everything up and runs the whole suite. Its last line is `N passed, N failed, N skipped`.
#
# The checks and the tests that touch nothing run beside those that use the host; the latter run one folder after
# another, since they share one host. Each part leaves its output in reports/. What takes long for its own sake is left to
# endurance.sh.
set -euo pipefail
cd "$(dirname "$0")/.."

scripts/test-set-up.sh 'make test'

part() {
  scripts/test-part.sh "$@" || true
}

pure=(unit property component architecture)
# Any other folder, a new one as well, counts as one that uses the host.
mapfile -t host < <(find dist/test -mindepth 1 -maxdepth 1 -type d ! -name support ! -name endurance -printf '%f\n' |
  grep -vxF "$(printf '%s\n' "${pure[@]}")" | sort)

# A shell lets what runs in the background go on after Ctrl-C.
trap 'kill $(jobs -p) 2>/dev/null; exit 130' INT TERM
part check npm run --silent check:built &
(for folder in "${pure[@]}"; do part "$folder"; done) &
for folder in "${host[@]}"; do part "$folder"; done
wait

exec scripts/test-verdict.sh
