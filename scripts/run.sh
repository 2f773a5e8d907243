#!/usr/bin/env bash
# run.sh JOB [ARG…]: sets up what is missing, builds, and runs a job file. Ends with the status of wharf.
#
# A job with docker tasks gets an engine of its own when none answers, and loses it again at the end.
set -euo pipefail
cd "$(dirname "$0")/.."
. scripts/say.sh

job="${1:?which job file}"
shift
[ -r "$job" ] || die "there is no job file $job" 'Run: make run JOB=examples/hello.nomad.hcl'

scripts/need-root.sh "make run JOB=$job"
scripts/need-node.sh
scripts/need-packages.sh conmon:conmon runc:runc
scripts/npm-packages.sh
scripts/build.sh

# A driver that comes out of a variable is not seen here; then wharf itself says that no engine answers.
if grep -Eq '"?[Dd]river"?[[:space:]]*[=:][[:space:]]*"docker"' "$job"; then
  exec scripts/with-engine.sh "$job" node dist/src/main.js run "$@" "$job"
fi
exec node dist/src/main.js run "$@" "$job"
