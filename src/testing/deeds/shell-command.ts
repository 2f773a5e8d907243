import type { Deed } from './deed.js';
import { describeSelf } from './exec-command.js';

/**
 * The deed as a command for a POSIX shell (dash, busybox). `marker` stands in the command line of the shell and of
 * all that it forks, so that they can be told among the processes of the host.
 */
export function shellCommand(deed: Deed, marker: string): readonly [string, ...string[]] {
  if (deed.do === 'not-there') return ['/nowhere/to-be-found', marker];
  return ['/bin/sh', '-c', `: ${marker}\n${script(deed)}`];
}

const until = 'while :; do sleep 0.1; done';

function script(deed: Exclude<Deed, { do: 'not-there' }>): string {
  switch (deed.do) {
    case 'exit':
      return `exit ${deed.code.toString()}`;
    case 'print':
      return `i=0; while [ $i -lt ${deed.lines.toString()} ]; do i=$((i+1)); echo "out $i"; echo "err $i" >&2; done`;
    case 'print-all-bytes':
      return `printf '%b' '${allBytesInOctal}end'`;
    case 'print-long-line':
      return `head -c ${deed.length.toString()} /dev/zero | tr '\\000' x; echo`;
    case 'flood':
      return `yes ${'0'.repeat(63)} | head -c ${(deed.mebibytes * 1024 * 1024).toString()}`;
    case 'obey':
      return `trap 'exit 3' TERM; echo ready; ${until}`;
    case 'ignore':
      return `trap 'echo no' TERM; echo ready; ${until}`;
    case 'wait':
      return `echo ready; ${until}`;
    case 'tell-self':
      return `${describeSelf}; echo word >/tmp/wharf-word; echo ready; ${until}`;
    case 'segfault':
      // Not by the shell itself: the first process of a pid namespace is deaf to its own signals.
      return `sh -c 'kill -SEGV $$'; exit $?`;
    case 'eat-memory':
      return 'x=x; while :; do x=$x$x; done';
    case 'fork':
      return `(trap '' HUP INT QUIT TERM; echo ready; ${until}) & ${deed.then === 'wait' ? until : 'exit 0'}`;
  }
}

const allBytesInOctal = Array.from(
  { length: 256 },
  (_, byte) => `\\0${byte.toString(8).padStart(3, '0')}`,
).join('');
