#!/usr/bin/env bash
# with-engine.sh JOB COMMAND…: runs a command with a Docker Engine that has the image busybox:local, if the job names it.
#
# The engine that is configured is used when it answers; otherwise one is started for this command alone, with its own
# directory and socket. Whatever was added, engine or image, is taken away after the command, on Ctrl-C as well.
# Ends with the command's status.
set -euo pipefail
cd "$(dirname "$0")/.."
. scripts/say.sh
. scripts/in-foreground.sh

job="$1"
shift
endpoint="${WHARF_DOCKER_ENDPOINT:-${DOCKER_HOST:-unix:///var/run/docker.sock}}"
image=busybox:local

engine_answers() {
  node dist/src/main.js doctor --output json 2>/dev/null | node -e '
    const { drivers } = JSON.parse(require("node:fs").readFileSync(0, "utf8"));
    process.exit(drivers.some(({ driver, usable }) => driver === "docker" && usable) ? 0 : 1);
  ' 2>/dev/null
}

# Asks the engine about the image: GET ends with 0 when it is there, DELETE takes it away.
image_api() {
  node -e '
    const [socketPath, method, path] = process.argv.slice(1);
    const end = (ok) => process.exit(ok ? 0 : 1);
    require("node:http")
      .request({ socketPath, method, path }, ({ statusCode }) => end(statusCode === 200))
      .on("error", () => end(false))
      .end();
  ' "${endpoint#unix://}" "$1" "$2"
}

directory=
imported=
# shellcheck disable=SC2317 # The trap calls it.
take_down() {
  trap '' INT TERM HUP
  if [ -n "$directory" ]; then
    say 'taking the private engine down'
    scripts/private-engine.sh stop "$directory"
  elif [ -n "$imported" ]; then
    image_api DELETE "/images/$image"
  fi
}
trap take_down EXIT

if ! engine_answers; then
  scripts/need-packages.sh dockerd:docker.io busybox:busybox-static
fi
# On a host with an init system the package has started an engine of its own accord.
if ! engine_answers; then
  say 'no engine answers: starting a private one'
  directory="$(mktemp -d /tmp/wharf-engine.XXXXXX)"
  endpoint="unix://$(scripts/private-engine.sh start "$directory")"
  export WHARF_DOCKER_ENDPOINT="$endpoint"
fi

if grep -q "$image" "$job" && ! image_api GET "/images/$image/json"; then
  scripts/need-packages.sh busybox:busybox-static
  say "making the image $image out of this host's busybox"
  imported=yes
  scripts/busybox-image.sh "${endpoint#unix://}" "$image"
fi

in_foreground "$@"
