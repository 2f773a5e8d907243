# shellcheck shell=bash
# Sourced by what has something to take away after a command.

# Runs a command and ends with its status. A terminal sends Ctrl-C to the command as well, which stops in order; the
# script waits for it. Other signals come to the script alone, and are handed on. A shell starts what it does not wait for
# with SIGINT ignored, hence the `env`.
in_foreground() {
  local command status=0
  trap : INT
  env --default-signal=INT,QUIT "$@" <&0 &
  command=$!
  # shellcheck disable=SC2064 # That very pid.
  trap "kill -TERM $command 2>/dev/null || true" TERM HUP
  while wait "$command" || true; kill -0 "$command" 2>/dev/null; do :; done
  # Each of those waits may have been cut short by a signal; the last word is the command's own.
  wait "$command" || status=$?
  exit "$status"
}
