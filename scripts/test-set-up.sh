#!/usr/bin/env bash
# test-set-up.sh COMMAND: installs and builds all that tests need; COMMAND is what to type again as root.
set -euo pipefail
cd "$(dirname "$0")/.."
. scripts/say.sh

scripts/need-root.sh "$1"
scripts/need-node.sh
scripts/need-packages.sh conmon:conmon runc:runc crun:crun dockerd:docker.io busybox:busybox-static \
  docker-registry:docker-registry shellcheck:shellcheck mkfs.ext4:e2fsprogs \
  /usr/lib/cni/bridge:containernetworking-plugins iptables:iptables ip:iproute2 \
  javac:default-jdk-headless python3:python3 script:bsdutils systemd-notify:systemd
scripts/npm-packages.sh

rm -rf reports
mkdir reports
say 'building'
# The same as `make run` does, so that a test that types it finds it done and changes no file under the others.
scripts/build.sh
scripts/build.sh tsconfig.json
