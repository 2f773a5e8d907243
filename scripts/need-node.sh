#!/usr/bin/env bash
# need-node.sh: ends with 1 and says why, unless a Node that can run this is in the PATH.
set -euo pipefail
cd "$(dirname "$0")/.."
. scripts/say.sh

command -v node >/dev/null || die 'Node.js is not installed, or not in the PATH.' \
  'Node 20.19 or newer is needed, with npm.'

version="$(node -p process.versions.node)"
IFS=. read -r major minor _ <<<"$version"
if [ "$major" -lt 20 ] || { [ "$major" -eq 20 ] && [ "$minor" -lt 19 ]; }; then
  die "Node.js $version is too old." "Node 20.19 or newer is needed; this one is $(command -v node)."
fi

command -v npm >/dev/null || die 'npm is not installed, or not in the PATH.' 'It comes with Node.js, or as the package npm.'
