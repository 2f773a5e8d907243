#!/usr/bin/env bash
# test.sh: sets everything up and runs the whole suite. Its last line is `N passed, N failed, N skipped`.
#
# The checks and the tests that touch nothing run beside those that use the host; the latter run one folder after
# another, since they share one host. Each part leaves its output in reports/.
set -euo pipefail
cd "$(dirname "$0")/.."
. scripts/say.sh

scripts/need-root.sh 'make test'
scripts/need-node.sh
scripts/need-packages.sh conmon:conmon runc:runc crun:crun dockerd:docker.io busybox:busybox-static \
  docker-registry:docker-registry shellcheck:shellcheck mkfs.ext4:e2fsprogs \
  python3:python3 script:bsdutils systemd-notify:systemd
scripts/npm-packages.sh

rm -rf reports
mkdir reports
say 'building'
# The same as `make run` does, so that a test that types it finds it done and changes no file under the others.
scripts/build.sh
scripts/build.sh tsconfig.json

part() {
  scripts/test-part.sh "$@" || true
}

pure=(unit property component architecture)
# Any other folder, a new one as well, counts as one that uses the host.
mapfile -t host < <(find dist/test -mindepth 1 -maxdepth 1 -type d ! -name support -printf '%f\n' |
  grep -vxF "$(printf '%s\n' "${pure[@]}")" | sort)

# A shell lets what runs in the background go on after Ctrl-C.
trap 'kill $(jobs -p) 2>/dev/null; exit 130' INT TERM
part check npm run --silent check:built &
(for folder in "${pure[@]}"; do part "$folder"; done) &
for folder in "${host[@]}"; do part "$folder"; done
wait

exec scripts/test-verdict.sh
