import {
  type Command,
  type CommandScript,
  dieOf,
  echo,
  repeat,
  say,
  tellSize,
} from '../../../src/adapters/memory/command.js';
import type { ExecDeed } from './exec-deed.js';

/** The deed as a command line of which `memoryCommand` makes something that happens in memory. */
export const memoryWords = (deed: ExecDeed): readonly [string, ...string[]] => ['do', JSON.stringify(deed)];

export const memoryCommand: CommandScript = ([, deed = '{}']) => commandOf(JSON.parse(deed) as ExecDeed);

function commandOf(deed: ExecDeed): Command | undefined {
  switch (deed.do) {
    case 'echo':
      return echo;
    case 'say':
      return say(deed.code, 'out\n', 'err\n');
    case 'die':
      return dieOf(deed.signal);
    case 'flood':
      return repeat(`${'0'.repeat(63)}\n`.repeat(1024));
    case 'tell-terminal':
      return (io) => say(0, io.terminal() === undefined ? 'no\n' : 'yes\r\n')(io);
    case 'tell-size':
      return tellSize;
    case 'wait':
      return readyThenWait;
    case 'fork':
      return deed.then === 'wait' ? readyThenWait : say(0, 'ready\n');
    case 'tell-self':
      return say(0);
    case 'not-there':
      return undefined;
  }
}

const readyThenWait: Command = async function* () {
  yield { stream: 'stdout', bytes: Buffer.from('ready\n') };
  return await new Promise<never>(() => undefined);
};
