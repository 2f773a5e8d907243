import { Option } from 'commander';

import {
  type AddCommand,
  agentCommand,
  countOption,
  followOption,
  signalOption,
  timeoutOption,
} from './agent-command.js';

const bound = 'Waits at most 15s for the agent.';
const anAlloc = 'ALLOC is the id of an allocation, or its beginning as far as no other begins so.';
const longWork = `${anAlloc} Ends with 125, and says so, when the
agent has not done it in time; the agent still does it.`;

/** What asks an agent that runs elsewhere. Where none listens, each ends with 125 and says what to do. */
export const agentCommands: readonly AddCommand[] = [
  agentCommand({
    usage: 'ps',
    description: 'list the allocations that the agent keeps',
    help: bound,
    load: async () => (await import('./commands/agent/ps.js')).ps,
  }),
  agentCommand({
    usage: 'status <alloc>',
    description: 'show an allocation and its tasks',
    help: `${anAlloc}\n${bound}`,
    load: async () => (await import('./commands/agent/status.js')).showStatus,
  }),
  agentCommand({
    usage: 'logs <alloc> <task>',
    description: 'give out what a task printed',
    options: [
      followOption('go on until the task has ended for good'),
      countOption('--tail <n>', 'only the last lines'),
      new Option('--stderr', 'what it printed to standard error'),
    ],
    help: `${anAlloc}\n${bound} With -f it goes on without a bound.`,
    load: async () => (await import('./commands/agent/logs.js')).logs,
  }),
  agentCommand({
    usage: 'exec <alloc> <task> <command...>',
    description: 'run a command beside a task',
    options: [
      new Option('-i, --interactive', 'give it the standard input of this command'),
      new Option('-t, --tty', 'give it a terminal'),
      new Option('--it').hideHelp(),
    ],
    help: `${anAlloc} Put -- before a command with options. Ends with the
command's own status, 125 when wharf itself failed.

Example:
  wharf exec -it 3f2a web -- sh -l`,
    load: async () => (await import('./commands/agent/exec.js')).exec,
  }),
  agentCommand({
    usage: 'signal <alloc> [task]',
    description: 'send a signal to a task, or to all that run',
    options: [signalOption()],
    help: `${anAlloc}\nWaits at most 10m for the agent.\n\nExample:\n  wharf signal -s SIGHUP 3f2a web`,
    load: async () => (await import('./commands/agent/change.js')).sendSignal,
  }),
  agentCommand({
    usage: 'restart <alloc> [task]',
    description: 'stop a task, or all that run, and start it again',
    options: [timeoutOption()],
    help: longWork,
    load: async () => (await import('./commands/agent/change.js')).restart,
  }),
  agentCommand({
    usage: 'stop <alloc>',
    description: 'stop an allocation for good',
    options: [
      new Option('--purge', 'and remove its directories, its logs and all that is known of it'),
      timeoutOption(),
    ],
    help: longWork,
    load: async () => (await import('./commands/agent/change.js')).stop,
  }),
  agentCommand({
    usage: 'events',
    description: 'tell what has happened to tasks',
    options: [
      followOption('and what happens from now on'),
      countOption('--after <number>', 'only what happened after that event'),
    ],
    help: `${bound} With -f it goes on without a bound. With --output json one
object per line.`,
    load: async () => (await import('./commands/agent/events.js')).events,
  }),
  agentCommand({
    usage: 'explain <id>',
    description: 'say all that is known of an allocation, an attempt or any object on this host',
    help: bound,
    load: async () => (await import('./commands/agent/explain.js')).explain,
  }),
  agentCommand({
    usage: 'reconcile',
    description: 'go over every object on this host now, and say what became of it',
    options: [new Option('--dry-run', 'remove nothing'), timeoutOption()],
    help: 'Ends with 125 when not all could be seen, or not all be removed that was to be.',
    load: async () => (await import('./commands/agent/reconcile.js')).reconcile,
  }),
];
