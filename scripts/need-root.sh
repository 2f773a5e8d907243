#!/usr/bin/env bash
# need-root.sh WHAT: ends with 1 and says why, unless it runs as root.
set -euo pipefail
cd "$(dirname "$0")/.."
. scripts/say.sh

[ "$(id -u)" -eq 0 ] || die "$1 needs root." \
  'Isolated processes need cgroups, mounts and namespaces of their own, which only root can make,' \
  'and missing Debian packages are installed.' \
  "Run: sudo env \"PATH=\$PATH\" $1"
