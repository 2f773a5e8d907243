#!/usr/bin/env bash
# with-volumes.sh CONFIG COMMAND…: runs a command with the host volumes that a configuration file names.
#
# Each directory that isn't there is made: a small file system in memory, mounted shared, so that mounts in it are passed
# on. It is taken away after the command, with all that was left mounted in it. Ends with the command's status.
set -euo pipefail
cd "$(dirname "$0")/.."
. scripts/say.sh
. scripts/in-foreground.sh

config="$1"
shift
made=()

# shellcheck disable=SC2317 # The trap calls it.
take_down() {
  trap '' INT TERM HUP
  for directory in "${made[@]}"; do
    umount --recursive "$directory" 2>/dev/null || umount --recursive --lazy "$directory" 2>/dev/null || true
    rmdir "$directory"
  done
}
trap take_down EXIT

while read -r directory; do
  [ ! -e "$directory" ] || continue
  say "making the volume $directory, on a shared mount"
  mkdir "$directory"
  made+=("$directory")
  mount -t tmpfs -o size=16m,mode=0755 wharf-volume "$directory"
  mount --make-shared "$directory"
done < <(node -e '
  const { host_volumes: volumes = {} } = JSON.parse(require("node:fs").readFileSync(process.argv[1], "utf8"));
  for (const { path } of Object.values(volumes)) console.log(path);
' "$config")

in_foreground "$@"
