#!/usr/bin/env bash
# build.sh [PROJECT]: compiles what changed. PROJECT is a tsconfig; without one, only what ships is built.
set -euo pipefail
cd "$(dirname "$0")/.."
. scripts/say.sh

# What was compiled from a source that is gone would still be found, and run, by mocha.
if [ -d dist ]; then
  find dist -name '*.js' | while read -r built; do
    source="${built#dist/}"
    [ -f "${source%.js}.ts" ] || rm -f "$built" "$built.map" "${built%.js}.d.ts"
  done
fi

node_modules/.bin/tsc -p "${1:-tsconfig.build.json}" >&2 || die 'it does not compile; tsc said why, above.'
