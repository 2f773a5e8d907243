import type { Behaviour, Refusal, Step } from '../../../src/adapters/memory/behaviour.js';
import {
  die,
  doing,
  exit,
  print,
  runOutOfMemory,
  waitForEver,
} from '../../../src/adapters/memory/behaviour.js';
import { fault } from '../../../src/domain/faults/runtime-fault.js';
import type { Deed } from './deed.js';
import { memoryCommand } from './memory-command.js';

const ready = print('ready\n');

/** The deed as something that happens in memory. */
export function memoryBehaviour(deed: Deed): Behaviour | Refusal {
  const behaviour = stepsOf(deed);
  return 'refuse' in behaviour ? behaviour : { ...behaviour, commands: memoryCommand };
}

function stepsOf(deed: Deed): Behaviour | Refusal {
  switch (deed.do) {
    case 'exit':
      return doing(exit(deed.code));
    case 'print':
      return doing(...Array.from({ length: deed.lines }, (_, index) => bothStreams(index + 1)).flat());
    case 'print-all-bytes':
      return doing(print(Uint8Array.from({ length: 256 }, (_, byte) => byte)), print('end'));
    case 'print-long-line':
      return doing(print(`${'x'.repeat(deed.length)}\n`));
    case 'flood': {
      const mebibyte = print(`${'0'.repeat(63)}\n`.repeat(16_384));
      return doing(...Array.from({ length: deed.mebibytes }, () => mebibyte));
    }
    case 'obey':
      return { steps: [ready, waitForEver], traps: { SIGTERM: [exit(3)] } };
    case 'ignore':
      return { steps: [ready, waitForEver], traps: { SIGTERM: [print('no\n')] } };
    case 'wait':
    case 'tell-self':
      return doing(ready, waitForEver);
    case 'segfault':
      return doing(die('SIGSEGV'));
    case 'eat-memory':
      return doing(runOutOfMemory);
    case 'fork':
      return deed.then === 'wait' ? doing(ready, waitForEver) : doing();
    case 'not-there':
      return { refuse: 'start', fault: fault('invalid-spec', 'the command is not there') };
  }
}

const bothStreams = (line: number): readonly Step[] => [
  print(`out ${line.toString()}\n`),
  print(`err ${line.toString()}\n`, 'stderr'),
];
