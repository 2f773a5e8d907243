#!/usr/bin/env bash
# run.sh JOB [ARG…]: sets up what is missing, builds, and runs a job file. Ends with the status of wharf.
#
# A job with docker tasks gets an engine of its own when none answers, and loses it again at the end. An example may have
# settings beside it, in NAME.config.json: it is run with them, and with the volumes of the host that they name. No other
# job is: what lies beside it must not decide what its tasks may do.
set -euo pipefail
cd "$(dirname "$0")/.."
. scripts/say.sh

job="${1:?which job file}"
shift
[ -r "$job" ] || die "there is no job file $job" 'Run: make run JOB=examples/hello.nomad.hcl'

# Whether a line of the job matches. What comes out of a variable is not seen; then wharf itself says what is missing.
has() { grep -Eq "$1" "$job"; }
has_driver() { has "\"?[Dd]river\"?[[:space:]]*[=:][[:space:]]*\"$1\""; }

scripts/need-root.sh "make run JOB=$job"
scripts/need-node.sh
packages=(conmon:conmon runc:runc)
if has '"?[Mm]ode"?[[:space:]]*[=:][[:space:]]*"(bridge|none|cni/)'; then
  packages+=(/usr/lib/cni/bridge:containernetworking-plugins iptables:iptables ip:iproute2)
fi
if has '"javac"'; then packages+=(javac:default-jdk-headless); fi
if has_driver java; then packages+=(java:default-jre-headless); fi
scripts/need-packages.sh "${packages[@]}"
scripts/npm-packages.sh
scripts/build.sh

command=(node dist/src/main.js run "$@" "$job")
if has_driver docker; then command=(scripts/with-engine.sh "$job" "${command[@]}"); fi
config="${job%.nomad.*}.config.json"
if [[ "$job" =~ ^examples/[^/]+$ && -r "$config" && -z "${WHARF_CONFIG:-}" ]]; then
  say "with the settings of $config"
  export WHARF_CONFIG="$PWD/$config"
  command=(scripts/with-volumes.sh "$config" "${command[@]}")
fi
exec "${command[@]}"
