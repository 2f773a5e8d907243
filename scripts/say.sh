# shellcheck shell=bash
# Sourced: how these scripts talk to people. Everything goes to stderr; stdout belongs to what is run.

say() {
  printf '==> %s\n' "$*" >&2
}

# The first line says what is wrong, the others what to do about it.
die() {
  printf 'error: %s\n' "$1" >&2
  shift
  if [ $# -gt 0 ]; then printf '       %s\n' "$@" >&2; fi
  exit 1
}
