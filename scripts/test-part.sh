#!/usr/bin/env bash
# test-part.sh NAME [COMMAND…]: runs one part of the suite, by default the mocha folder test/NAME.
#
# Leaves reports/NAME.log and reports/NAME.counts (`passed failed skipped`). A part that fails without saying how many
# tests failed (a check, a crash, one that does not end) counts as one failure.
set -uo pipefail
cd "$(dirname "$0")/.." || exit
. scripts/say.sh

name="$1"
shift
log="reports/$name.log"
counts="reports/$name.counts"
started=$SECONDS

if [ $# -eq 0 ]; then
  [ -d "dist/test/$name" ] || exit 0
  set -- node_modules/.bin/mocha --config .mocharc.json --spec "dist/test/$name/**/*.spec.js" \
    --reporter scripts/count-reporter.cjs --reporter-option "file=$counts"
fi

# Mocha waits for whatever a test left open; this ends that, and the log tells which test was the last.
timeout --kill-after=10 "${PART_BOUND:-900}" "$@" >"$log" 2>&1
status=$?

[ -f "$counts" ] || echo '0 0 0' >"$counts"
read -r passed failed skipped <"$counts"
[ "$status" -eq 0 ] || [ "$failed" -gt 0 ] || failed=1
echo "$passed $failed $skipped" >"$counts"

say "$name: $passed passed, $failed failed, $skipped skipped ($((SECONDS - started)) s)"
if [ "$failed" -gt 0 ]; then
  # Of mocha only what failed; of anything else, its end.
  { sed -n '/^  [0-9]* failing$/,$p' "$log" | grep . || tail -n 100 "$log"; } | sed 's/^/    /' >&2
fi
[ "$failed" -eq 0 ]
