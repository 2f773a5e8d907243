import type { TerminalSize } from '../../domain/model/exec.js';
import { taskWordsFrom } from './host-entry.js';
import type { HostUser } from './host-users.js';
import type { OciConfig, OciProcess } from './oci-config.js';
import { hostView, type TaskView } from './task-view.js';

/** What a running instance offers to a command that is to run beside it. */
export interface Surroundings {
  readonly config: OciConfig;
  readonly view: TaskView;
  readonly user: HostUser;
  readonly environment: Readonly<Record<string, string>>;
}

/** Of an instance with this `config.json`, whose first process has this pid. */
export function surroundingsOf(config: OciConfig, pid: number): Surroundings {
  const { env, user } = config.process;
  const entry = entryOf(config);
  return {
    config,
    // As the task sees it now, mounts of its own included; in the host the task's root is not its container's.
    view:
      entry.length > 0
        ? hostView
        : { mounts: [{ target: '/', source: `/proc/${pid.toString()}/root` }], links: {} },
    user: { ...user, account: undefined },
    environment: Object.fromEntries([...env, ...entry].flatMap(readAssignment)),
  };
}

/** The process of a command in place of the one that the instance began with. */
export function execProcess(
  { config, environment }: Surroundings,
  command: readonly [string, ...string[]],
  terminal: TerminalSize | undefined,
): OciProcess {
  const bare = { ...config.process, args: [...entryOf(config), ...command] };
  if (terminal === undefined) return bare;
  return {
    ...bare,
    terminal: true,
    consoleSize: { height: terminal.rows, width: terminal.columns },
    env: [...bare.env, ...('TERM' in environment ? [] : ['TERM=xterm'])],
  };
}

/**
 * A task in the host has no seccomp profile, and its first words lead there. A command follows the task to where it is
 * now, so that of those words only the ones are left that make it who it is to be.
 */
const entryOf = ({ linux, process: { args } }: OciConfig): readonly string[] =>
  linux.seccomp === undefined ? args.slice(args.indexOf('--') + 1, taskWordsFrom(args)) : [];

const readAssignment = (text: string): readonly (readonly [string, string])[] => {
  const at = text.indexOf('=');
  return at > 0 ? [[text.slice(0, at), text.slice(at + 1)]] : [];
};
