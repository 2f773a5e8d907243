#!/usr/bin/env bash
# npm-packages.sh: installs what package-lock.json names, unless that very lock file is installed already.
set -euo pipefail
cd "$(dirname "$0")/.."
. scripts/say.sh

stamp=node_modules/.installed-lock
lock="$(sha256sum package-lock.json | cut -d ' ' -f 1)"
if [ -f "$stamp" ] && [ "$(cat "$stamp")" = "$lock" ]; then exit 0; fi

say 'installing npm packages (npm ci)'
# No package needs an install script, so none is run.
npm ci --ignore-scripts --no-audit --no-fund --loglevel=error >&2
printf '%s\n' "$lock" >"$stamp"
