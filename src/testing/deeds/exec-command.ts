import { signalNumber } from '../../../src/domain/model/signals.js';
import type { ExecDeed } from './exec-deed.js';

/** Who a shell is, where it is and what it knows: lines that two of one task have in common. */
export const describeSelf =
  'id; pwd; env | sort; readlink /proc/self/ns/mnt /proc/self/ns/pid /proc/self/ns/ipc';

/** The deed as a command for a POSIX shell; see `shellCommand`. */
export function execCommand(deed: ExecDeed, marker: string): readonly [string, ...string[]] {
  if (deed.do === 'not-there') return ['/nowhere/to-be-found', marker];
  return ['/bin/sh', '-c', `: ${marker}\n${script(deed)}`];
}

const until = 'while :; do sleep 0.1; done';

function script(deed: Exclude<ExecDeed, { do: 'not-there' }>): string {
  switch (deed.do) {
    case 'echo':
      return 'cat';
    case 'say':
      return `echo out; echo err >&2; exit ${deed.code.toString()}`;
    case 'die':
      return `kill -${signalNumber(deed.signal).toString()} $$; ${until}`;
    case 'flood':
      return `yes ${'0'.repeat(63)}`;
    case 'tell-terminal':
      return 'if [ -t 0 ] && [ -t 1 ] && [ -t 2 ]; then echo yes; else echo no; fi';
    case 'tell-size':
      return `trap 'stty size' WINCH; stty size; ${until}`;
    case 'wait':
      return `echo ready; ${until}`;
    case 'fork':
      return `(trap '' HUP INT QUIT TERM; echo ready; ${until}) & ${deed.then === 'wait' ? until : 'exit 0'}`;
    case 'tell-self':
      return `${describeSelf}; cat /tmp/wharf-word`;
  }
}
