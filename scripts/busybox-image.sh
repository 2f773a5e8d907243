#!/bin/sh
# Makes the image `busybox:local` out of the host's busybox, without any registry, and gives it to an engine.
#
#   scripts/busybox-image.sh SOCKET [NAME:TAG]
set -eu

[ $# -ge 1 ] || { sed -n '2,4s/^# \{0,1\}//p' "$0" >&2; exit 2; }
socket=$1
image=${2:-busybox:local}

root=$(mktemp -d)
trap 'rm -rf "$root"' EXIT
mkdir -p "$root/bin" "$root/etc" "$root/root" "$root/tmp"
chmod 755 "$root"
chmod 1777 "$root/tmp"
cp "$(command -v busybox)" "$root/bin/busybox"
for applet in $("$root/bin/busybox" --list); do
  [ "$applet" = busybox ] || ln -s busybox "$root/bin/$applet"
done
printf 'root:x:0:0:root:/root:/bin/sh\nnobody:x:65534:65534:nobody:/:/bin/sh\n' >"$root/etc/passwd"
printf 'root:x:0:\nnogroup:x:65534:\n' >"$root/etc/group"

tar --numeric-owner --owner 0 --group 0 -C "$root" -c . | node -e '
  const [socketPath, image] = process.argv.slice(1);
  const [repo, tag] = image.split(/:(?=[^:/]*$)/);
  const query = new URLSearchParams({ fromSrc: "-", repo, tag: tag ?? "latest" });
  query.append("changes", "ENV PATH=/bin");
  query.append("changes", "CMD [\"sh\"]");
  const request = require("node:http").request(
    { socketPath, method: "POST", path: `/images/create?${query}`, headers: { "Content-Type": "application/x-tar" } },
    (response) => {
      let answer = "";
      response.on("data", (chunk) => (answer += chunk));
      response.on("end", () => {
        if (response.statusCode === 200 && !answer.includes("errorDetail")) return;
        process.stderr.write(answer);
        process.exitCode = 1;
      });
    },
  );
  request.on("error", (error) => { process.stderr.write(`${error.message}\n`); process.exitCode = 1; });
  process.stdin.pipe(request);
' "$socket" "$image"
