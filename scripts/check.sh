#!/usr/bin/env bash
# check.sh: everything that judges the code without running it; needs neither root nor a network once it is set up.
set -euo pipefail
cd "$(dirname "$0")/.."

scripts/need-node.sh
scripts/npm-packages.sh
npm run --silent check
