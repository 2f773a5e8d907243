#!/usr/bin/env bash
# endurance.sh: sets everything up and runs the tests that last minutes, such as agents side by side for two of them. Its
# last line is `N passed, N failed, N skipped`.
set -euo pipefail
cd "$(dirname "$0")/.."

scripts/test-set-up.sh 'npm run endurance'
PART_BOUND=3600 scripts/test-part.sh endurance || true

exec scripts/test-verdict.sh
