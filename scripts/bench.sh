#!/usr/bin/env bash
# bench.sh [MEASURE…]: sets up what is missing and measures.
set -euo pipefail
cd "$(dirname "$0")/.."

scripts/need-root.sh 'make bench'
scripts/need-node.sh
scripts/need-packages.sh conmon:conmon runc:runc dockerd:docker.io \
  /usr/lib/cni/bridge:containernetworking-plugins iptables:iptables ip:iproute2
scripts/npm-packages.sh
scripts/build.sh tsconfig.json
exec node dist/bench/main.js "$@"
