#!/bin/sh
# A Docker Engine of one's own: its own socket, data, containerd and control groups; no bridge, no firewall rule.
#
#   scripts/private-engine.sh start DIR [DOCKERD-OPTION...]   starts it unless it runs; prints the path of its socket
#   scripts/private-engine.sh stop DIR                        ends it and takes everything of it off the host
#
# DIR is made a shared mount: what is mounted below it on the host shows in the engine's containers and the reverse,
# wherever the engine had to be put.
set -eu

usage() {
  sed -n '2,8s/^# \{0,1\}//p' "$0" >&2
  exit 2
}

[ $# -ge 2 ] || usage
action=$1
mkdir -p "$2"
dir=$(cd "$2" && pwd)
shift 2

socket=$dir/docker.sock
pidfile=$dir/docker.pid
cgroup=wharf-engine-$(printf %s "$dir" | cksum | cut -d' ' -f1)

answers() {
  [ -S "$socket" ] && node -e '
    const request = require("node:http").get(
      { socketPath: process.argv[1], path: "/_ping", timeout: 2000 },
      (response) => process.exit(response.statusCode === 200 ? 0 : 1),
    );
    request.on("timeout", () => process.exit(1)).on("error", () => process.exit(1));
  ' "$socket"
}

# Prints the pid in a file if that very process was started below our directory: pids are used again.
pid_in() {
  [ -s "$1" ] || return 0
  pid=$(cat "$1")
  if tr '\0' ' ' <"/proc/$pid/cmdline" 2>/dev/null | grep -qF "$dir/"; then echo "$pid"; fi
}

# Sends a signal and waits up to the given number of tenths of a second until the process is gone.
end() {
  [ -n "$2" ] || return 0
  kill "-$1" "$2" 2>/dev/null || return 0
  tenths=$3
  while [ "$tenths" -gt 0 ]; do
    kill -0 "$2" 2>/dev/null || return 0
    case $(cut -d')' -f2 "/proc/$2/stat" 2>/dev/null) in ' Z'*) return 0 ;; esac
    sleep 0.1
    tenths=$((tenths - 1))
  done
  return 1
}

start() {
  if ! answers; then
    end KILL "$(pid_in "$pidfile")" 50 || true
    rm -f "$socket" "$pidfile"
    # An engine that was killed takes its containerd along, and one that nobody reaps would pass for alive.
    [ -n "$(pid_in "$dir/exec/containerd/containerd.pid")" ] || rm -f "$dir/exec/containerd/containerd.pid"
    [ -f "$dir/daemon.json" ] || echo '{}' >"$dir/daemon.json"
    mountpoint -q "$dir" || mount --bind "$dir" "$dir"
    mount --make-shared "$dir"
    # An engine unpacks images under a root of its own and can't leave the old one where other mounts lie on `/`, as on
    # some virtual machines. There it gets a mount namespace without the upper ones; shared mounts stay shared.
    upper=$(($(awk '$5 == "/"' /proc/self/mountinfo | wc -l) - 1))
    if [ "$upper" -gt 0 ]; then
      set -- unshare --mount --propagation unchanged sh -c '
        for layer in $(seq "$1"); do mount --make-private / && busybox umount -l /.. || exit; done
        shift && exec "$@"' sh "$upper" dockerd "$@"
    else
      set -- dockerd "$@"
    fi
    setsid "$@" --host "unix://$socket" --config-file "$dir/daemon.json" \
      --data-root "$dir/data" --exec-root "$dir/exec" --pidfile "$pidfile" \
      --cgroup-parent "/$cgroup" --bridge none --iptables=false --ip6tables=false >>"$dir/engine.log" 2>&1 </dev/null &
    waiting=300
    until answers; do
      waiting=$((waiting - 1))
      if [ "$waiting" -eq 0 ]; then
        echo "the engine does not answer; the end of $dir/engine.log:" >&2
        tail -n 20 "$dir/engine.log" >&2
        exit 1
      fi
      sleep 0.1
    done
  fi
  echo "$socket"
}

stop() {
  end TERM "$(pid_in "$pidfile")" 250 || end KILL "$(pid_in "$pidfile")" 50 || true
  containerd=$(pid_in "$dir/exec/containerd/containerd.pid")
  end TERM "$containerd" 50 || end KILL "$containerd" 50 || true
  # What an engine that was killed leaves behind: shims, their containers, and what they mounted.
  for process in /proc/[0-9]*; do
    if tr '\0' ' ' 2>/dev/null <"$process/cmdline" | grep -q "containerd-shim.*$dir/exec/"; then
      end KILL "${process#/proc/}" 50 || true
    fi
  done
  for procs in /sys/fs/cgroup/*/"$cgroup"/*/cgroup.procs /sys/fs/cgroup/"$cgroup"/*/cgroup.procs; do
    [ -f "$procs" ] && while read -r pid; do end KILL "$pid" 50 || true; done <"$procs"
  done
  awk -v dir="$dir" '$2 == dir || index($2, dir "/") == 1 { print $2 }' /proc/mounts | sort -r | while read -r point; do
    umount -l "$point" 2>/dev/null || true
  done
  find /sys/fs/cgroup -depth -type d -path "*/$cgroup*" -exec rmdir {} + 2>/dev/null || true
  # Where more mounts lie upon `/`, copies of ours among them may hold the directory; it is no harm then.
  rm -rf "$dir" || [ "$(awk '$5 == "/"' /proc/self/mountinfo | wc -l)" -gt 1 ]
}

# One at a time for each directory; the lock lies beside it, since stop takes the directory away.
exec 9>"$dir.lock"
flock 9
case $action in
  start) start "$@" 9>&- ;;
  stop)
    stop
    rm -f "$dir.lock"
    ;;
  *) usage ;;
esac
