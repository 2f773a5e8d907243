#!/usr/bin/env bash
# with-engine.sh COMMAND…: runs a command with a Docker Engine that has the image busybox:local.
#
# The engine that is configured is used when it answers. Otherwise one is started for this command alone, with its own
# directory and socket, and taken down after it, on Ctrl-C as well. Ends with the command's status.
set -euo pipefail
cd "$(dirname "$0")/.."
. scripts/say.sh

engine_answers() {
  node dist/src/main.js doctor --output json 2>/dev/null | node -e '
    const { drivers } = JSON.parse(require("node:fs").readFileSync(0, "utf8"));
    process.exit(drivers.some(({ driver, usable }) => driver === "docker" && usable) ? 0 : 1);
  ' 2>/dev/null
}

if engine_answers; then exec "$@"; fi

scripts/need-packages.sh dockerd:docker.io busybox:busybox-static
# On a host with an init system the package starts an engine of its own accord.
if engine_answers; then exec "$@"; fi

directory="$(mktemp -d /tmp/wharf-engine.XXXXXX)"
# shellcheck disable=SC2317 # The trap calls it.
take_down() {
  trap '' INT TERM
  say 'taking the private engine down'
  scripts/private-engine.sh stop "$directory"
  rm -rf "$directory"
}
trap take_down EXIT

say 'no engine answers: starting a private one'
scripts/private-engine.sh start "$directory"
scripts/busybox-image.sh "$directory/docker.sock"
export WHARF_DOCKER_ENDPOINT="unix://$directory/docker.sock"

# A terminal sends Ctrl-C to the command as well, which stops in order; this script waits for it. Other signals come to
# this script alone. A shell starts what it does not wait for with SIGINT ignored, hence the `env`.
trap : INT
env --default-signal=INT,QUIT "$@" <&0 &
command=$!
trap 'kill -TERM "$command" 2>/dev/null || true' TERM HUP
while wait "$command" || true; kill -0 "$command" 2>/dev/null; do :; done
# Each of those waits may have been cut short by a signal; the last word is the command's own.
status=0
wait "$command" || status=$?
exit "$status"
