#!/usr/bin/env bash
# need-packages.sh COMMAND:PACKAGE…: installs the Debian packages whose command is missing, after saying so.
#
# The command decides, not the package: who has runc from elsewhere (with a Docker of another vendor, say) keeps it.
set -euo pipefail
cd "$(dirname "$0")/.."
. scripts/say.sh

# Daemons live where the PATH of a user who became root may not look.
PATH="$PATH:/usr/sbin:/sbin"

missing=()
for need in "$@"; do
  command -v "${need%%:*}" >/dev/null || missing+=("${need#*:}")
done
[ ${#missing[@]} -gt 0 ] || exit 0

command -v apt-get >/dev/null || die "missing on this host: ${missing[*]}" \
  'There is no apt-get here to install them with; install them by hand.'
scripts/need-root.sh "apt-get install ${missing[*]}"

say "installing with apt-get, missing here: ${missing[*]}"
export DEBIAN_FRONTEND=noninteractive
log="$(mktemp)"
trap 'rm -f "$log"' EXIT
install=(apt-get install --yes --quiet --quiet --no-install-recommends -o Dpkg::Use-Pty=0 "${missing[@]}")
# The lists are fetched only when what is on the host does not do.
if ! "${install[@]}" >"$log" 2>&1 && ! { apt-get update --quiet --quiet && "${install[@]}"; } >"$log" 2>&1; then
  cat "$log" >&2
  die "could not install: ${missing[*]}" 'apt-get said why, above.'
fi
